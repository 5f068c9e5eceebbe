import { randomUUID } from 'node:crypto';
import { type ConstructorOptions, fromPrisma, PgBoss, type Queue, type SendOptions } from 'pg-boss';
import type { Db, Store } from './open-store.ts';

/** Scheduled and retried work, in tables of its own in the same database. */
export interface Jobs {
  boss: PgBoss;
  /** Call it for every queue at start, before anything is sent to it or works on it. */
  ensureQueue(name: string, options?: Omit<Queue, 'name'>): Promise<void>;
  /** Sends a job that exists if and only if the transaction commits. A few milliseconds: keep it off the hot path. */
  sendWith(tx: Db, name: string, data: object, options?: Omit<SendOptions, 'db'>): Promise<void>;
  /** Lets running jobs finish, up to ten seconds; call it before the store is closed. */
  stop(): Promise<void>;
}

/** `onError` hears of failures in the background, such as a database that went away; jobs are tried again by themselves. */
export const openJobs = async (store: Store, onError: (error: Error) => void): Promise<Jobs> => {
  const embedded = store.kind === 'embedded';
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => store.pool.query(text, values) },
    backend: embedded ? 'pglite' : 'postgres',
    // The embedded database is tidied as a whole (tidy.ts) and has nothing that vacuums by itself.
    reindex: !embedded,
    monitorVacuum: !embedded,
  } satisfies ConstructorOptions);
  boss.on('error', onError);
  await boss.start();
  return {
    boss,
    ensureQueue: async (name, options) => {
      await boss.createQueue(name, options);
      // Makes pg-boss look the queue up now. It would otherwise do so at the first send, and inside a transaction on the
      // embedded database it would wait for the one connection that the transaction holds.
      await boss.findJobs(name, { id: randomUUID() });
    },
    sendWith: async (tx, name, data, options) => {
      await boss.send(name, data, { ...options, db: fromPrisma(tx) });
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Store } from './open-store.ts';

/** Tells the other processes on the same database that a person's chat holds something new. Carries an id, never words. */
export interface Signals {
  tell(userId: string): Promise<void>;
  stop(): Promise<void>;
}

const CHATS = 'cairn_web';
/** Where processes make themselves known to one another: `hello <id>`, answered with `here <id>`. */
const PROCESSES = 'cairn_processes';
const RECONNECT_MS = 2_000;

const NOTIFY = 'SELECT pg_notify($1, $2)';

/** One process alone, as on the embedded database, has nobody to tell. */
export function openSignals(store: Store, databaseUrl: string | undefined, onSignal: (userId: string) => void, onError: (error: Error) => void): Signals {
  if (!databaseUrl) return { tell: async () => {}, stop: async () => {} };
  const me = randomUUID();
  // A signal costs the database as much as a write does. One process alone sends none: the others make themselves heard.
  let others = false;
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  // A lost signal costs nothing but time: pages read again by themselves every few seconds.
  const listen = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: databaseUrl, application_name: 'cairn-signals' });
    fresh.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHATS) return onSignal(payload);
      const [said, who] = payload.split(' ');
      if (who === me) return;
      others = true;
      if (said === 'hello') fresh.query(NOTIFY, [PROCESSES, `here ${me}`]).catch(onError);
    });
    fresh.on('error', (error) => {
      onError(error);
      if (client === fresh) again();
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHATS}`);
      await fresh.query(`LISTEN ${PROCESSES}`);
      await fresh.query(NOTIFY, [PROCESSES, `hello ${me}`]);
      if (stopped) return await fresh.end();
      client = fresh;
    } catch (error) {
      onError(error as Error);
      again();
    }
  };
  const again = (): void => {
    client = null;
    if (!stopped) timer = setTimeout(listen, RECONNECT_MS);
  };
  void listen();

  return {
    tell: async (userId) => {
      if (others) await store.pool.query(NOTIFY, [CHATS, userId]);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

import pg from 'pg';
import type { Store } from './open-store.ts';

/** Tells the other processes on the same database that a person's chat holds something new. Carries an id, never words. */
export interface Signals {
  tell(userId: string): Promise<void>;
  stop(): Promise<void>;
}

const CHANNEL = 'cairn_web';
const RECONNECT_MS = 2_000;

/** One process alone, as on the embedded database, has nobody to tell. */
export function openSignals(store: Store, databaseUrl: string | undefined, onSignal: (userId: string) => void, onError: (error: Error) => void): Signals {
  if (!databaseUrl) return { tell: async () => {}, stop: async () => {} };
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  // A lost signal costs nothing but time: pages read again by themselves every few seconds.
  const listen = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: databaseUrl });
    fresh.on('notification', ({ payload }) => payload && onSignal(payload));
    fresh.on('error', (error) => {
      onError(error);
      if (client === fresh) again();
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
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
      await store.pool.query(`SELECT pg_notify('${CHANNEL}', $1)`, [userId]);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CairnError } from '../errors.ts';

export interface LockEvents {
  /** This process alone holds the lock now. */
  onHeld(): void;
  /** It no longer does, or can no longer be sure; another process may hold it within seconds. Tried for again by itself. */
  onLost(): void;
  /** The database is away, or the connection broke. */
  onError?(error: unknown): void;
}

export interface AdvisoryLock {
  /** Gives the lock up for good, without `onLost`. */
  release(): Promise<void>;
}

/** How often the holder shows a sign of life, and the others ask whether the lock is free. */
const BEAT_MS = 1_000;
/** No answer within this: the connection counts as broken, and the lock as lost. */
const ANSWER_MS = 3_000;
/**
 * The server ends a session that has said nothing for this long, and the lock with it: that of a frozen process, which a kernel still
 * answers for. Longer than a beat and an answer together, so that a holder knows before another one is let in.
 */
const SILENCE = '10s';
/** A machine that vanished is noticed after 5 + 2 × 3 seconds. Older servers lack some of these; they do without. */
const SESSION = `SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES
  ('idle_session_timeout', '${SILENCE}'), ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '2'), ('tcp_keepalives_count', '3')
  ) AS wanted(name, value) USING (name)`;
const TAKE = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held';
/** Asked instead of a bare sign of life: behind a pool that swaps sessions, a lock is not held for long. */
const STILL = `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()) AS held`;

/**
 * Something that exactly one of all processes on a PostgreSQL does, such as holding a connection that a platform allows once. Whoever comes
 * first holds `name`; when that process dies, freezes or loses its connection, another one holds it within seconds. The address has to lead
 * to PostgreSQL itself or to a pool that keeps sessions. Without a `databaseUrl`, on the embedded database, there is one process, and it holds.
 */
export function holdLock(databaseUrl: string | undefined, name: string, { onHeld, onLost, onError = () => {} }: LockEvents): AdvisoryLock {
  const stop = new AbortController();
  const released = (): boolean => stop.signal.aborted;
  if (!databaseUrl) {
    queueMicrotask(() => released() || onHeld());
    return { release: async () => stop.abort() };
  }

  /** One connection for as long as it lasts. */
  const connection = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: databaseUrl, application_name: `cairn ${name}`, keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS,
    });
    const broken = once(client, 'end', { signal: stop.signal }).then(() => {}, () => {});
    client.on('error', onError);
    let held = false;
    try {
      await client.connect();
      await client.query(SESSION);
      while (!released()) {
        const { rows } = await client.query<{ held: boolean }>(held ? STILL : TAKE, held ? [] : [`cairn ${name}`]);
        if (held && !rows[0]!.held) throw new CairnError('conflict', `The lock "${name}" went away while it was held.`, { remedy: 'Connect to PostgreSQL without a pool that swaps sessions.' });
        if (!held && rows[0]!.held && !released()) {
          held = true;
          onHeld();
        }
        if (await Promise.race([broken.then(() => true), sleep(BEAT_MS, false)])) return;
      }
    } finally {
      if (held && !released()) onLost();
      await Promise.race([client.end().catch(() => {}), sleep(ANSWER_MS, undefined, { ref: false })]);
    }
  };

  const running = (async () => {
    while (!released()) {
      await connection().catch(onError);
      await sleep(BEAT_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    release: async () => {
      stop.abort();
      await running;
    },
  };
}

import pg from 'pg';
import type { Store } from './open-store.ts';

/**
 * Tables below this are left alone. The planner is careful with a table whose rows were never counted; once it has been
 * told that there are ten, it makes plans that read the table from end to end, and keeps them while the table grows.
 */
const worthTidyingBytes = 1024 * 1024;

/**
 * What a server does by itself and the embedded database never does: clears away old row versions, counts rows for the
 * planner, and writes a checkpoint, without which the next start replays all that was written since. Run it daily.
 */
export const tidy = async (store: Pick<Store, 'pool' | 'kind'>): Promise<void> => {
  if (store.kind === 'server') return;
  const { rows } = await store.pool.query<{ schema: string; name: string }>(
    `SELECT schemaname AS schema, relname AS name FROM pg_stat_user_tables WHERE pg_table_size(relid) >= $1`,
    [worthTidyingBytes],
  );
  for (const { schema, name } of rows) {
    await store.pool.query(`VACUUM ANALYZE ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`);
  }
  await store.pool.query('CHECKPOINT');
};

import pg from 'pg';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import type { RecordedTurn } from './lap.ts';

/** One way of holding the conversation, in a process and on a database of its own. */
export interface Contender {
  /** Makes a conversation that stands at the start of a lap. What it gives takes the next message: resolved means acknowledged. */
  begin(): Promise<(turn: RecordedTurn) => Promise<void>>;
  /** Waits for what the turns so far left to be done after their acknowledgement. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export type Place = StoreOptions & { poolSize: number };

/** How many connections each contender may have to a server. */
export const POOL_SIZE = 10;

/** A bare pool on a database with Cairn's tables. */
export async function openPool(place: Place): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const store = await openStore(place);
  if (store.kind === 'embedded') return store;
  await store.close();
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: place.poolSize, options: '-c cairn.practice=*' });
  return { pool, close: () => pool.end() };
}

import type { StoreOptions } from '../../src/store/open-store.ts';
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

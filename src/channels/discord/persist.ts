import { setTimeout as sleep } from 'node:timers/promises';

export interface Persistence {
  /** Ends every wait, and lets nothing new begin. */
  signal: AbortSignal;
  /** The wait after the first failure, in milliseconds; doubled after each, up to half a minute. */
  firstWaitMs: number;
  onFailure(error: unknown): void;
}

const LONGEST_WAIT_MS = 30_000;

/**
 * Does something again and again until it succeeds: Discord does not deliver a second time, so what it delivered must be
 * stored however long the database is away. `hopeless` tells a failure that stays. False when it was left undone.
 */
export async function persist(work: () => Promise<void>, { signal, firstWaitMs, onFailure }: Persistence, hopeless: (error: unknown) => boolean = () => false): Promise<boolean> {
  for (let wait = firstWaitMs; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      await work();
      return true;
    } catch (error) {
      onFailure(error);
      if (hopeless(error)) return false;
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return false;
}

import { CairnError } from '../errors.ts';

/** Callers that a limiter remembers; past that the one that was quiet longest is forgotten. */
const REMEMBERED = 20_000;

export interface LimiterOptions {
  /** The time in which `most` may be used up and comes back; a minute unless told. */
  milliseconds?: number;
  now?: () => number;
}

/**
 * Lets each key through `most` times a minute, or in the time told, all at once if need be. Guards one process against a
 * flood; rights and wrongs are decided elsewhere. The returned function throws `rate-limited` with the seconds to wait.
 */
export function createLimiter(most: number, { milliseconds = 60_000, now = Date.now }: LimiterOptions = {}): (key: string) => void {
  const callers = new Map<string, { left: number; at: number }>();
  return (key) => {
    const at = now();
    const known = callers.get(key);
    const left = known ? Math.min(most, known.left + ((at - known.at) / milliseconds) * most) : most;
    if (left < 1) {
      const retryAfterSeconds = Math.ceil(((1 - left) * milliseconds) / 1000 / most);
      throw new CairnError('rate-limited', 'Too many requests.', { details: { retryAfterSeconds } });
    }
    callers.delete(key);
    callers.set(key, { left: left - 1, at });
    if (callers.size > REMEMBERED) callers.delete(callers.keys().next().value!);
  };
}

/** How many things each key has open at once. Throws `rate-limited` above `most`; what it returns closes one. */
export function createTally(most: number): (key: string) => () => void {
  const open = new Map<string, number>();
  return (key) => {
    const count = open.get(key) ?? 0;
    if (count >= most) throw new CairnError('rate-limited', 'Too many open at once.', { details: { retryAfterSeconds: 30 } });
    open.set(key, count + 1);
    let closed = false;
    return () => {
      if (closed) return;
      closed = true;
      const left = open.get(key)! - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    };
  };
}

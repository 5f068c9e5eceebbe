import { CairnError } from '../errors.ts';

/** Callers that a limiter remembers; past that the one that was quiet longest is forgotten. */
const REMEMBERED = 20_000;

/**
 * Lets each key through `perMinute` times a minute, all at once if need be. Guards one process against a flood;
 * rights and wrongs are decided elsewhere. The returned function throws `rate-limited` with the seconds to wait.
 */
export function createLimiter(perMinute: number, now: () => number = Date.now): (key: string) => void {
  const callers = new Map<string, { left: number; at: number }>();
  return (key) => {
    const at = now();
    const known = callers.get(key);
    const left = known ? Math.min(perMinute, known.left + ((at - known.at) / 60_000) * perMinute) : perMinute;
    if (left < 1) {
      const retryAfterSeconds = Math.ceil(((1 - left) * 60) / perMinute);
      throw new CairnError('rate-limited', 'Too many requests in a minute.', { details: { retryAfterSeconds } });
    }
    callers.delete(key);
    callers.set(key, { left: left - 1, at });
    if (callers.size > REMEMBERED) callers.delete(callers.keys().next().value!);
  };
}

import { expect, test } from 'vitest';
import { createLimiter } from '../../src/web/limiter.ts';

test('so many in a minute, each caller for themselves, and again when time has passed', () => {
  let now = 0;
  const take = createLimiter(3, { now: () => now });
  for (let at = 0; at < 3; at += 1) take('a');
  expect(() => take('a')).toThrow(expect.objectContaining({ code: 'rate-limited', details: { retryAfterSeconds: 20 } }));
  take('b');
  now += 20_000;
  take('a');
  expect(() => take('a')).toThrow();
  now += 3_600_000;
  for (let at = 0; at < 3; at += 1) take('a');
  expect(() => take('a')).toThrow();
});

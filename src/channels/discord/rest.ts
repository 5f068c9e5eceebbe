import { DefaultRestOptions, REST } from 'discord.js';
import { RATE_LIMIT_OFFSET } from './failures.ts';

export interface RestPlace {
  token: string;
  /** Discord's address, where it is not Discord's own. */
  api?: string;
}

/** Five messages in five seconds is Discord's usual measure. A longer wait belongs to the queue, which survives a restart and keeps the order. */
const LONGEST_WAIT_MS = 6_000;
const TIMEOUT_MS = 10_000;
const RETRIES = 1;

/** The SDK forgets a token that was refused once, and then fails for good. Ours stays, for the day it works again. */
class Rest extends REST {
  override setToken(token: string): this {
    return token ? super.setToken(token) : this;
  }
}

export const openRest = ({ token, api = DefaultRestOptions.api }: RestPlace): REST =>
  new Rest({
    version: '10', api, timeout: TIMEOUT_MS, retries: RETRIES, offset: RATE_LIMIT_OFFSET,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > LONGEST_WAIT_MS,
  }).setToken(token);

/** Its timers would keep a process that is about to end. */
export function closeRest(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}

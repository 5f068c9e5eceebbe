import { CairnError, isCairnError } from '../../errors.ts';

/** An answer of Teams other than yes. It holds nothing of what was being sent. */
export class TeamsRefusal extends Error {
  readonly status: number;
  /** Teams' own code, such as `BotNotInConversationRoster`. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code?: string, retryAfterSeconds?: number) {
    super(`Teams answered ${status}${code ? ` ${code}` : ''}`);
    this.name = 'TeamsRefusal';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Microsoft has not answered at all. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** Refused because of the card itself: the same in plain text may pass. */
export const isAboutContent = (error: unknown): boolean => error instanceof TeamsRefusal && (error.status === 400 || error.status === 413);

/** An administrator has switched the app off, and may switch it on again: the message waits for that. */
const PASSING = new Set(['BotDisabledByAdmin']);

/**
 * As the port wants it. 403 and 404 say that the person removed or blocked the app, or that the chat is no more; 400 and 413 that this
 * one message will never pass. Everything else passes: no connection, no token, too much at once, a fault on their side.
 */
export function deliveryFailed(cause: unknown): CairnError {
  if (isCairnError(cause, 'delivery-failed')) return cause;
  const { status, code, retryAfterSeconds } = cause instanceof TeamsRefusal ? cause : ({} as Partial<TeamsRefusal>);
  const gone = (status === 403 || status === 404) && !PASSING.has(code ?? '');
  const refused = isAboutContent(cause);
  const details = { ...(gone && { gone }), ...(refused && { refused }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }), ...(status && { status }), ...(code && { code }) };
  return new CairnError('delivery-failed', 'Microsoft Teams did not take a message.', { details, cause });
}

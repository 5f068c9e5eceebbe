import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { CairnError } from '../../errors.ts';

/** Added by the SDK to what Discord asks for, in milliseconds. */
export const RATE_LIMIT_OFFSET = 50;

/** A bot may write only to people who share a server with it or have added it. */
const NO_WAY_TO_THEM = 50278;
const GONE: readonly (string | number)[] = [
  RESTJSONErrorCodes.CannotSendMessagesToThisUser, NO_WAY_TO_THEM, RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.UnknownUser, RESTJSONErrorCodes.MissingAccess,
];

export const codeOf = (error: unknown): string | number | undefined => (error instanceof DiscordAPIError ? error.code : undefined);
export const statusOf = (error: unknown): number | undefined =>
  error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : undefined;

/** Whether the person cannot be written to: they blocked Cairn, closed their direct messages, removed it or left Discord. */
export const isGone = (error: unknown): boolean => GONE.includes(codeOf(error) ?? '');

/** A failure as Cairn's own. The SDK's error holds what was being sent, so it is not passed on, not even as the cause. */
export function deliveryFailed(error: unknown): CairnError {
  if (error instanceof RateLimitError) {
    const retryAfterSeconds = Math.max(1, Math.ceil((error.retryAfter - RATE_LIMIT_OFFSET) / 1000));
    return new CairnError('delivery-failed', 'Discord asks for patience.', { details: { retryAfterSeconds } });
  }
  const facts = [statusOf(error), codeOf(error), statusOf(error) === undefined ? nameOf(error) : undefined].filter((fact) => fact !== undefined).join(', ');
  return new CairnError('delivery-failed', `Discord did not take a message (${facts}).`, { details: { gone: isGone(error), refused: statusOf(error) === 400 } });
}

/** A code or a class: the SDK puts no words there. */
const nameOf = (error: unknown): string => (error as { code?: string }).code ?? (error as Error).name;

/** For logs: an error of the SDK's without what it was about; any other as it is. */
export const withoutWords = (error: unknown): unknown =>
  error instanceof DiscordAPIError || error instanceof HTTPError || error instanceof RateLimitError ? deliveryFailed(error) : error;

import { CairnError, isCairnError } from '../../errors.ts';

/** Nobody is at the address any more, or Cairn is no longer let in there. */
const FOR_GOOD = new Set(['account_inactive', 'channel_not_found', 'is_archived', 'token_revoked', 'user_disabled', 'user_not_found']);
/** Slack does not like how a message is put together; as plain text it takes it. */
const BAD_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);
/** Slack will never take this one message, however it is put together. */
const REFUSED = new Set(['msg_too_long', 'no_text']);

interface SlackFault {
  code?: string;
  data?: { error?: string; response_metadata?: { retryAfter?: number } };
  retryAfter?: number;
}

/** Slack's own word for why it refused a call. */
export const slackReason = (error: unknown): string | undefined => (error as SlackFault).data?.error;

export const isBadBlocks = (error: unknown): boolean => BAD_BLOCKS.has(slackReason(error) ?? '');

/** As the queue wants to hear it. Slack's error stays out: nobody promises what is in it. */
export function deliveryFailed(error: unknown): CairnError {
  if (isCairnError(error, 'delivery-failed')) return error;
  const { code, data, retryAfter } = error as SlackFault;
  const reason = data?.error ?? code;
  return new CairnError('delivery-failed', `Slack did not take a message${reason ? ` (${reason})` : ''}.`, {
    details: {
      gone: FOR_GOOD.has(reason ?? ''), refused: REFUSED.has(reason ?? ''), retryAfterSeconds: retryAfter ?? data?.response_metadata?.retryAfter,
    },
  });
}

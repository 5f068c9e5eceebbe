import type { Sender } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { isCairnError } from '../errors.ts';
import { claimUnsent, markFailed, markSent, retryLater, type Claimed, type OutboundBody } from '../store/outbound.ts';
import type { Saved } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { wordNotice } from './word-notice.ts';

const CLAIM_MS = 60_000;
/** Waits before another try: 5 s, 10 s, 20 s … at most an hour. A platform that names its own wait is obeyed. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Sends what waits for an account, in order. Safe to call at any time, from any process: a row is claimed before it is sent. */
export async function deliver(app: App, accountId: string): Promise<void> {
  for (;;) {
    const now = app.now();
    const claimed = await claimUnsent(app.store.prisma, accountId, now, new Date(now.getTime() + CLAIM_MS));
    if (claimed.length === 0) return;
    for (const message of claimed) if (!(await sendOne(app, message))) return;
  }
}

/** Whether a turn on this channel is saved with `shown`: its rows are read from the store, and only announced. */
export const rowsAreShown = (app: App, { channel }: Sender): boolean => app.channels.get(channel)?.announce !== undefined;

/**
 * Sends what a turn has just saved. The save has usually claimed its messages for this process already; they go first,
 * and then whatever else waits for the account.
 */
export async function deliverSaved(
  app: App,
  to: { accountId: string; sender: Sender; address: string },
  outbound: OutboundBody[],
  { seqs, claimed, shown }: Omit<Saved, 'outcome'>,
): Promise<void> {
  if (shown) {
    await app.channels.get(to.sender.channel)!.announce!(to.address);
    for (const _ of outbound) app.count('message-sent');
    return;
  }
  if (claimed) {
    for (const [at, body] of outbound.entries()) if (!(await sendOne(app, { ...to, seq: seqs[at]!, body, attempts: 0 }))) return;
  }
  await deliver(app, to.accountId);
}

/** True when the next one may follow: the message is out, or will never be. */
async function sendOne(app: App, message: Claimed): Promise<boolean> {
  const { seq, accountId, sender, address } = message;
  const channel = app.channels.get(sender.channel);
  try {
    if (!channel) throw new Error(`no channel "${sender.channel}" is set up`);
    const body = isNotice(message.body) ? await wordNotice(app, accountId, message.body) : message.body;
    const { platformId } = await channel.send({ seq, sender, address, body });
    await markSent(app.store.prisma, seq, app.now(), platformId);
    app.count('message-sent');
    return true;
  } catch (error) {
    app.count('message-failed');
    const details = isCairnError(error, 'delivery-failed') ? (error.details as { gone?: boolean; retryAfterSeconds?: number } | undefined) : undefined;
    app.log.warn({ seq, accountId, channel: sender.channel, attempts: message.attempts, gone: details?.gone ?? false, error: errorCode(error) }, 'a message could not be sent');
    if (details?.gone) {
      await markFailed(app.store.prisma, seq, app.now());
      return true;
    }
    const wait = details?.retryAfterSeconds ? details.retryAfterSeconds * 1000 : Math.min(FIRST_WAIT_MS * 2 ** message.attempts, LONGEST_WAIT_MS);
    await retryLater(app.store.prisma, seq, new Date(app.now().getTime() + wait));
    return false;
  }
}

const isNotice = (body: OutboundBody): body is Exclude<OutboundBody, MessageBody> => 'notice' in body;

/** A code or a class name: an error's text may hold what was being sent. */
export const errorCode = (error: unknown): string =>
  isCairnError(error) ? error.code : ((error as { code?: string }).code ?? (error as Error).constructor?.name ?? 'unknown');

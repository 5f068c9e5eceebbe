import type { Sender } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { CairnError, isCairnError } from '../errors.ts';
import { claimUnsent, markFailed, markSent, retryLater, type Claimed, type OutboundBody } from '../store/outbound.ts';
import type { Saved } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { isNotice, personLeft, sendOtherwise } from './person-left.ts';
import { linkForClient, wordNotice } from './word-notice.ts';

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
    if (claimed[0]!.goneAt) return leave(app, accountId);
    for (const message of claimed) if (!(await sendOne(app, message))) return;
  }
}

/** Sends what waits for these accounts, once what was queued for them is safe. The caller need not wait for it. */
export function deliverSoon(app: App, accounts: Iterable<string>): void {
  for (const account of accounts) app.inBackground('deliver', () => deliver(app, account));
}

/** Whether a turn on this channel is saved with `shown`: its rows are read from the store, and only announced. */
export const rowsAreShown = (app: App, { channel }: Sender): boolean => app.channels.get(channel)?.announce !== undefined;

/**
 * Sends what a turn has just saved. The save has usually claimed its messages for this process already; they go first,
 * and then whatever else waits for the account.
 */
export async function deliverSaved(
  app: App,
  to: { accountId: string; sender: Sender; address: string; language: string; goneAt?: Date | null },
  outbound: OutboundBody[],
  { seqs, claimed, shown }: Omit<Saved, 'outcome'>,
): Promise<void> {
  if (shown) {
    await app.channels.get(to.sender.channel)!.announce!(to.address);
    for (const _ of outbound) app.count('message-sent');
    return;
  }
  if (to.goneAt) return leave(app, to.accountId);
  if (claimed) {
    for (const [at, body] of outbound.entries()) if (!(await sendOne(app, { ...to, seq: seqs[at]!, body, attempts: 0 }))) return;
  }
  await deliver(app, to.accountId);
}

/** True when the next one may follow: the message is out, or will never be. */
async function sendOne(app: App, message: Claimed): Promise<boolean> {
  const { seq, accountId, sender, address, language } = message;
  const channel = app.channels.get(sender.channel);
  let sending = false;
  try {
    // Another way is open to a therapist; a client's message waits until the channel is set up again.
    if (!channel) throw new CairnError('delivery-failed', `No channel "${sender.channel}" is set up.`, { details: { refused: isNotice(message.body) } });
    const body = await worded(app, message);
    sending = true;
    const { platformId } = await channel.send({ seq, sender, address, body, language });
    await markSent(app.store.prisma, seq, app.now(), platformId);
    app.count('message-sent');
    return true;
  } catch (error) {
    app.count('message-failed');
    const { gone, refused, retryAfterSeconds } = failureOf(error);
    app.log.warn({ seq, accountId, channel: sender.channel, attempts: message.attempts, gone: gone ?? false, error: errorCode(error) }, 'a message could not be sent');
    // Nobody ever writes from a mail address, so one that is refused today is tried again with the next mail.
    if (gone && sending && sender.channel !== 'mail') return leave(app, accountId).then(() => false);
    if (gone || refused) {
      await giveUp(app, message);
      return true;
    }
    const wait = retryAfterSeconds ? retryAfterSeconds * 1000 : Math.min(FIRST_WAIT_MS * 2 ** message.attempts, LONGEST_WAIT_MS);
    await retryLater(app.store.prisma, seq, new Date(app.now().getTime() + wait));
    return false;
  }
}

interface Failure {
  gone?: boolean;
  refused?: boolean;
  retryAfterSeconds?: number;
}

const failureOf = (error: unknown): Failure => (isCairnError(error, 'delivery-failed') && (error.details as Failure | undefined)) || {};

/** A notice gets its words and links now; a page of Cairn's, which has a cookie to go by on the web, a link of its own elsewhere. */
async function worded(app: App, { accountId, sender, body }: Claimed): Promise<MessageBody> {
  if (isNotice(body)) {
    const { subject, text } = await wordNotice(app, accountId, body);
    return sender.channel === 'mail' ? { subject: subject!, text } : { text: `${subject}\n\n${text}` };
  }
  if (!body.link?.url.startsWith('/') || sender.channel === 'web') return body;
  return { ...body, link: { ...body.link, url: (await linkForClient(app, accountId, body.link.url)) ?? app.publicUrl + body.link.url } };
}

async function leave(app: App, accountId: string): Promise<void> {
  deliverSoon(app, await personLeft(app, accountId));
}

async function giveUp(app: App, { seq, accountId, body }: Claimed): Promise<void> {
  await markFailed(app.store.prisma, seq, app.now());
  deliverSoon(app, await sendOtherwise(app, app.store.prisma, accountId, [body]));
}

/** A code or a class name: an error's text may hold what was being sent. */
export const errorCode = (error: unknown): string =>
  isCairnError(error) ? error.code : ((error as { code?: string }).code ?? (error as Error).constructor?.name ?? 'unknown');

import { randomBytes, randomUUID } from 'node:crypto';
import type { Sender } from '../channels/channel.ts';
import { readCode } from '../core/codes.ts';
import { CairnError } from '../errors.ts';
import { claimChatCode, findChatCode } from '../store/chat-codes.ts';
import { findInvite } from '../store/invites.ts';
import { findPractice, hasSelfReferralLeft, takeSelfReferral } from '../store/practices.ts';
import { readTurn } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { beginIntake } from './begin-intake.ts';
import { accountOfToken, readToken } from './chat-on-web.ts';
import { noteWrongCode, triedTooOften } from './code-tries.ts';
import { acceptInvite, changeTherapist, findOpenInvite } from './invites.ts';
import { join } from './join-accounts.ts';
import { mayComeFrom } from './practice-of.ts';

/**
 * A new anonymous person at a practice, with the first words of the intake waiting for them. Throws `full-today` when the
 * practice has met as many strangers today as it can, and `not-allowed` when it meets people by invite alone.
 */
export async function beginOnWeb(app: App, practice: string): Promise<{ token: string }> {
  const found = await findPractice(app.store.prisma, practice);
  if (found?.newClients === 'invited-only') throw new CairnError('not-allowed', 'The practice meets new people by invite.');
  if (found && !(await takeSelfReferral(app.store.prisma, found.id, app.now()))) {
    throw new CairnError('full-today', 'The practice meets no more new people today.', { details: { retryAfterSeconds: untilTomorrow(app.now()) } });
  }
  const { token, sender } = newPerson(practice);
  await beginIntake(app, sender, sender.userId);
  return { token };
}

/**
 * Somebody comes with the link of an invite: a client of its therapist, also who has a chat with the practice already (`chat`, its
 * token) and goes on in it. Null for an invite that opens nothing any more.
 */
export async function beginWithInvite(app: App, inviteToken: string, chat: string | null = null): Promise<{ token: string } | null> {
  const open = await findOpenInvite(app, inviteToken);
  if (!open) return null;
  const known = chat === null ? null : await accountOfToken(app, chat);
  if (known?.clientId && known.practiceId === open.invite.practiceId) {
    await changeTherapist(app, known.clientId, known.id, open.invite);
    return { token: chat! };
  }
  const { token, sender } = newPerson(open.slug);
  if (!(await acceptInvite(app, open.invite, sender, sender.userId))) return null;
  await beginIntake(app, sender, sender.userId);
  return { token };
}

/**
 * Somebody types a code on the page of a practice: an invite's, or one from another chat of theirs. The page has said what it does, so
 * that sending it is the yes. Null for a code that is none; throws `rate-limited` when too many were tried.
 */
export async function beginWithCode(app: App, slug: string, typed: string): Promise<{ token: string } | null> {
  const code = readCode(typed);
  if (!code) return null;
  const { prisma } = app.store;
  const { token, sender } = newPerson(slug);
  if (triedTooOften(app, sender)) throw new CairnError('rate-limited', 'Too many codes were tried at this practice.', { details: { retryAfterSeconds: 3_600 } });
  const invite = await findInvite(prisma, { code }, app.now());
  if (invite && !invite.usedAt && await mayComeFrom(app, sender, invite.practiceId) && await acceptInvite(app, invite, sender, sender.userId)) {
    await beginIntake(app, sender, sender.userId);
    return { token };
  }
  const chat = await findChatCode(prisma, code, app.now());
  if (chat?.purpose === 'join' && !chat.usedAt && await mayComeFrom(app, sender, chat.practiceId) && await claimChatCode(prisma, chat.id, sender)) {
    const message = { sender, address: sender.userId, messageId: randomUUID(), content: { kind: 'text', text: typed } } as const;
    await join(app, message, await readTurn(app.store, sender, ''), chat);
    return await accountOfToken(app, token) && { token };
  }
  noteWrongCode(app, sender);
  return null;
}

/** Whether somebody new could begin at a practice just now. */
export async function canBeginOnWeb(app: App, practice: string): Promise<boolean> {
  const found = await findPractice(app.store.prisma, practice);
  return found?.newClients === 'self-referral' && hasSelfReferralLeft(app.store.prisma, found.id, app.now());
}

const untilTomorrow = (now: Date): number => Math.ceil((86_400_000 - (now.getTime() % 86_400_000)) / 1000);

/** A token that nobody holds yet, and whoever will hold it. */
function newPerson(slug: string): { token: string; sender: Sender } {
  const token = `${slug}.${randomBytes(32).toString('base64url')}`;
  return { token, sender: { channel: 'web', workspace: slug, userId: readToken(token)!.userId } };
}

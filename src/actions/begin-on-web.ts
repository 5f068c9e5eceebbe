import { randomBytes, randomUUID } from 'node:crypto';
import type { Sender } from '../channels/channel.ts';
import { readCode } from '../core/codes.ts';
import { CairnError } from '../errors.ts';
import { claimChatCode, findChatCode } from '../store/chat-codes.ts';
import { findInvite } from '../store/invites.ts';
import { findPractice, hasSelfReferralLeft } from '../store/practices.ts';
import { readTurn } from '../store/read-turn.ts';
import { shortCodeHash } from '../store/short-codes.ts';
import type { App } from './app.ts';
import { beginIntake } from './begin-intake.ts';
import { accountOfToken, readToken } from './chat-on-web.ts';
import { tryCode } from './code-tries.ts';
import { inviteOfLink, openChat, type HeldChat } from './invite-link.ts';
import { acceptInvite, changeTherapist } from './invites.ts';
import { join } from './join-accounts.ts';
import { mayComeFrom } from './practice-of.ts';

/**
 * A new anonymous person at a practice, with the first words of the intake waiting for them. Throws `full-today` when the
 * practice has met as many strangers today as it can, and `not-allowed` when it meets people by invite alone.
 */
export async function beginOnWeb(app: App, practice: string): Promise<{ token: string }> {
  const { token, sender } = newPerson(practice);
  await beginIntake(app, sender, sender.userId);
  return { token };
}

/**
 * Somebody comes with the link of an invite: in the chat that this browser has with the practice, or a new one. Null for an
 * invite that opens nothing any more.
 */
export async function beginWithInvite(app: App, inviteToken: string, held: HeldChat = () => null): Promise<{ token: string; practice: string } | null> {
  const opened = await inviteOfLink(app, inviteToken, held);
  if (!opened) return null;
  const { practice: { slug }, known, isTheirs } = opened;
  if (known) {
    if (!isTheirs) await changeTherapist(app, known, opened.invite);
    return { token: known.token, practice: slug };
  }
  const { token, sender } = newPerson(slug);
  await openChat(app, opened, sender, sender.userId);
  await beginIntake(app, sender, sender.userId);
  return { token, practice: slug };
}

/**
 * Somebody types a code on the page of a practice: an invite's, or one from another chat of theirs. The page has said what it does, so
 * that sending it is the yes. `network`: where it comes from. Null for a code that is none; throws `rate-limited` when too many
 * wrong ones came from there.
 */
export async function beginWithCode(app: App, slug: string, typed: string, network: string): Promise<{ token: string } | null> {
  const code = readCode(typed);
  if (!code) return null;
  const practiceId = (await findPractice(app.store.prisma, slug))?.id ?? null;
  const begun = await tryCode(app, { channel: 'web', workspace: slug, network, practiceId }, () => useTypedCode(app, slug, code));
  if (begun === 'too-often') throw new CairnError('rate-limited', 'Too many codes were tried at this practice.', { details: { retryAfterSeconds: 3_600 } });
  return begun === 'wrong' ? null : begun;
}

async function useTypedCode(app: App, slug: string, code: string): Promise<{ token: string } | null> {
  const { prisma } = app.store;
  const { token, sender } = newPerson(slug);
  const codeHash = await shortCodeHash(code);
  const invite = await findInvite(prisma, { codeHash }, app.now());
  if (invite && !invite.usedAt && await mayComeFrom(app, sender, invite.practiceId) && await acceptInvite(app, invite, sender, sender.userId)) {
    await beginIntake(app, sender, sender.userId);
    return { token };
  }
  const chat = await findChatCode(prisma, codeHash, app.now());
  if (chat?.purpose === 'join' && !chat.usedAt && await mayComeFrom(app, sender, chat.practiceId) && await claimChatCode(prisma, chat.id, sender)) {
    const message = { sender, address: sender.userId, messageId: randomUUID(), content: { kind: 'text', text: code } } as const;
    await join(app, message, await readTurn(app.store, sender, ''), chat);
    return await accountOfToken(app, token) && { token };
  }
  return null;
}

/** Whether somebody new could begin at a practice just now. */
export async function canBeginOnWeb(app: App, practice: string): Promise<boolean> {
  const found = await findPractice(app.store.prisma, practice);
  return found?.newClients === 'self-referral' && hasSelfReferralLeft(app.store.prisma, found.id, app.now());
}

/** A token that nobody holds yet, and whoever will hold it. */
function newPerson(slug: string): { token: string; sender: Sender } {
  const token = `${slug}.${randomBytes(32).toString('base64url')}`;
  return { token, sender: { channel: 'web', workspace: slug, userId: readToken(token)!.userId } };
}

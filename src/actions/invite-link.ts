import type { Sender } from '../channels/channel.ts';
import { faceOf, type PracticeFace } from '../core/practice-face.ts';
import { ensureAccount } from '../store/accounts.ts';
import { lockConversations } from '../store/conversations.ts';
import { eraseClientRows } from '../store/erase.ts';
import { findInvite, lockInvite, unheardOf, useInvite } from '../store/invites.ts';
import type { App } from './app.ts';
import { accountOfToken } from './chat-on-web.ts';

/**
 * The link of an invite. Opening it binds nothing: programs that check mail press buttons too, and people open a link where
 * they cannot come back to. A chat that it opened uses the invite up with the first message from there.
 */

/** The token of the web chat that a browser has at a practice. */
export type HeldChat = (practice: string) => string | null;

export interface OpenedInvite {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
}

/** What the page of a link shows: who asks; or, to a browser that it has opened a chat in, where that is. Null for one that opens nothing. Looking changes nothing. */
export async function openInvite(app: App, token: string, held: HeldChat = () => null): Promise<OpenedInvite | { goOn: string } | null> {
  const found = await inviteOfLink(app, token, held);
  if (!found) return null;
  const { therapist, practice, isTheirs } = found;
  return isTheirs ? { goOn: practice.slug } : { practice: faceOf(practice), therapist: { name: therapist.name }, language: practice.language };
}

/** The invite of a link, as far as it opens anything to this browser: whose it is, and the chat they have with the practice. */
export async function inviteOfLink(app: App, token: string, held: HeldChat) {
  const { prisma } = app.store;
  const invite = await findInvite(prisma, { token }, app.now());
  if (!invite) return null;
  const { practice, ...therapist } = await prisma.therapist.findUniqueOrThrow({ where: { id: invite.therapistId }, include: { practice: true } });
  const chat = held(practice.slug);
  const account = chat === null ? null : await accountOfToken(app, chat);
  const known = chat !== null && account?.clientId && account.practiceId === practice.id ? { token: chat, accountId: account.id, clientId: account.clientId } : null;
  const isTheirs = known !== null && (invite.clientId === known.clientId || invite.id === account!.inviteId);
  return invite.usedAt && !isTheirs ? null : { invite, therapist, practice, known, isTheirs };
}

/** So many chats of one invite wait for a first message; whoever opens its link again and again makes no more. */
const MOST_UNHEARD = 20;

/** Opens a chat for somebody new, who becomes the invite's client with the first message. */
export async function openChat(app: App, { invite, practice }: NonNullable<Awaited<ReturnType<typeof inviteOfLink>>>, sender: Sender, address: string): Promise<void> {
  await app.store.prisma.$transaction(async (tx) => {
    // A chat that is written in at this moment is not one of those that wait.
    await lockInvite(tx, invite.id);
    const owner = { newClient: { language: practice.language, therapistId: invite.therapistId } };
    await ensureAccount(tx, { practiceId: practice.id, sender, address, owner, inviteId: invite.id }, app.now());
    const unheard = await unheardOf(tx, { inviteId: invite.id });
    for (const id of unheard.slice(0, -MOST_UNHEARD)) await eraseClientRows(tx, id);
  });
}

/**
 * A first message has come from a chat that a link opened. False when somebody else has used the invite, or it has ended
 * since: then nothing is left of the chat, in which nobody has said anything.
 */
export const keepInvite = (app: App, inviteId: string, clientId: string): Promise<boolean> => app.store.prisma.$transaction(async (tx) => {
  if (await useInvite(tx, inviteId, clientId, app.now())) return true;
  await lockConversations(tx, clientId);
  if (await tx.client.count({ where: { id: clientId } }) > 0) await eraseClientRows(tx, clientId);
  return false;
});

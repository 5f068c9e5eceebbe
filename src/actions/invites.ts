import type { InboundMessage, Sender } from '../channels/channel.ts';
import { ensureAccount } from '../store/accounts.ts';
import { lockConversations } from '../store/conversations.ts';
import { createInvite, findInvite, revokeInvites, useInvite, type Invite } from '../store/invites.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { deliver } from './deliver.ts';
import { goOn } from './go-on.ts';
import type { PracticeFace } from './plan-view.ts';
import { chatText, sayAside } from './say-aside.ts';

export const INVITE_DAYS = 30;

/** A therapist asks a client in. `link` opens the web chat, `code` is typed to Cairn on any platform; each works once, and either ends the other. */
export async function inviteClient(app: App, { practiceId, therapistId }: { practiceId: string; therapistId: string }): Promise<{ link: string; code: string; expiresAt: Date }> {
  const now = app.now();
  const expiresAt = new Date(now.getTime() + INVITE_DAYS * 86_400_000);
  const { token, code } = await createInvite(app.store.prisma, { practiceId, therapistId, expiresAt }, now);
  return { link: `${app.publicUrl}/i/${token}`, code, expiresAt };
}

/** Ends the invites of a therapist that nobody has used yet. Returns how many. */
export const endInvites = (app: App, therapistId: string): Promise<number> => revokeInvites(app.store.prisma, therapistId, app.now());

export interface OpenedInvite {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
}

/** What the page of an invite's link shows; null for one that opens nothing. Looking changes nothing. */
export async function openInvite(app: App, token: string): Promise<OpenedInvite | null> {
  const { prisma } = app.store;
  const invite = await findInvite(prisma, { token }, app.now());
  if (!invite || invite.usedAt) return null;
  const { practice, name } = await prisma.therapist.findUniqueOrThrow({ where: { id: invite.therapistId }, include: { practice: true } });
  const { slug, accent, contact, language } = practice;
  return { practice: { slug, name: practice.name, accent, contact }, therapist: { name }, language };
}

/** Somebody who has no account yet comes with an invite: they become a client of its therapist. False when another was faster. */
export async function acceptInvite(app: App, invite: Invite, sender: Sender, address: string): Promise<boolean> {
  const now = app.now();
  const { language } = await app.store.prisma.practice.findUniqueOrThrow({ where: { id: invite.practiceId } });
  return app.store.prisma.$transaction(async (tx) => {
    const owner = { newClient: { language, therapistId: invite.therapistId } };
    const account = await ensureAccount({ prisma: tx as App['store']['prisma'] }, { practiceId: invite.practiceId, sender, address, owner }, now);
    if (!(await useInvite(tx, invite.id, account.clientId!, now))) throw new Taken();
    return true;
  }).catch((error: unknown) => {
    if (error instanceof Taken) return false;
    throw error;
  });
}

/** Takes the account back that was made for an invite which somebody else has used at the same moment. */
class Taken extends Error {}

/**
 * A client types the code of an invite in a chat of theirs: the therapist who sent it becomes theirs, unless a plan was begun with
 * another. False when the invite is not for them.
 */
export async function takeInviteCode(app: App, message: InboundMessage, read: TurnRead, invite: Invite): Promise<boolean> {
  const { client, account, practice } = read;
  const now = app.now();
  const { prisma } = app.store;
  if (!client || practice!.id !== invite.practiceId || invite.usedAt) return false;
  const therapist = await prisma.therapist.findUniqueOrThrow({ where: { id: invite.therapistId } });
  const say = (what: 'invite-taken' | 'code-not-needed', name: string) => [{ text: chatText(app, client.language, what, { therapist: name }) }];
  if (await prisma.treatmentPlan.count({ where: { clientId: client.id } }) > 0) {
    return sayAside(app, message, read, say('code-not-needed', read.therapist?.name ?? practice!.name)).then(() => true);
  }
  const saved = await sayAside(app, message, read, say('invite-taken', therapist.name), async (tx) => {
    if (await useInvite(tx, invite.id, client.id, now)) await tx.client.update({ where: { id: client.id }, data: { therapistId: therapist.id } });
  });
  if (saved) app.inBackground('go-on', () => goOn(app, message.sender, account!.address));
  return true;
}

/** The same for a client who opens the link where they have a chat. */
export async function changeTherapist(app: App, clientId: string, accountId: string, invite: Invite): Promise<void> {
  const { prisma } = app.store;
  if (await prisma.treatmentPlan.count({ where: { clientId } }) > 0) return;
  const { name } = await prisma.therapist.findUniqueOrThrow({ where: { id: invite.therapistId } });
  const { language } = await prisma.client.findUniqueOrThrow({ where: { id: clientId }, select: { language: true } });
  await prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    if (!(await useInvite(tx, invite.id, clientId, app.now()))) return;
    await tx.client.update({ where: { id: clientId }, data: { therapistId: invite.therapistId } });
    await enqueueOutbound(tx, { accountId, bodies: [{ text: chatText(app, language, 'invite-taken', { therapist: name }) }] }, app.now());
  });
  app.inBackground('deliver', () => deliver(app, accountId));
}

/** The invite of a link, as long as it opens anything, with its practice's short name. */
export async function findOpenInvite(app: App, token: string): Promise<{ invite: Invite; slug: string } | null> {
  const { prisma } = app.store;
  const invite = await findInvite(prisma, { token }, app.now());
  if (!invite || invite.usedAt) return null;
  const { slug } = await prisma.practice.findUniqueOrThrow({ where: { id: invite.practiceId }, select: { slug: true } });
  return { invite, slug };
}

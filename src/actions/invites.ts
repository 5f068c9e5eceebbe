import type { InboundMessage, Sender } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { ensureAccount } from '../store/accounts.ts';
import { lockConversations } from '../store/conversations.ts';
import { createInvite, revokeInvites, useInvite, type Invite } from '../store/invites.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { goOn } from './go-on.ts';
import { chatText, sayAside } from './say-aside.ts';

export const INVITE_DAYS = 30;

/** A therapist asks a client in. `link` opens the web chat (invite-link.ts), `code` is typed to Cairn on any platform; each works once, and either ends the other. */
export async function inviteClient(app: App, { practiceId, therapistId }: { practiceId: string; therapistId: string }): Promise<{ link: string; code: string; expiresAt: Date }> {
  const now = app.now();
  const expiresAt = new Date(now.getTime() + INVITE_DAYS * 86_400_000);
  const { token, code } = await createInvite(app.store.prisma, { practiceId, therapistId, expiresAt }, now);
  return { link: `${app.publicUrl}/i/${token}`, code, expiresAt };
}

/** Ends the invites of a therapist that nobody has used yet. Returns how many. */
export const endInvites = (app: App, therapistId: string): Promise<number> => revokeInvites(app.store.prisma, therapistId, app.now());

/** Somebody who has no account yet types the code of an invite: they become a client of its therapist. False when another was faster. */
export async function acceptInvite(app: App, invite: Invite, sender: Sender, address: string): Promise<boolean> {
  const now = app.now();
  const { language } = await app.store.prisma.practice.findUniqueOrThrow({ where: { id: invite.practiceId }, select: { language: true } });
  return unlessTaken(() => app.store.prisma.$transaction(async (tx) => {
    const owner = { newClient: { language, therapistId: invite.therapistId } };
    const account = await ensureAccount(tx, { practiceId: invite.practiceId, sender, address, owner }, now);
    if (!(await useInvite(tx, invite.id, account.clientId!, now))) throw new Taken();
  }));
}

/** Takes back what was written for an invite which somebody else has used at the same moment. */
class Taken extends Error {}

const unlessTaken = (work: () => Promise<unknown>): Promise<boolean> =>
  work().then(() => true, (error: unknown) => {
    if (error instanceof Taken) return false;
    throw error;
  });

/**
 * A client types the code of an invite in a chat of theirs: the therapist who sent it becomes theirs, unless a plan was begun with
 * another. False when the invite is not for them.
 */
export async function takeInviteCode(app: App, message: InboundMessage, read: TurnRead, invite: Invite): Promise<boolean> {
  const { client, account, practice } = read;
  if (!client || practice!.id !== invite.practiceId || invite.usedAt) return false;
  if (client.hasPlan) {
    const text = chatText(app, client.language, 'code-not-needed', { therapist: read.therapist?.name ?? practice!.name });
    return sayAside(app, message, read, [{ text }]).then(() => true);
  }
  let saved = false;
  const taken = await unlessTaken(async () => {
    saved = await sayAside(app, message, read, [await inviteTaken(app, invite, client.language)], async (tx) => {
      if (!(await useInvite(tx, invite.id, client.id, app.now()))) throw new Taken();
    });
  });
  if (saved) app.inBackground('go-on', () => goOn(app, message.sender, account!.address));
  return taken;
}

/** The same for a client who opens the link where they have a chat. */
export async function changeTherapist(app: App, { accountId, clientId }: { accountId: string; clientId: string }, invite: Invite): Promise<void> {
  const { prisma } = app.store;
  if (await prisma.treatmentPlan.count({ where: { clientId } }) > 0) return;
  const { language } = await prisma.client.findUniqueOrThrow({ where: { id: clientId }, select: { language: true } });
  const told = await inviteTaken(app, invite, language);
  await prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    if (await useInvite(tx, invite.id, clientId, app.now())) await enqueueOutbound(tx, { accountId, bodies: [told] }, app.now());
  });
  deliverSoon(app, [accountId]);
}

async function inviteTaken(app: App, { therapistId }: Invite, language: string): Promise<MessageBody> {
  const { name } = await app.store.prisma.therapist.findUniqueOrThrow({ where: { id: therapistId }, select: { name: true } });
  return { text: chatText(app, language, 'invite-taken', { therapist: name }) };
}

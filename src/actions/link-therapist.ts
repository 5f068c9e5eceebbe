import type { ChannelName, InboundMessage } from '../channels/channel.ts';
import { accountsOf, ensureAccount, isRetired, retireAccount, routesOf } from '../store/accounts.ts';
import { CHAT_CODE_MINUTES, keepChatCode, useChatCode, type ChatCode } from '../store/chat-codes.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { takeAside } from '../store/save-aside.ts';
import { newShortCode } from '../store/short-codes.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { hasAnswers } from './join-accounts.ts';
import { chatText, sayAside, sayBeside } from './say-aside.ts';

/** Platforms on which a therapist may be told something. */
export const therapistChannels: readonly ChannelName[] = ['slack', 'teams', 'discord', 'mail'];

/** A code for a therapist's desk to show: typed to Cairn on Slack, Teams or Discord within `minutes`, it makes that chat one of theirs. */
export async function makeTherapistCode(app: App, { practiceId, therapistId }: { practiceId: string; therapistId: string }): Promise<{ code: string; minutes: number }> {
  const code = newShortCode();
  await keepChatCode(app.store.prisma, code, practiceId, { therapistId }, app.now());
  return { code, minutes: CHAT_CODE_MINUTES };
}

/** The code was typed in a chat. The caller has made sure that it may be used there. */
export async function linkTherapist(app: App, message: InboundMessage, read: TurnRead, code: ChatCode): Promise<void> {
  const { sender, address, messageId, content } = message;
  const now = app.now();
  const therapist = await app.store.prisma.therapist.findUniqueOrThrow({ where: { id: code.therapistId! }, include: { practice: true } });
  const connected = { text: chatText(app, therapist.language, 'therapist-connected', { therapist: therapist.name, practice: therapist.practice.name }) };
  if (read.account?.therapistId === therapist.id) {
    return void await sayAside(app, message, read, [connected], async (tx) => void await useChatCode(tx, code.id, now));
  }
  if (read.client && await hasAnswers(app, read.client.id)) {
    return void await sayAside(app, message, read, [{ text: chatText(app, read.client.language, 'code-own-answers') }]);
  }
  const told = await app.store.prisma.$transaction(async (tx) => {
    if (!(await useChatCode(tx, code.id, now))) return null;
    const others = await routesOf(tx, therapist.id);
    if (read.account) await retireAccount(tx, read.account.id, now);
    const { id } = await ensureAccount(tx, { practiceId: code.practiceId, sender, address, owner: { therapistId: therapist.id } }, now);
    await takeAside(tx, { accountId: id, messageId, content, receivedAt: now });
    await enqueueOutbound(tx, { accountId: id, bodies: [connected] }, now);
    // Their mail at least hears of it, in case it was somebody else.
    for (const other of others) await enqueueOutbound(tx, { accountId: other.id, bodies: [{ notice: 'chat-connected', channel: sender.channel }] }, now);
    return [id, ...others.map((other) => other.id)];
  });
  if (!told) return sayBeside(app, message, read, therapist.language, { text: chatText(app, therapist.language, 'code-invalid') });
  deliverSoon(app, told);
}

/** Ends every chat of a therapist's, for instance when a phone is lost; mail stays. Returns how many. */
export async function disconnectChats(app: App, therapistId: string): Promise<number> {
  const now = app.now();
  const chats = (await accountsOf(app.store.prisma, { therapistId })).filter(({ sender }) => sender.channel !== 'mail' && !isRetired(sender));
  for (const { id } of chats) await retireAccount(app.store.prisma, id, now);
  return chats.length;
}

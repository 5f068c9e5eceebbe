import type { InboundMessage, Sender } from '../channels/channel.ts';
import { readCode } from '../core/codes.ts';
import { findChatCode } from '../store/chat-codes.ts';
import { findInvite } from '../store/invites.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { shortCodeHash } from '../store/short-codes.ts';
import type { App } from './app.ts';
import { tryCode } from './code-tries.ts';
import { acceptInvite, takeInviteCode } from './invites.ts';
import { askToJoin } from './join-accounts.ts';
import { linkTherapist, therapistChannels } from './link-therapist.ts';
import { mayComeFrom, practiceOf } from './practice-of.ts';
import { chatText, languageFor, sayAside, sayBeside } from './say-aside.ts';

/**
 * What became of a message that is nothing but a code. 'taken': it is answered. 'met': it made somebody new a client, whose
 * conversation begins with it. 'no-code': it is something else.
 */
export async function takeCode(app: App, message: InboundMessage, read: TurnRead): Promise<'taken' | 'met' | 'no-code'> {
  const { content, sender } = message;
  const typed = content.kind === 'text' ? readCode(content.text) : null;
  if (!typed) return 'no-code';
  const practiceId = read.account?.practiceId ?? (await practiceOf(app, sender))?.id ?? null;
  const found = await tryCode(app, { ...sender, practiceId }, () => useCode(app, message, read, typed));
  if (found !== 'wrong' && found !== 'too-often') return found;
  const language = await languageFor(app, read, sender);
  await sayBeside(app, message, read, language, { text: chatText(app, language, found === 'wrong' ? 'code-invalid' : 'code-later') });
  return 'taken';
}

/** Null for a code that nobody knows, or that is not for whoever typed it. */
async function useCode(app: App, message: InboundMessage, read: TurnRead, typed: string): Promise<'taken' | 'met' | 'no-code' | null> {
  const { sender } = message;
  const now = app.now();
  const codeHash = await shortCodeHash(typed);
  const invite = await findInvite(app.store.prisma, { codeHash }, now);
  if (invite && await isFor(app, read, sender, invite.practiceId)) {
    // The code that a conversation is about to begin with, read a second time.
    const theirs = invite.clientId !== null && invite.clientId === read.client?.id;
    if (theirs && !read.conversation) return 'no-code';
    if (theirs) return sayAside(app, message, read, [{ text: chatText(app, read.client!.language, 'code-used') }]).then(() => 'taken');
    if (!read.account && !invite.usedAt && await acceptInvite(app, invite, sender, message.address)) return 'met';
    if (await takeInviteCode(app, message, read, invite)) return 'taken';
  }
  const code = await findChatCode(app.store.prisma, codeHash, now);
  if (code && await isFor(app, read, sender, code.practiceId)) {
    // The same message again, after it has done its work.
    const whose = read.account?.therapistId ?? null;
    if (code.usedAt && (sameChat(code.claimedBy, sender) || (whose !== null && whose === code.therapistId))) return 'taken';
    if (!code.usedAt && code.purpose === 'join' && whose === null) return askToJoin(app, message, read, code).then(() => 'taken');
    const mayLink = code.purpose === 'therapist' && (whose === null || whose === code.therapistId) && therapistChannels.includes(sender.channel);
    if (!code.usedAt && mayLink) return linkTherapist(app, message, read, code).then(() => 'taken');
  }
  return null;
}

/** Nothing crosses from one practice to another. */
const isFor = (app: App, { account }: TurnRead, sender: Sender, practiceId: string): boolean | Promise<boolean> =>
  account ? account.practiceId === practiceId : mayComeFrom(app, sender, practiceId);

const sameChat = (one: Sender | null, other: Sender): boolean =>
  one !== null && one.channel === other.channel && one.workspace === other.workspace && one.userId === other.userId;

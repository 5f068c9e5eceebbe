import type { InboundMessage } from '../channels/channel.ts';
import { isPhrase, plain } from '../core/flow/questions/matching.ts';
import { accountsOf, ensureAccount, retireAccount } from '../store/accounts.ts';
import { CHAT_CODE_MINUTES, claimChatCode, claimedChatCode, endChatCode, keepChatCode, useChatCode, type ChatCode } from '../store/chat-codes.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { revokeReviewLinks } from '../store/review-links.ts';
import { takeAside } from '../store/save-aside.ts';
import { newShortCode } from '../store/short-codes.ts';
import type { App } from './app.ts';
import { deliver, deliverSoon } from './deliver.ts';
import type { EffectContext } from './effects.ts';
import { goOn } from './go-on.ts';
import { chatText, languageFor, sayAside, sayBeside, yesOrNo } from './say-aside.ts';

/**
 * One client, several chats. A code from one chat is typed in another, and confirmed there; the first one is told, and can undo
 * it. So nobody is joined who has not held both. The other chat then sees the same conversation, and each is answered where they write.
 */

const CONFIRM = '#join:';
const UNDO = '#undo-join';
/** How long a chat that was connected can be closed from the others. */
const UNDO_MS = 30 * 86_400_000;

/** The client asks for a code, in the middle of whatever conversation. The code is stored sealed, as all that is said to them, and its table keeps a hash. */
export function makeJoinCode({ app, out, read, now }: EffectContext): void {
  const { account, practice, client } = read;
  const code = newShortCode();
  out.outbound.push({ text: chatText(app, client!.language, 'join-code', { code, minutes: CHAT_CODE_MINUTES }) });
  out.writes.push((tx) => keepChatCode(tx, code, practice!.id, { clientId: client!.id, accountId: account!.id }, now));
}

/** A code to join by was typed in another chat. The caller has made sure that it may be used there. */
export async function askToJoin(app: App, message: InboundMessage, read: TurnRead, code: ChatCode): Promise<void> {
  const { client, practice } = await clientOf(app, code);
  const language = read.client?.language ?? client.language;
  const say = (what: Parameters<typeof chatText>[2]) => sayBeside(app, message, read, language, { text: chatText(app, language, what) });
  if (read.account?.id === code.accountId) return say('code-same-chat');
  if (read.account?.clientId === code.clientId) return say('joined-already');
  if (read.client && await hasAnswers(app, read.client.id)) return say('code-own-answers');
  if (!(await claimChatCode(app.store.prisma, code.id, message.sender))) return say('code-invalid');
  await sayBeside(app, message, read, language, { text: chatText(app, language, 'join-confirm', { practice: practice.name }), question: yesOrNo(app, language, CONFIRM + code.id) });
}

/** Takes what answers a question of this file, pressed or typed. False when the message is no such answer. */
export async function takeJoinAnswer(app: App, message: InboundMessage, read: TurnRead): Promise<boolean> {
  const { content } = message;
  if (content.kind === 'choice' && content.step === UNDO) return undo(app, message, read, content.ids[0] ?? '');
  const pressed = content.kind === 'choice' && content.step.startsWith(CONFIRM);
  const said = pressed ? content.ids[0] : typedAnswer(app, read, content);
  if (said === 'undo' && !pressed) return undo(app, message, read, null);
  if (said !== 'yes' && said !== 'no') return false;
  const code = await claimedChatCode(app.store, message.sender, app.now());
  if (!code || (pressed && content.step !== CONFIRM + code.id)) {
    // An old button of ours is nobody else's to answer.
    if (pressed) {
      const language = await languageFor(app, read, message.sender);
      await sayBeside(app, message, read, language, { text: chatText(app, language, 'code-invalid') });
    }
    return pressed;
  }
  if (said === 'yes') await join(app, message, read, code);
  else await decline(app, message, read, code);
  return true;
}

/** A text is looked up only where it may be one: nobody else's turn costs a question to the database. */
function typedAnswer(app: App, { client }: TurnRead, content: InboundMessage['content']): 'yes' | 'no' | 'undo' | null {
  if (content.kind !== 'text') return null;
  for (const { phrases } of client ? [app.flows.common[client.language]!] : Object.values(app.flows.common)) {
    if (isPhrase(content.text, phrases.yes)) return 'yes';
    if (isPhrase(content.text, phrases.no)) return 'no';
  }
  return client && content.text.length < 60 && plain(content.text) === plain(chatText(app, client.language, 'undo-label')) ? 'undo' : null;
}

/** Makes the chat that a message came from one of the client's, if the code is still good; tells both sides, and goes on in the new one. */
export async function join(app: App, message: InboundMessage, read: TurnRead, code: ChatCode): Promise<void> {
  const now = app.now();
  const { sender, address, messageId, content } = message;
  const { client } = await clientOf(app, code);
  const told = await app.store.prisma.$transaction(async (tx) => {
    if (!(await useChatCode(tx, code.id, now))) return null;
    // What was said in this chat before stays with whoever it was said as: nothing is merged.
    if (read.account) await retireAccount(tx, read.account.id, now);
    const others = (await accountsOf(tx, { clientId: client.id })).filter(({ goneAt }) => goneAt === null);
    const { id } = await ensureAccount(tx, { practiceId: code.practiceId, sender, address, owner: { clientId: client.id } }, now);
    await tx.account.update({ where: { id }, data: { joinedAt: now } });
    await takeAside(tx, { accountId: id, messageId, content, receivedAt: now });
    await enqueueOutbound(tx, { accountId: id, bodies: [{ text: chatText(app, client.language, 'joined') }] }, now);
    const undoing = { step: UNDO, kind: 'one' as const, choices: [{ id, label: chatText(app, client.language, 'undo-label') }], ownWords: true };
    for (const other of others) {
      await enqueueOutbound(tx, { accountId: other.id, bodies: [{ text: chatText(app, client.language, 'joined-elsewhere', { channel: sender.channel }), question: undoing }] }, now);
    }
    return { id, others };
  });
  if (!told) return sayBeside(app, message, read, client.language, { text: chatText(app, client.language, 'code-invalid') });
  deliverSoon(app, told.others.map((other) => other.id));
  app.inBackground('go-on', async () => {
    await deliver(app, told.id);
    await goOn(app, sender, address);
  });
}

async function decline(app: App, message: InboundMessage, read: TurnRead, code: ChatCode): Promise<void> {
  await endChatCode(app.store.prisma, code.id);
  const { client } = await clientOf(app, code);
  const language = read.client?.language ?? client.language;
  await sayBeside(app, message, read, language, { text: chatText(app, language, 'join-declined') });
}

/** Closes a chat that was joined, from another one of the same client; without an id, the one joined last. */
async function undo(app: App, message: InboundMessage, read: TurnRead, id: string | null): Promise<boolean> {
  const { client, account } = read;
  if (!client) return false;
  const now = app.now();
  const since = new Date(now.getTime() - UNDO_MS);
  const joined = (await accountsOf(app.store.prisma, { clientId: client.id }))
    .filter((each) => each.id !== account!.id && each.goneAt === null && each.joinedAt !== null && each.joinedAt > since)
    .findLast((each) => id === null || each.id === id);
  if (!joined && id === null) return false;
  await sayAside(app, message, read, [{ text: chatText(app, client.language, joined ? 'undone' : 'nothing-to-undo') }], async (tx) => {
    if (!joined) return;
    await retireAccount(tx, joined.id, now);
    // Links to the plan may have been sent there.
    await revokeReviewLinks(tx, { clientId: client.id }, now);
  });
  return true;
}

async function clientOf(app: App, code: ChatCode) {
  const client = await app.store.prisma.client.findUniqueOrThrow({ where: { id: code.clientId! }, select: { id: true, language: true, practice: true } });
  return { client, practice: client.practice };
}

/** Somebody who has only said hello has no answers that could be mixed up with others. */
export const hasAnswers = async (app: App, clientId: string): Promise<boolean> =>
  (await app.store.prisma.answer.findFirst({ where: { conversation: { clientId } }, select: { id: true } })) !== null;

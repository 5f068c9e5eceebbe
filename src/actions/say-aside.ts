import type { InboundMessage, Sender } from '../channels/channel.ts';
import type { MessageBody, Question } from '../core/conversation/message.ts';
import { fill, type Values } from '../core/flow/wording.ts';
import type { ChatNotice } from '../core/notices.ts';
import type { Db } from '../store/open-store.ts';
import type { OutboundBody } from '../store/outbound.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { saveAside } from '../store/save-aside.ts';
import type { App } from './app.ts';
import { deliverSoon, errorCode } from './deliver.ts';
import { practiceOf } from './practice-of.ts';

/** What is said beside a conversation, in one language. */
export const chatText = (app: App, language: string, what: ChatNotice, values: Values = {}): string =>
  fill(app.flows.notices[language]!.chat[what], language, values);

/** The language to speak to a person in: a client's, else their practice's, else the first that Cairn has. */
export const languageFor = async (app: App, { client, practice }: TurnRead, sender: Sender): Promise<string> =>
  client?.language ?? practice?.language ?? (await practiceOf(app, sender))?.language ?? Object.keys(app.flows.notices)[0]!;

export const yesOrNo = (app: App, language: string, step: string): Question => {
  const { yes, no } = app.flows.common[language]!.says;
  return { step, kind: 'one', choices: [{ id: 'yes', label: yes }, { id: 'no', label: no }], ownWords: false };
};

/**
 * Answers a message that is no turn of a conversation, and keeps it so that a second delivery is known. False, and nothing is
 * said or done, when it was taken before.
 */
export async function sayAside(app: App, message: InboundMessage, read: TurnRead, outbound: OutboundBody[], also?: (tx: Db) => Promise<void>): Promise<boolean> {
  const { account } = read;
  const saved = await saveAside(app.store, {
    accountId: account!.id, clientId: account!.clientId, messageId: message.messageId, content: message.content, receivedAt: app.now(), outbound,
    ...(also && { also }),
  });
  if (saved) deliverSoon(app, [account!.id]);
  return saved;
}

/** Says something to somebody of whom nothing is kept, not even that they wrote: it goes out once, or not at all. */
export function sayToStranger(app: App, { sender, address }: InboundMessage, language: string, body: MessageBody): void {
  app.inBackground('say-to-stranger', async () => {
    // There is no row to number it; a platform that forgets doubles by their number must not take the second answer for the first.
    await app.channels.get(sender.channel)?.send({ seq: app.now().getTime(), sender, address, body, language }).catch((error: unknown) => {
      app.log.warn({ channel: sender.channel, error: errorCode(error) }, 'somebody new could not be answered');
    });
  });
}

/** The one or the other, as the person is known or not. */
export async function sayBeside(app: App, message: InboundMessage, read: TurnRead, language: string, body: MessageBody): Promise<void> {
  if (read.account) await sayAside(app, message, read, [body]);
  else sayToStranger(app, message, language, body);
}

import type { InboundMessage } from '../channels/channel.ts';
import type { Db } from './open-store.ts';
import { inboundPlace } from './places.ts';
import type { Seal } from './vault.ts';

/** The one answer that a message gave; null when it gave none, or several. An answer bears the instant at which its message came in. */
export const answerFrom = async (db: Db, accountId: string, messageId: string): Promise<{ conversationId: string; id: string; key: string } | null> => {
  const message = await db.inboundMessage.findUnique({ where: { accountId_messageId: { accountId, messageId } }, select: { conversationId: true, receivedAt: true } });
  if (!message?.conversationId) return null;
  const answers = await db.answer.findMany({ where: { conversationId: message.conversationId, at: message.receivedAt }, select: { conversationId: true, id: true, key: true } });
  return answers.length === 1 ? answers[0]! : null;
};

/** The message of an account's that came into a conversation at an instant. */
export const messageAt = async (db: Db, accountId: string, conversationId: string, at: Date, seal: Seal): Promise<InboundMessage['content'] | null> => {
  const row = await db.inboundMessage.findFirst({ where: { accountId, conversationId, receivedAt: at }, select: { messageId: true, content: true } });
  return row && seal.open<InboundMessage['content']>(inboundPlace(accountId, row.messageId), row.content);
};

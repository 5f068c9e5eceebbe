import type { InboundMessage } from '../channels/channel.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { answerFrom, messageAt } from '../store/message-answers.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';

/** The key of the answer that stands in the conversation at hand and came from a message, as it was written or as it was last edited. */
export async function answerOfMessage(app: App, { account, conversation, seal }: TurnRead, messageId: string): Promise<string | undefined> {
  const { prisma } = app.store;
  const given = await answerFrom(prisma, account!.id, messageId);
  if (!given || !conversation || given.conversationId !== conversation.id) return undefined;
  const standing = (conversation.snapshot as ConversationState).context.answers[given.key];
  if (!standing || standing.id === given.id) return standing && given.key;
  const newer: InboundMessage['content'] | null = await messageAt(prisma, account!.id, conversation.id, new Date(standing.at), seal!);
  return newer?.kind === 'edited' && newer.of === messageId ? given.key : undefined;
}

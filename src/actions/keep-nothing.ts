import { inboundPlace } from '../store/places.ts';
import type { EffectContext } from './effects.ts';

/**
 * Somebody is younger than the practice's age, and is told that nothing they wrote was kept. What stays is that fact, an
 * account to give the same kind answer to again, and the ids of their messages, so that a platform's retry stays harmless.
 * What was heard as danger stays too, and the talk about it: somebody has been told of it and has to act on it.
 */
export function keepNothing({ out, read, answer }: EffectContext): void {
  out.writes.push(async (tx, conversationId) => {
    // The message that said so is the newest one: the save that this belongs to holds the conversation.
    const { _max: { seq } } = await tx.inboundMessage.aggregate({ where: { conversationId }, _max: { seq: true } });
    const earlier = { conversationId, seq: { lt: seq! } };
    const danger = await tx.riskDisclosure.findMany({ where: { accountId: read.account!.id }, select: { messageId: true } });
    const words = { ...earlier, messageId: { notIn: danger.map(({ messageId }) => messageId) } };
    for (const { accountId, messageId } of await tx.inboundMessage.findMany({ where: words, select: { accountId: true, messageId: true } })) {
      const content = read.seal!.seal(inboundPlace(accountId, messageId), { kind: 'text', text: '' });
      await tx.inboundMessage.update({ where: { accountId_messageId: { accountId, messageId } }, data: { content } });
    }
    // Cairn's own messages quote what it was told.
    await tx.outboundMessage.deleteMany({ where: earlier });
    await tx.answer.deleteMany({ where: { conversationId, NOT: { id: answer!.id } } });
    await tx.consent.deleteMany({ where: { conversationId } });
    await tx.client.update({ where: { id: read.client!.id }, data: { name: null, country: null } });
  });
}

import { cancel } from '../store/due.ts';
import { inboundPlace } from '../store/places.ts';
import type { EffectContext } from './effects.ts';

/**
 * Somebody is younger than the practice's age, and is told that nothing they wrote was kept. What stays is that fact, an
 * account to give the same kind answer to again, and the ids of their messages, so that a platform's retry stays harmless.
 * Was danger heard, the alert stays too, because somebody has been told and has to act on it: that, when and how near it
 * seemed, and nothing of what was said.
 */
export function keepNothing({ out, read, answer, now }: EffectContext): void {
  const clientId = read.client!.id;
  out.writes.push(async (tx, conversationId) => {
    // The message that said so is the newest one: the save that this belongs to holds the conversation.
    const { _max: { seq } } = await tx.inboundMessage.aggregate({ where: { conversationId }, _max: { seq: true } });
    const earlier = { account: { clientId }, seq: { lt: seq! } };
    for (const { accountId, messageId } of await tx.inboundMessage.findMany({ where: earlier, select: { accountId: true, messageId: true } })) {
      const content = read.seal!.seal(inboundPlace(accountId, messageId), { kind: 'text', text: '' });
      await tx.inboundMessage.update({ where: { accountId_messageId: { accountId, messageId } }, data: { content } });
    }
    // Cairn's own messages quote what it was told.
    await tx.outboundMessage.deleteMany({ where: earlier });
    await tx.conversation.deleteMany({ where: { clientId, NOT: { id: conversationId } } });
    await tx.answer.deleteMany({ where: { conversationId, NOT: { id: answer!.id } } });
    await tx.consent.deleteMany({ where: { clientId } });
    await tx.disclosureStatement.deleteMany({ where: { clientId } });
    await tx.riskDisclosure.updateMany({ where: { clientId }, data: { accountId: null, messageId: null, words: null, categories: [] } });
    await tx.client.update({ where: { id: clientId }, data: { name: null, country: null } });
    await cancel(tx, 'ask-again', clientId, now);
  });
}

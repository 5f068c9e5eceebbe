import type { MessageBody } from '../core/conversation/message.ts';
import { recordConsent } from '../store/consents.ts';
import type { EffectContext } from './effects.ts';

/** Keeps what the client said to the disclosure, with the disclosure word for word as they had it before them. */
export async function consentGiven({ app, out, read, now, answer }: EffectContext): Promise<void> {
  const given = (answer!.value as { choice: string }).choice === 'agree';
  const shown = await shownBefore(app.store.prisma, read.account!.id, read.conversation!.id);
  out.writes.push(async (tx, conversationId) => {
    await recordConsent(tx, { clientId: read.client!.id, conversationId, shown, given }, now);
  });
}

/**
 * Everything said since the answer before this one. It is read from what was sent, never put together again: the flow's
 * words, the practice's name or the therapist may have changed since, and nobody agrees to what they have not seen.
 */
async function shownBefore(db: EffectContext['app']['store']['prisma'], accountId: string, conversationId: string): Promise<string> {
  const before = await db.answer.findFirst({ where: { conversationId }, orderBy: { at: 'desc' }, select: { at: true } });
  const said = await db.outboundMessage.findMany({
    where: { accountId, conversationId, ...(before && { createdAt: { gt: before.at } }) },
    orderBy: { seq: 'asc' }, select: { body: true },
  });
  return said.map(({ body }) => (body as unknown as MessageBody).text).join('\n\n');
}

import { audit } from '../store/audit.ts';
import { recordConsent, shownBefore } from '../store/consents.ts';
import type { EffectContext } from './effects.ts';

/** Keeps what the client said to the disclosure, with the disclosure word for word as they had it before them. */
export async function consentGiven({ app, out, read, now, answer }: EffectContext): Promise<void> {
  const given = (answer!.value as { choice: string }).choice === 'agree';
  const shown = await shownBefore(app.store.prisma, { accountId: read.account!.id, conversationId: read.conversation!.id, seal: read.seal! });
  out.writes.push(async (tx, conversationId) => {
    const id = await recordConsent(tx, read.seal!, { clientId: read.client!.id, conversationId, shown, given }, now);
    await audit(tx, { practiceId: read.practice!.id, by: { actor: 'client', id: read.client!.id }, action: given ? 'consent.given' : 'consent.refused', clientId: read.client!.id, subject: { consent: id } }, now);
  });
}

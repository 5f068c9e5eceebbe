import { recordConsent, shownBefore } from '../store/consents.ts';
import type { EffectContext } from './effects.ts';

/** Keeps what the client said to the disclosure, with the disclosure word for word as they had it before them. */
export async function consentGiven({ app, out, read, now, answer }: EffectContext): Promise<void> {
  const given = (answer!.value as { choice: string }).choice === 'agree';
  const shown = await shownBefore(app.store.prisma, read.account!.id, read.conversation!.id);
  out.writes.push(async (tx, conversationId) => {
    await recordConsent(tx, { clientId: read.client!.id, conversationId, shown, given }, now);
  });
}

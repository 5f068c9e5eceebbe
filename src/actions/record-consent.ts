import { randomUUID } from 'node:crypto';
import { shownBefore } from '../store/consents.ts';
import type { EffectContext } from './effects.ts';

/** Keeps what the client said to the disclosure, with the disclosure word for word as they had it before them. */
export async function consentGiven({ app, out, read, answer }: EffectContext): Promise<void> {
  const given = (answer!.value as { choice: string }).choice === 'agree';
  const shown = await shownBefore(app.store, { accountId: read.account!.id, conversationId: read.conversation!.id, seal: read.seal! });
  const id = randomUUID();
  out.consent = {
    said: { id, shown, given },
    entry: { practiceId: read.practice!.id, by: { actor: 'client', id: read.client!.id }, action: given ? 'consent.given' : 'consent.refused', clientId: read.client!.id, subject: { consent: id } },
  };
}

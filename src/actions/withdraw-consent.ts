import { fill } from '../core/flow/wording.ts';
import { audit } from '../store/audit.ts';
import { withdrawConsent as withdraw } from '../store/consents.ts';
import { lockConversations, setAllAside } from '../store/conversations.ts';
import { cancel } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { findClient } from '../store/practices.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import type { EffectContext } from './effects.ts';
import { clientAccount, notifyTherapist } from './notify.ts';
import { wordsFor } from './words-for.ts';

/** The client has taken their consent back in the chat, and said so twice. */
export function consentWithdrawn({ out, read, now }: EffectContext): void {
  out.goOn = false;
  out.reviewOf = null;
  out.writes.push(async (tx) => {
    for (const account of await endConsent(tx, { ...read.client!, practiceId: read.practice!.id }, now)) out.alsoDeliver.add(account);
  });
}

/** The same from the client's plan page; the chat says so too, so that it does not just fall silent. */
export async function withdrawConsent(app: App, clientId: string): Promise<void> {
  const now = app.now();
  const accounts = await app.store.prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    const client = (await findClient(tx, clientId))!;
    const told = await endConsent(tx, client, now);
    const account = await clientAccount(tx, clientId);
    if (!account) return told;
    const words = wordsFor(app, { flow: app.shelf.current('intake'), language: client.language }, { ...client, client });
    const text = fill(words.common.says.withdrawn, client.language, words.values);
    await enqueueOutbound(tx, { accountId: account.id, bodies: [{ text }] }, now);
    return [...told, account.id];
  });
  deliverSoon(app, accounts);
}

/** From here on nothing is asked and nothing drafted; what was said stays. Returns the accounts to deliver to. */
async function endConsent(tx: Db, { id: clientId, practiceId, therapistId }: { id: string; practiceId: string; therapistId: string | null }, now: Date): Promise<string[]> {
  await withdraw(tx, clientId, now);
  await setAllAside(tx, clientId);
  await cancel(tx, 'ask-again', clientId, now);
  await audit(tx, { practiceId, by: { actor: 'client', id: clientId }, action: 'consent.withdrawn', clientId }, now);
  return therapistId ? notifyTherapist(tx, therapistId, 'consent-withdrawn', undefined, now) : [];
}

import { randomUUID } from 'node:crypto';
import type { Sender } from '../../src/channels/channel.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { createConversation } from '../../src/store/conversations.ts';
import { putFlowVersion } from '../../src/store/flow-versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { createPractice, createTherapist } from '../../src/store/practices.ts';
import type { ConsentSaid, Turn } from '../../src/store/save-turn.ts';
import type { Seal } from '../../src/store/vault.ts';

export const now = new Date('2026-03-01T09:00:00.000Z');
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** A practice with one therapist, and one client of hers who has an account; nobody else has anything to do with them. */
export const aPractice = async (store: Store) => {
  const slug = `harbour-${randomUUID()}`;
  const practice = await createPractice(store.prisma, { slug, name: 'Harbour', contact: 'Call 01234' }, now);
  const practiceId = practice.id;
  const email = 'noor@example.org';
  const therapist = await createTherapist(store.prisma, { practiceId, name: 'Noor', email, orientations: ['act'] }, now);
  const sender: Sender = { channel: 'web', workspace: slug, userId: randomUUID() };
  const owner = { newClient: { language: 'en', country: 'IE', therapistId: therapist.id } };
  const account = await ensureAccount(store.prisma, { practiceId, sender, address: 'room-1', owner }, now);
  const seal = await store.vault.ofClient(store.prisma, account.clientId!);
  return { practice, practiceId, therapist, sender, account, accountId: account.id, clientId: account.clientId!, seal };
};

/** The same with an open conversation at version 0. */
export const aConversation = async (store: Store) => {
  const people = await aPractice(store);
  const { practiceId, clientId } = people;
  await putFlowVersion(store.prisma, { hash: 'h1', flow: 'intake', definition: { steps: [] }, wording: {} }, now);
  const conversationId = randomUUID();
  const opens = { practiceId, clientId, flow: 'intake', flowHash: 'h1', language: 'en', snapshot: { turns: [] }, openedAt: now };
  await createConversation(store.prisma, conversationId, opens, people.seal);
  return { ...people, conversationId };
};

/** A turn as the caller of `saveTurn` would make it from what it read; change what the test is about. */
export const aTurn = (of: { accountId: string; conversationId: string; seal: Seal }, change: Partial<Turn> & { version?: number } = {}): Turn => {
  const { version = 0, ...rest } = change;
  return {
    accountId: of.accountId,
    seal: of.seal,
    messageId: randomUUID(),
    content: { kind: 'text', text: 'More time with my sister' },
    receivedAt: later(60),
    conversation: { id: of.conversationId, version, snapshot: { turns: [version] }, state: 'open' },
    answers: [],
    outbound: [{ text: 'Thank you.' }],
    ...rest,
  };
};

/** What a client said to a disclosure, as a turn keeps it. */
export const aConsent = (of: { practiceId: string; clientId: string }, said: { shown?: string; given?: boolean } = {}): ConsentSaid => {
  const id = randomUUID();
  const { practiceId, clientId } = of;
  return {
    said: { id, shown: 'I am software.', given: true, ...said },
    entry: { practiceId, by: { actor: 'client', id: clientId }, action: 'consent.given', clientId, subject: { consent: id } },
  };
};

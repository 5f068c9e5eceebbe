import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Sender } from '../../src/channels/channel.ts';
import { accountsOf, ensureAccount, findAccount, findAccountOf, moveAddress, routesOf } from '../../src/store/accounts.ts';
import { consentsOf, withdrawConsent } from '../../src/store/consents.ts';
import { findFlowVersion, putFlowVersion } from '../../src/store/flow-versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import {
  changeClient, findClient,
  createClient,
  createPractice,
  createTherapist,
  findPractice,
  therapistForNewClients,
} from '../../src/store/practices.ts';
import { eachDatabase } from '../support/database.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { aConsent, aConversation, aPractice, aTurn, later, now } from './fixtures.ts';

eachDatabase('people and flows', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const stranger = (): Sender => ({ channel: 'slack', workspace: 'T1', userId: randomUUID() });

  it('makes one account and one client of many first messages at once', async () => {
    const { practiceId, therapist } = await aPractice(store);
    const owner = { newClient: { language: 'es', country: 'ES', therapistId: therapist.id } };
    const before = await store.prisma.client.count({ where: { practiceId } });
    const first = { practiceId, sender: stranger(), address: 'D1', owner };
    const accounts = await Promise.all(Array.from({ length: 6 }, () => ensureAccount(store.prisma, first, now)));
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(1);
    expect(accounts[0]).toMatchObject({ practiceId, address: 'D1', therapistId: null, clientId: expect.any(String) });
    expect(await store.prisma.client.count({ where: { practiceId } })).toBe(before + 1);
    const client = await store.prisma.client.findUniqueOrThrow({ where: { id: accounts[0]!.clientId! } });
    expect(client).toMatchObject({ language: 'es', country: 'ES', therapistId: therapist.id, name: null });
  });

  it('keeps whose an account is, and follows the sender to a new address', async () => {
    const { practiceId, sender, account, therapist } = await aPractice(store);
    const again = await ensureAccount(store.prisma, { practiceId, sender, address: 'room-2', owner: { therapistId: therapist.id } }, now);
    expect(again).toEqual({ ...account, address: 'room-2' });
    await moveAddress(store.prisma, account.id, 'room-3');
    expect(await findAccount(store.prisma, account.id)).toMatchObject({ sender, address: 'room-3' });
  });

  it('lists the accounts of a person', async () => {
    const { practiceId, clientId, therapist, sender } = await aPractice(store);
    const slack = stranger();
    await ensureAccount(store.prisma, { practiceId, sender: slack, address: 'D1', owner: { clientId } }, later(1));
    await ensureAccount(store.prisma, { practiceId, sender: stranger(), address: 'D2', owner: { therapistId: therapist.id } }, now);
    expect((await accountsOf(store.prisma, { clientId })).map((account) => account.sender)).toEqual([sender, slack]);
    expect(await accountsOf(store.prisma, { therapistId: therapist.id })).toMatchObject([{ address: 'D2' }]);
    expect(await findAccountOf(store.prisma, stranger())).toBeNull();
  });

  it('knows where a therapist is told things: by their wish, else by what they are connected to', async () => {
    const { practiceId, therapist } = await aPractice(store);
    const owner = { therapistId: therapist.id };
    const wish = (noticeRoutes: string[]) => store.prisma.therapist.update({ where: { id: therapist.id }, data: { noticeRoutes } });
    const routes = async () => (await routesOf(store.prisma, therapist.id)).map(({ sender }) => sender.channel);
    await wish(['teams']);
    const mail: Sender = { channel: 'mail', workspace: '', userId: `${randomUUID()}@example.org` };
    await ensureAccount(store.prisma, { practiceId, sender: mail, address: mail.userId, owner }, now);
    // The chat they wished for is not there any more: danger finds them all the same.
    expect((await routes()).at(-1)).toBe('mail');
    await ensureAccount(store.prisma, { practiceId, sender: stranger(), address: 'D1', owner }, later(1));
    expect((await routes()).slice(-2)).toEqual(['slack', 'mail']);
    await wish(['mail']);
    expect(await routes()).toEqual(['mail']);
    await wish(['mail', 'slack']);
    expect(await routes()).toEqual(['mail', 'slack']);
  });

  it('says so when a name of which there can be one is taken', async () => {
    const { practice, practiceId } = await aPractice(store);
    const { slug } = practice;
    await expect(createPractice(store.prisma, { slug, name: 'B', contact: 'c' }, now)).rejects.toMatchObject({ code: 'conflict' });
    const twin = { practiceId, name: 'Noor', email: 'noor@example.org', orientations: [] };
    await expect(createTherapist(store.prisma, twin, now)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('sets a client up by hand, and takes what they say about themselves later', async () => {
    const { practiceId, therapist } = await aPractice(store);
    const client = await createClient(store.prisma, { practiceId, therapistId: therapist.id, language: 'en' }, now);
    expect(client).toMatchObject({ practiceId, name: null, createdAt: now });
    await changeClient(store.prisma, client.id, { name: 'Sam', country: 'NZ' });
    expect(await findClient(store.prisma, client.id)).toMatchObject({ ...client, name: 'Sam', country: 'NZ' });
  });

  it('finds the practice of an address, and who takes new clients there', async () => {
    const { practice, practiceId, therapist } = await aPractice(store);
    expect(await findPractice(store.prisma, practice.slug)).toEqual(practice);
    expect(await findPractice(store.prisma, 'nowhere')).toBeNull();
    const newer = { practiceId, name: 'Ana', email: 'ana@example.org', orientations: [] };
    const { id } = await createTherapist(store.prisma, newer, later(1));
    expect(await therapistForNewClients(store.prisma, practiceId)).toMatchObject({ id: therapist.id });
    await store.prisma.therapist.update({ where: { id: therapist.id }, data: { takesNew: false } });
    expect(await therapistForNewClients(store.prisma, practiceId)).toMatchObject({ id });
  });

  it('keeps every consent with the words shown, and knows the last', async () => {
    const of = await aConversation(store);
    const { clientId } = of;
    expect(await consentsOf(store.prisma, clientId)).toEqual([]);
    const shown = 'This is software.\nYour therapist reads this.';
    await saveTurn(store, aTurn(of, { consent: aConsent(of, { shown, given: false }), receivedAt: now }));
    await saveTurn(store, aTurn(of, { version: 1, consent: aConsent(of, { shown, given: true }), receivedAt: later(60) }));
    expect((await consentsOf(store.prisma, clientId)).at(-1)).toMatchObject({ shown, given: true, at: later(60), withdrawnAt: null });
    await withdrawConsent(store.prisma, clientId, later(90));
    await withdrawConsent(store.prisma, clientId, later(120));
    expect((await consentsOf(store.prisma, clientId)).at(-1)).toMatchObject({ given: true, withdrawnAt: later(90) });
  });

  it('keeps a flow as it was under its hash, and takes corrected wording', async () => {
    const version = { hash: randomUUID(), flow: 'intake', definition: { z: 1, a: [2] }, wording: { en: { hope: 'Hi' } } };
    await putFlowVersion(store.prisma, version, now);
    await putFlowVersion(store.prisma, { ...version, definition: { other: true }, wording: { en: { hope: 'Hello' } } }, later(1));
    const found = await findFlowVersion(store.prisma, version.hash);
    expect(found).toEqual({ ...version, wording: { en: { hope: 'Hello' } } });
    expect(JSON.stringify(found!.definition)).toBe('{"z":1,"a":[2]}');
    expect(await findFlowVersion(store.prisma, 'unknown')).toBeNull();
  });

  it('lets nothing of a client remain when they are erased', async () => {
    const of = await aConversation(store);
    const { clientId, accountId, conversationId } = of;
    await saveTurn(store, aTurn(of, { consent: aConsent(of) }));
    await store.prisma.client.delete({ where: { id: clientId } });
    expect(await findAccount(store.prisma, accountId)).toBeNull();
    expect(await store.prisma.conversation.count({ where: { id: conversationId } })).toBe(0);
    expect(await store.prisma.consent.count({ where: { clientId } })).toBe(0);
  });
});

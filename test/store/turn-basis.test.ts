import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConversation, findConversation, setAside } from '../../src/store/conversations.ts';
import { historyBefore } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { sealedName } from '../../src/store/places.ts';
import { createPlan } from '../../src/store/plans.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { closeAlert, findAlert, openAlert } from '../../src/store/safety-alerts.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { openTurnMemory } from '../../src/store/turn-memory.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, aTurn, later, now } from './fixtures.ts';

type Place = Awaited<ReturnType<typeof aConversation>>;

eachDatabase('a turn that is not read again', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const basisOf = async (of: Place): Promise<string> => (await readTurn(store, of.sender, '')).basis;

  it('is saved on the basis that was read, turn after turn', async () => {
    const of = await aConversation(store);
    const basis = await basisOf(of);
    for (const version of [0, 1, 2]) expect(await saveTurn(store.within(of.practiceId), aTurn(of, { version, basis }))).toMatchObject({ outcome: 'saved' });
    expect(await basisOf(of)).toBe(basis);
  });

  it('is saved on the basis that the turn before left, when that one changed something of it', async () => {
    const of = await aConversation(store);
    const basis = await basisOf(of);
    const saved = await saveTurn(store, aTurn(of, { basis, client: { id: of.clientId, name: 'Sam' } }));
    expect(saved).toEqual(expect.objectContaining({ outcome: 'saved', basis: await basisOf(of) }));
    expect(await basisOf(of)).not.toBe(basis);
    // What had changed since it was read, nobody knows of a turn that was held to nothing.
    expect(await saveTurn(store, aTurn(of, { version: 1, client: { id: of.clientId, name: 'Alex' } }))).toMatchObject({ outcome: 'saved', basis: null });
  });

  it('still takes a message once', async () => {
    const of = await aConversation(store);
    const basis = await basisOf(of);
    await saveTurn(store, aTurn(of, { basis, messageId: 'm1' }));
    expect(await saveTurn(store, aTurn(of, { version: 1, basis, messageId: 'm1' }))).toEqual({ outcome: 'duplicate' });
    await store.prisma.practice.update({ where: { id: of.practiceId }, data: { contact: 'Call 05678' } });
    expect(await saveTurn(store, aTurn(of, { version: 1, basis, messageId: 'm1' }))).toEqual({ outcome: 'duplicate' });
  });

  const alertOf = (of: Place) => store.prisma.$transaction(async (tx) => (await openAlert(tx, { practiceId: of.practiceId, clientId: of.clientId, level: 'concern' }, now))!);
  /** Whatever a turn goes by, and something that changes it. */
  const changes: Record<string, (of: Place) => Promise<unknown>> = {
    'the client moved to another chat': (of) => store.prisma.account.update({ where: { id: of.accountId }, data: { address: 'room-2' } }),
    'the client left': (of) => store.prisma.account.update({ where: { id: of.accountId }, data: { goneAt: now } }),
    'their chat was taken away': (of) => store.prisma.account.delete({ where: { id: of.accountId } }),
    'the client has another name': (of) => store.prisma.client.update({ where: { id: of.clientId }, data: { name: sealedName(of.seal, of.clientId, 'Alex') } }),
    'the client has another language': (of) => store.prisma.client.update({ where: { id: of.clientId }, data: { language: 'es' } }),
    'the client has no therapist any more': (of) => store.prisma.client.update({ where: { id: of.clientId }, data: { therapistId: null } }),
    'the therapist has another name': (of) => store.prisma.therapist.update({ where: { id: of.therapist.id }, data: { name: 'Noor Haddad' } }),
    'the practice has another number': (of) => store.prisma.practice.update({ where: { id: of.practiceId }, data: { contact: 'Call 05678' } }),
    'an alert was opened': alertOf,
    'a plan was drafted': (of) => createPlan(
      store.prisma, { id: randomUUID(), revision: 0, nextNumber: 1, versions: [], proposals: [], approvals: [] },
      { practiceId: of.practiceId, clientId: of.clientId, therapistId: of.therapist.id, conversationId: of.conversationId }, 'draft', now,
    ),
    'another conversation was begun': (of) => createConversation(store.prisma, randomUUID(), {
      practiceId: of.practiceId, clientId: of.clientId, flow: 'check-in', flowHash: 'h1', language: 'en', snapshot: {}, openedAt: later(5),
    }, of.seal),
    'the conversation was set aside': (of) => setAside(store.prisma, of.conversationId),
    'the client was deleted': (of) => store.prisma.client.delete({ where: { id: of.clientId } }),
  };
  it.each(Object.entries(changes))('is stale, and nothing of it is written, when %s', async (_what, change) => {
    const of = await aConversation(store);
    const basis = await basisOf(of);
    const messages = await store.prisma.inboundMessage.count();
    await change(of);
    expect(await saveTurn(store, aTurn(of, { basis }))).toEqual({ outcome: 'stale' });
    expect(await store.prisma.inboundMessage.count()).toBe(messages);
    const { snapshot } = (await findConversation(store.prisma, of.conversationId)) ?? { snapshot: { turns: [] } };
    expect(snapshot).toEqual({ turns: [] });
  });

  it('is stale when an alert was cleared', async () => {
    const of = await aConversation(store);
    const { id } = await alertOf(of);
    const basis = await basisOf(of);
    await store.prisma.$transaction(async (tx) => closeAlert(tx, (await findAlert(tx, id))!, { therapistId: of.therapist.id, note: 'We spoke.' }, now));
    expect(await saveTurn(store, aTurn(of, { basis }))).toEqual({ outcome: 'stale' });
    expect(await historyBefore(store.prisma, of.accountId, 10)).toEqual([]);
  });
});

describe('the memory of conversations under way', () => {
  const sender = { channel: 'web', workspace: 'harbour', userId: 'sam' } as const;
  const read = { conversation: { version: 3 }, client: { name: null, country: 'IE' }, basis: 'b1' } as never;

  it('tells what the next turn would read, once', () => {
    const memory = openTurnMemory();
    memory.keep(sender, read, { snapshot: { value: 'hope' }, at: later(1), client: { name: 'Sam' }, basis: 'b2' });
    expect(memory.take({ ...sender, userId: 'alex' })).toBeNull();
    expect(memory.take(sender)).toEqual({
      seen: false, lastHeardAt: later(1), conversation: { version: 4, lastTurnAt: later(1), snapshot: { value: 'hope' } }, client: { name: 'Sam', country: 'IE' }, basis: 'b2',
    });
    expect(memory.take(sender)).toBeNull();
  });

  it('lasts a minute', () => {
    let passed = 1;
    const memory = openTurnMemory({ now: () => passed });
    for (const [after, isThere] of [[59_000, true], [61_000, false]] as const) {
      memory.keep(sender, read, { snapshot: {}, at: now, basis: 'b1' });
      passed += after;
      expect(memory.take(sender) !== null).toBe(isThere);
    }
  });
});

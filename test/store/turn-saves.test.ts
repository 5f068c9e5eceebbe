import { beforeAll, expect, it, vi } from 'vitest';
import { historyBefore } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, aTurn, now } from './fixtures.ts';

type Place = Awaited<ReturnType<typeof aConversation>>;

eachDatabase('turns that are saved at the same time', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const conversations = (count: number): Promise<Place[]> => Promise.all(Array.from({ length: count }, () => aConversation(store)));
  const said = async (of: Place) => (await historyBefore(store.prisma, of.accountId, 10)).map((entry) => (entry.direction === 'in' ? entry.content : entry.body));

  it('are saved together, each as if it had come alone', async () => {
    const places = await conversations(30);
    const turns = places.map((of, n) => aTurn(of, {
      content: { kind: 'text', text: `What ${n} hopes for` }, outbound: [{ text: `One for ${n}` }, { text: `Two for ${n}` }],
      answers: [{ id: 'hope#1', key: 'hope', step: 'hope', value: `What ${n} hopes for`, at: now.toISOString() }],
    }));
    const asked = vi.spyOn(store.pool, 'query');
    const saved = await Promise.all(turns.map((turn) => saveTurn(store, turn)));
    expect(asked.mock.calls.length).toBeLessThan(6);
    asked.mockRestore();
    for (const [n, of] of places.entries()) {
      const seqs = (saved[n] as { seqs: number[] }).seqs;
      expect(saved[n]).toMatchObject({ outcome: 'saved', claimed: true });
      expect((await historyBefore(store.prisma, of.accountId, 10)).slice(1).map(({ seq }) => seq)).toEqual(seqs);
      expect(await said(of)).toEqual([{ kind: 'text', text: `What ${n} hopes for` }, { text: `One for ${n}` }, { text: `Two for ${n}` }]);
    }
  });

  it('are each told their own outcome', async () => {
    const places = await conversations(8);
    const [stale, again, twice, changed] = places.slice(4) as [Place, Place, Place, Place];
    await saveTurn(store, aTurn(stale));
    await saveTurn(store, aTurn(again, { messageId: 'm1' }));
    const inOne = ['m2', 'm2', 'm3'];
    const outcomes = (await Promise.all([
      ...places.slice(0, 4).map((of) => saveTurn(store, aTurn(of))),
      saveTurn(store, aTurn(stale)),
      saveTurn(store, aTurn(again, { messageId: 'm1', version: 1 })),
      saveTurn(store, aTurn(changed, { basis: 'another' })),
      ...inOne.map((messageId) => saveTurn(store, aTurn(twice, { messageId }))),
    ])).map(({ outcome }) => outcome);
    expect(outcomes.slice(0, 7)).toEqual([...Array(4).fill('saved'), 'stale', 'duplicate', 'stale']);
    // Which of one conversation comes first is not said; the others are told by what came first.
    const taken = inOne[outcomes.indexOf('saved', 7) - 7];
    const others = inOne.map((messageId): string => (messageId === taken ? 'duplicate' : 'stale'));
    others[inOne.indexOf(taken!)] = 'saved';
    expect(outcomes.slice(7).toSorted()).toEqual(others.toSorted());
    expect(await said(twice)).toHaveLength(2);
  });

  it('lose nothing by one among them that cannot be stored', async () => {
    const places = await conversations(9);
    const answers = [1, 2].map(() => ({ id: 'same', key: 'k', step: 'k', value: 1, at: now.toISOString() }));
    const outcomes = await Promise.allSettled(places.map((of, n) => saveTurn(store, aTurn(of, n === 5 ? { answers } : {}))));
    expect(outcomes.map(({ status }) => status)).toEqual(places.map((_, n) => (n === 5 ? 'rejected' : 'fulfilled')));
    for (const [n, of] of places.entries()) expect(await said(of)).toHaveLength(n === 5 ? 0 : 2);
  });

  it('do not wait for a conversation that something else holds', async ({ skip }) => {
    skip(store.kind === 'embedded', 'one connection: nothing else can hold anything');
    const places = await conversations(9);
    const held = [places[0]!, places[1]!, places[5]!];
    let saving: Promise<unknown>[] = [];
    await store.prisma.$transaction(async (tx) => {
      for (const { conversationId } of held) await tx.conversation.update({ where: { id: conversationId }, data: { language: 'es' } });
      saving = places.map((of) => saveTurn(store, aTurn(of)));
      await Promise.all(saving.filter((_, n) => !held.includes(places[n]!)));
      for (const of of held) expect(await said(of)).toEqual([]);
    });
    await Promise.all(saving);
    for (const of of places) expect(await said(of)).toHaveLength(2);
  });
});

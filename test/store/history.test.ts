import { beforeAll, expect, it } from 'vitest';
import { retireAccount } from '../../src/store/accounts.ts';
import { historyAfter, historyBefore, newestTaken, type HistoryEntry } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, aTurn, now } from './fixtures.ts';

eachDatabase('history', (open) => {
  let store: Store;
  let accountId: string;
  beforeAll(async () => {
    store = await open();
    const of = await aConversation(store);
    accountId = of.accountId;
    const other = await aConversation(store);
    for (let version = 0; version < 4; version++) {
      await saveTurn(store, aTurn(other, { version }));
      const content = { kind: 'text' as const, text: `in ${version}` };
      await saveTurn(store, aTurn(of, { version, content, outbound: [{ text: `out ${version}a` }, { text: `out ${version}b` }] }));
    }
  });

  const line = (entry: HistoryEntry) => (entry.direction === 'in' ? entry.content : entry.body) as { text: string };
  const texts = (entries: HistoryEntry[]) => entries.map((entry) => line(entry).text);
  const everything = [0, 1, 2, 3].flatMap((turn) => [`in ${turn}`, `out ${turn}a`, `out ${turn}b`]);

  it('is one order of what came in and what went out, of this account alone', async () => {
    const all = await historyBefore(store.prisma, accountId, 100);
    expect(texts(all)).toEqual(everything);
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  it('pages backwards from the newest', async () => {
    const newest = await historyBefore(store.prisma, accountId, 5);
    expect(texts(newest)).toEqual(everything.slice(-5));
    const page = await historyBefore(store.prisma, accountId, 5, newest[0]!.seq);
    expect(texts(page)).toEqual(everything.slice(-10, -5));
  });

  it('goes on from where a page stands', async () => {
    const all = await historyBefore(store.prisma, accountId, 100);
    const next = await historyAfter(store.prisma, accountId, all[6]!.seq, 3);
    expect(texts(next)).toEqual(everything.slice(7, 10));
    expect(await historyAfter(store.prisma, accountId, all.at(-1)!.seq, 3)).toEqual([]);
  });

  it('says where each ended, but for chats that were closed: nothing is asked of those', async () => {
    const [here, closed] = [await aConversation(store), await aConversation(store)];
    for (const of of [here, closed]) for (const messageId of ['m1', 'm2']) await saveTurn(store, aTurn(of, { messageId, version: messageId === 'm1' ? 0 : 1 }));
    for (const { accountId: id } of [here, closed]) await store.prisma.account.update({ where: { id }, data: { channel: 'discord', address: id } });
    await retireAccount(store.prisma, closed.accountId, now);
    expect(await newestTaken(store.prisma, 'discord')).toEqual([{ address: here.accountId, messageId: 'm2' }]);
  });
});

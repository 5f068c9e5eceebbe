import { beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { accountsWithUnsent, claimUnsent, enqueueOutbound, markFailed, markSent, retryLater } from '../../src/store/outbound.ts';
import { claimSeconds, saveTurn } from '../../src/store/save-turn.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, aTurn, later } from './fixtures.ts';

eachDatabase('outbound messages', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const enqueue = async (accountId: string, ...texts: string[]) =>
    enqueueOutbound(store.prisma, { accountId, bodies: texts.map((text) => ({ text })) }, later(0));
  const claim = (accountId: string, at: number) => claimUnsent(store.prisma, accountId, later(at), later(at + 60));
  const texts = (claimed: { body: unknown }[]) => claimed.map(({ body }) => (body as { text: string }).text);

  it('gives them out in the order they were written, with where they go', async () => {
    const { accountId, sender } = await aConversation(store);
    await enqueue(accountId, 'one', 'two');
    await enqueue(accountId, 'three');
    const claimed = await claim(accountId, 0);
    expect(texts(claimed)).toEqual(['one', 'two', 'three']);
    expect(claimed[0]).toMatchObject({ seq: expect.any(Number), accountId, sender, address: 'room-1', body: { text: 'one' }, attempts: 0 });
  });

  it('gives each to one process, also when many ask at once', async () => {
    const { accountId } = await aConversation(store);
    await enqueue(accountId, 'one', 'two');
    const all = await Promise.all(Array.from({ length: 6 }, () => claim(accountId, 0)));
    expect(all.map(texts).filter((claimed) => claimed.length > 0)).toEqual([['one', 'two']]);
  });

  it('gives out again what a process held and did not send in its time', async () => {
    const { accountId } = await aConversation(store);
    await enqueue(accountId, 'one', 'two');
    const [one] = await claim(accountId, 0);
    await markSent(store.prisma, one!.seq, later(1), 'platform-7');
    expect(await claim(accountId, 59)).toEqual([]);
    expect(texts(await claim(accountId, 60))).toEqual(['two']);
    const sent = await store.prisma.outboundMessage.findUniqueOrThrow({ where: { seq: one!.seq } });
    expect(sent).toMatchObject({ sentAt: later(1), platformId: 'platform-7', claimedUntil: null });
  });

  it('holds everything behind one that is to be tried again, and then goes on in order', async () => {
    const { accountId } = await aConversation(store);
    await enqueue(accountId, 'one', 'two');
    const [one] = await claim(accountId, 0);
    await retryLater(store.prisma, one!.seq, later(30));
    await enqueue(accountId, 'three');
    expect(await claim(accountId, 29)).toEqual([]);
    const again = await claim(accountId, 30);
    expect(texts(again)).toEqual(['one', 'two', 'three']);
    expect(again.map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
  });

  it('goes on past one that will never arrive', async () => {
    const { accountId } = await aConversation(store);
    await enqueue(accountId, 'one', 'two');
    const [one] = await claim(accountId, 0);
    await markFailed(store.prisma, one!.seq, later(1));
    expect(texts(await claim(accountId, 60))).toEqual(['two']);
  });

  it('leaves what a turn wrote to the process that took the turn, for a while', async () => {
    const of = await aConversation(store);
    const saved = await saveTurn(store, aTurn(of, { receivedAt: later(0) }));
    expect(saved).toMatchObject({ claimed: true });
    expect(await claim(of.accountId, claimSeconds - 1)).toEqual([]);
    expect(await accountsWithUnsent(store.prisma, later(claimSeconds - 1), 1000)).not.toContain(of.accountId);
    expect(await accountsWithUnsent(store.prisma, later(claimSeconds), 1000)).toContain(of.accountId);
    expect(texts(await claim(of.accountId, claimSeconds))).toEqual(['Thank you.']);
  });

  it('does not let a turn overtake what is still unsent', async () => {
    const of = await aConversation(store);
    await enqueue(of.accountId, 'earlier');
    expect(await saveTurn(store, aTurn(of))).toMatchObject({ outcome: 'saved', claimed: false });
    expect(texts(await claim(of.accountId, 60))).toEqual(['earlier', 'Thank you.']);
  });

  it('names the accounts to sweep, longest waiting first, each once', async () => {
    const accounts = await Promise.all([aConversation(store), aConversation(store), aConversation(store), aConversation(store)]);
    const [first, held, second, done] = accounts.map(({ accountId }) => accountId) as [string, string, string, string];
    for (const account of [first, held, second, done]) await enqueue(account, 'one', 'two');
    await claim(held, 0);
    for (const { seq } of await claim(done, 0)) await markSent(store.prisma, seq, later(1));
    const waiting = await accountsWithUnsent(store.prisma, later(1), 1000);
    expect(waiting.filter((account) => [first, held, second, done].includes(account))).toEqual([first, second]);
  });

  it('keeps a notice as it was given', async () => {
    const { accountId } = await aConversation(store);
    await enqueueOutbound(store.prisma, { accountId, bodies: [{ notice: 'plan-waits', plan: 'p1' }] }, later(0));
    expect((await claim(accountId, 0))[0]?.body).toEqual({ notice: 'plan-waits', plan: 'p1' });
  });
});

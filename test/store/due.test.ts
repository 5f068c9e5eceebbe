import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { cancel, claim, finish, postpone, schedule, type Due } from '../../src/store/due.ts';
import type { Db, Store } from '../../src/store/open-store.ts';
import { eachDatabase } from '../support/database.ts';
import { aPractice, later, now } from './fixtures.ts';

eachDatabase('what is due', (open) => {
  let store: Store;
  let practiceId: string;
  beforeAll(async () => {
    store = await open();
    ({ practiceId } = await aPractice(store));
  });

  const about = () => ({ practiceId, kind: 'ask-again' as const, about: randomUUID(), at: later(60) });
  const rows = (id: string) => store.prisma.due.findMany({ where: { about: id }, orderBy: { at: 'asc' } });
  /** Takes it in a transaction of its own, as a process does. */
  const take = (at: Date, work: (tx: Db, due: Due) => Promise<void> = (tx, { id }) => finish(tx, id, at)) =>
    store.prisma.$transaction(async (tx) => {
      const due = await claim(tx, at);
      if (due) await work(tx, due);
      return due;
    });
  const everything = async (at: Date): Promise<string[]> => {
    const taken: string[] = [];
    for (let due = await take(at); due; due = await take(at)) taken.push(due.about);
    return taken;
  };

  it('is nothing before its time, and once after it', async () => {
    const what = about();
    await schedule(store.prisma, what);
    expect(await everything(later(59))).not.toContain(what.about);
    expect(await everything(later(60))).toContain(what.about);
    expect(await everything(later(9_999))).not.toContain(what.about);
  });

  it('is one row for a thing: scheduled again it is moved, and after it was done it is new', async () => {
    const what = about();
    await schedule(store.prisma, what);
    await schedule(store.prisma, { ...what, at: later(600) });
    expect((await rows(what.about)).map(({ at }) => at)).toEqual([later(600)]);
    await everything(later(600));
    await schedule(store.prisma, { ...what, at: later(700) });
    expect((await rows(what.about)).map(({ doneAt }) => doneAt !== null)).toEqual([true, false]);
    await everything(later(700));
  });

  it('comes to nothing when it is cancelled, or when what caused it is not saved', async () => {
    const [one, other] = [about(), about()];
    await schedule(store.prisma, one);
    await cancel(store.prisma, one.kind, one.about, later(1));
    await store.prisma.$transaction(async (tx) => {
      await schedule(tx, other);
      throw new Error('not saved');
    }).catch(() => {});
    expect(await rows(other.about)).toEqual([]);
    const taken = await everything(later(60));
    expect(taken).not.toContain(one.about);
    await cancel(store.prisma, one.kind, one.about, later(2));
  });

  it('comes in the order it fell due', async () => {
    const whats = [30, 10, 20].map((seconds) => ({ ...about(), at: later(seconds) }));
    for (const what of whats) await schedule(store.prisma, what);
    expect(await everything(later(60))).toEqual([whats[1]!, whats[2]!, whats[0]!].map((each) => each.about));
  });

  it('that fails is back as it was, and later; a second report of the same failure moves nothing', async () => {
    const what = about();
    await schedule(store.prisma, what);
    let failed: Due | undefined;
    await take(later(60), async (tx, due) => {
      failed = due;
      await tx.practice.update({ where: { id: practiceId }, data: { name: 'half done' } });
      throw new Error('in the middle');
    }).catch(() => {});
    expect((await store.prisma.practice.findUniqueOrThrow({ where: { id: practiceId } })).name).not.toBe('half done');
    await postpone(store.prisma, failed!, later(120));
    await postpone(store.prisma, failed!, later(999));
    expect(await rows(what.about)).toMatchObject([{ at: later(120), attempts: 1, doneAt: null }]);
    expect(await everything(later(119))).toEqual([]);
    expect(await everything(later(120))).toEqual([what.about]);
  });

  it('of a kind that only a newer version knows is left to it', async () => {
    const id = randomUUID();
    await store.prisma.due.create({ data: { practiceId, kind: 'from-the-future', about: id, at: now } });
    expect(await everything(later(60))).toEqual([]);
    expect(await rows(id)).toMatchObject([{ doneAt: null }]);
  });
});

eachDatabase('what is due, for two connections', (open) => {
  it('is passed over while another one has it, and neither waits for the other', { timeout: 20_000 }, async (context) => {
    const store = await open();
    if (store.kind === 'embedded') return context.skip();
    const { practiceId } = await aPractice(store);
    const whats = [1, 2].map(() => ({ practiceId, kind: 'ask-again' as const, about: randomUUID(), at: later(60) }));
    for (const what of whats) await schedule(store.prisma, what);
    const [first, second] = whats.map((each) => each.about);
    await store.prisma.$transaction(async (mine) => {
      const held = (await claim(mine, later(60)))!;
      const other = await store.prisma.$transaction(async (theirs) => {
        // Moving and cancelling what somebody is busy with waits for nobody, and leaves it to them.
        await schedule(theirs, { ...whats.find((each) => each.about === held.about)!, at: later(900) });
        await cancel(theirs, 'ask-again', held.about, later(61));
        const due = (await claim(theirs, later(60)))!;
        await finish(theirs, due.id, later(61));
        expect(await claim(theirs, later(60))).toBeNull();
        return due.about;
      });
      expect([held.about, other].sort()).toEqual([first, second].sort());
      await finish(mine, held.id, later(62));
    });
    expect(await store.prisma.due.count({ where: { doneAt: null } })).toBe(0);
  });
});

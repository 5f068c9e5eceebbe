import { beforeAll, beforeEach, expect, it } from 'vitest';
import { audit, auditOfClient, verifyAudit } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open-store.ts';
import { eachDatabase } from '../support/database.ts';
import { aPractice, later } from './fixtures.ts';

eachDatabase('the audit trail', (open) => {
  let store: Store;
  let practiceId: string;
  let clientId: string;
  beforeAll(async () => { store = await open(); });
  beforeEach(async () => { ({ practiceId, clientId } = await aPractice(store)); });

  const add = (action: string, seconds = 0) => store.prisma.$transaction((tx) =>
    audit(tx, { practiceId, by: { actor: 'client', id: clientId }, action, clientId, subject: { plan: 'p1', version: 2 } }, later(seconds)));
  const verify = (expected?: { number: number; hash: string }) => verifyAudit(store.prisma, practiceId, expected);
  /** As somebody would who has the whole database in hand. */
  const tamper = async (statement: string) => {
    await store.pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await store.pool.query(statement.replaceAll('MINE', `practice_id = '${practiceId}'`));
    await store.pool.query('ALTER TABLE audit_entry ENABLE TRIGGER ALL');
  };

  it('is sound as it was written, also by many at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => add(`thing.${at}`, at)));
    expect(await verify()).toMatchObject({ sound: true, entries: 12 });
    const mine = await auditOfClient(store.prisma, practiceId, clientId);
    expect(mine.map(({ number }) => number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(mine[0]).toMatchObject({ by: { actor: 'client', id: clientId }, subject: { plan: 'p1', version: 2 } });
    expect(await verifyAudit(store.prisma, clientId)).toEqual({ sound: true, entries: 0, last: '' });
  });

  it('is neither changed nor taken from nor emptied', async () => {
    await add('one');
    for (const statement of [`UPDATE audit_entry SET action = 'x'`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry']) {
      await expect(store.pool.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
    await expect(store.prisma.auditEntry.deleteMany({ where: { practiceId } })).rejects.toThrow();
  });

  it.each([
    ['a changed word', `UPDATE audit_entry SET action = 'other' WHERE MINE AND number = 3`, 3],
    ['a changed time', `UPDATE audit_entry SET at = at + interval '1 ms' WHERE MINE AND number = 2`, 2],
    ['another person', `UPDATE audit_entry SET actor_id = 'x' WHERE MINE AND number = 4`, 4],
    ['a changed subject', `UPDATE audit_entry SET subject = '{"plan":"p1","version":3}' WHERE MINE AND number = 1`, 1],
    ['one taken out', 'DELETE FROM audit_entry WHERE MINE AND number = 2', 2],
    ['one taken out and the rest moved up', 'DELETE FROM audit_entry WHERE MINE AND number = 2; UPDATE audit_entry SET number = -number WHERE MINE AND number > 2; UPDATE audit_entry SET number = -number - 1 WHERE MINE AND number < 0', 2],
    ['two that changed places', 'UPDATE audit_entry SET number = 100 WHERE MINE AND number = 2; UPDATE audit_entry SET number = 2 WHERE MINE AND number = 3; UPDATE audit_entry SET number = 3 WHERE MINE AND number = 100', 2],
  ])('tells of %s', async (_, statement, at) => {
    for (const n of [1, 2, 3, 4, 5]) await add(`thing.${n}`, n);
    await tamper(statement);
    expect(await verify()).toEqual({ sound: false, at });
  });

  it('tells of an end that was cut off, and of a trail written anew, when its last entry was noted down', async () => {
    for (const n of [1, 2, 3]) await add(`thing.${n}`, n);
    const noted = await verify();
    if (!noted.sound) return expect.unreachable();
    const expected = { number: noted.entries, hash: noted.last };
    await add('thing.4', 4);
    expect(await verify(expected)).toMatchObject({ sound: true, entries: 4 });
    await tamper('DELETE FROM audit_entry WHERE MINE AND number > 2');
    expect(await verify()).toMatchObject({ sound: true, entries: 2 });
    expect(await verify(expected)).toEqual({ sound: false, at: 3 });
    await add('something else', 3);
    expect(await verify(expected)).toEqual({ sound: false, at: 3 });
  });
});

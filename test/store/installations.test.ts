import { beforeAll, expect, it } from 'vitest';
import { findInstallation, removeInstallation, saveInstallation } from '../../src/store/installations.ts';
import type { Store } from '../../src/store/open-store.ts';
import { eachDatabase } from '../support/database.ts';
import { aPractice, later, now } from './fixtures.ts';

eachDatabase('what a platform gave Cairn', (open) => {
  let store: Store;
  beforeAll(async () => { store = await open(); });

  const given = { team: { id: 'T-1' }, bot: { token: 'xoxb-made-up-and-never-to-be-read', scopes: ['chat:write'] } };

  it('is given back to the letter, and stands in the database sealed, for the practice it is for', async () => {
    const { practiceId } = await aPractice(store);
    await saveInstallation(store.prisma, practiceId, 'slack', 'T-1', given, now);
    expect(await findInstallation(store.prisma, 'slack', 'T-1')).toEqual(given);
    const { rows: [row] } = await store.pool.query(`SELECT practice_id, i::text AS whole FROM installation i WHERE workspace = 'T-1'`);
    expect(row.practice_id).toBe(practiceId);
    expect(row.whole).toContain('T-1');
    expect(row.whole).not.toMatch(/xoxb|chat:write|bot/);
  });

  it('does not open in the row of another workspace', async () => {
    const { practiceId } = await aPractice(store);
    await saveInstallation(store.prisma, practiceId, 'slack', 'T-2', given, now);
    await saveInstallation(store.prisma, practiceId, 'slack', 'T-3', { ...given, team: { id: 'T-3' } }, now);
    await store.pool.query(`UPDATE installation SET installation = (SELECT installation FROM installation WHERE workspace = 'T-2') WHERE workspace = 'T-3'`);
    await expect(findInstallation(store.prisma, 'slack', 'T-3')).rejects.toMatchObject({ code: 'seal-broken' });
  });

  it('is replaced by a new one, and gone after an uninstall', async () => {
    const [first, second] = [await aPractice(store), await aPractice(store)];
    await saveInstallation(store.prisma, first.practiceId, 'slack', 'T-4', given, now);
    const newer = { ...given, bot: { ...given.bot, token: 'xoxb-newer' } };
    await saveInstallation(store.prisma, second.practiceId, 'slack', 'T-4', newer, later(60));
    expect(await findInstallation(store.prisma, 'slack', 'T-4')).toEqual(newer);
    await removeInstallation(store.prisma, 'slack', 'T-4');
    expect(await findInstallation(store.prisma, 'slack', 'T-4')).toBeNull();
    expect(await findInstallation(store.prisma, 'teams', 'T-2')).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { beginWithCode } from '../../src/actions/begin-on-web.ts';
import { applyRetention } from '../../src/actions/erase-client.ts';
import { inviteClient } from '../../src/actions/invites.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { newShortCode } from '../../src/store/short-codes.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('codes that are guessed at', (open, place) => {
  const atCairn = async (store: Store): Promise<TestApp> => {
    const test = await openTestApp(store, { practice: { newClients: 'invited-only' } });
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    return test;
  };
  const invite = ({ app, practice, therapist }: TestApp) => inviteClient(app, { practiceId: practice.id, therapistId: therapist.id });
  const guess = async (person: TestClient, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      await person.write(newShortCode());
      expect(person.last).toContain('I do not know that code');
    }
  };
  const tries = async ({ prisma }: Store) => (await prisma.codeTry.findMany({ orderBy: { tries: 'asc' } })).map((row) => row.tries);

  it('lock whoever guesses for an hour, in every process, and also when Cairn is started anew', async () => {
    const options: StoreOptions = await place();
    const first = await openStore(options);
    const test = await atCairn(first);
    const person = test.newClient(undefined, 'slack');
    const { code } = await invite(test);
    await guess(person, 3);
    // The embedded database belongs to one process: there the second is the first one started anew.
    if (first.kind === 'embedded') await first.close();
    const second = await openStore(options);
    const other = await openTestApp(second, { clock: test });
    await guess(person.at(other), 2);
    const refused = async (whom: TestClient) => {
      await whom.write(code);
      expect(whom.last).toContain('Please try again in an hour');
    };
    await refused(person.at(other));
    if (first.kind === 'server') await refused(person);
    test.later(minutes(59));
    await refused(person.at(other));
    test.later(minutes(2));
    await person.at(other).write(code);
    expect(person.at(other).step).toBe('consent');
    await second.close();
    if (first.kind === 'server') await first.close();
  });

  it('are counted before they are looked at: of many at once no more than five are', async () => {
    const store = await open();
    const test = await atCairn(store);
    const other = await openTestApp(store);
    const person = test.newClient(undefined, 'slack');
    await Promise.all(Array.from({ length: 14 }, (_, at) => (at % 2 ? person : person.at(other)).only({ kind: 'text', text: newShortCode() })));
    await Promise.all([test.settle(), other.settle()]);
    const said = [...person.heard, ...person.at(other).heard].map(({ text }) => (text.includes('I do not know that code') ? 'wrong' : 'later'));
    expect(said.toSorted()).toEqual([...Array(9).fill('later'), ...Array(5).fill('wrong')]);
    expect(await tries(store)).toEqual([5, 5]);
  });

  it('are forgotten after an hour, and nobody\'s name stands beside them', async () => {
    const store = await open();
    const test = await atCairn(store);
    const person = test.newClient(undefined, 'slack');
    await guess(person, 4);
    expect(JSON.stringify(await store.prisma.codeTry.findMany())).not.toContain(person.address);
    test.later(minutes(61));
    await guess(person, 4);
    test.later(minutes(61));
    await applyRetention(test.app);
    expect(await tries(store)).toEqual([]);
  });

  it('are only the wrong ones: who types theirs rightly has all their tries', async () => {
    const store = await open();
    const test = await atCairn(store);
    const person = test.newClient(undefined, 'slack');
    await guess(person, 2);
    await person.write((await invite(test)).code);
    expect(person.step).toBe('consent');
    expect(await tries(store)).toEqual([2, 2]);
  });

  it('lock out nobody else in the workspace until there are a hundred', async () => {
    const store = await open();
    const test = await atCairn(store);
    const { code } = await invite(test);
    const guesser = test.newClient(undefined, 'slack');
    await guess(guesser, 5);
    const person = test.newClient(undefined, 'slack');
    await store.prisma.codeTry.updateMany({ where: { key: { not: '' }, tries: 5 }, data: { tries: 99 } });
    await guess(person, 1);
    await person.write(code);
    expect(person.last).toContain('Please try again in an hour');
    test.later(minutes(61));
    await person.write(code);
    expect(person.step).toBe('consent');
  });

  it('on a practice\'s page are counted for all of its pages together', async () => {
    const store = await open();
    const test = await atCairn(store);
    const { slug } = test.practice;
    const { code } = await invite(test);
    expect(await beginWithCode(test.app, slug, newShortCode())).toBeNull();
    expect(await tries(store)).toEqual([1]);
    await store.prisma.codeTry.updateMany({ data: { tries: 99 } });
    expect(await beginWithCode(test.app, slug, newShortCode())).toBeNull();
    await expect(beginWithCode(test.app, slug, code)).rejects.toMatchObject({ code: 'rate-limited' });
    test.later(minutes(61));
    expect(await beginWithCode(test.app, slug, code)).toMatchObject({ token: expect.any(String) });
  });
});

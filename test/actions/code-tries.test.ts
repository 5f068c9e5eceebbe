import { expect, it } from 'vitest';
import { beginWithCode } from '../../src/actions/begin-on-web.ts';
import { readToken } from '../../src/actions/chat-on-web.ts';
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

  it('lock nobody else out: from a hundred in a workspace on, everybody has one wrong code an hour', async () => {
    const store = await open();
    const test = await atCairn(store);
    const [one, two] = [await invite(test), await invite(test)];
    const guesser = test.newClient(undefined, 'slack');
    await guess(guesser, 2);
    await store.prisma.codeTry.updateMany({ data: { tries: 100 } });
    const [right, wrong] = [test.newClient(undefined, 'slack'), test.newClient(undefined, 'slack')];
    await right.write(one.code);
    expect(right.step).toBe('consent');
    await guess(wrong, 1);
    await wrong.write(two.code);
    expect(wrong.last).toContain('Please try again in an hour');
    // What they were not allowed is not counted, or nobody could ever try again.
    expect(await tries(store)).toEqual([0, 1, 100, 101]);
    test.later(minutes(61));
    await wrong.write(two.code);
    expect(wrong.step).toBe('consent');
    await guess(guesser, 5);
  });

  it('go on counting in a workspace until an hour has passed without one', async () => {
    const store = await open();
    const test = await atCairn(store);
    await guess(test.newClient(undefined, 'slack'), 1);
    await store.prisma.codeTry.updateMany({ data: { tries: 100 } });
    const slow = async () => {
      const somebody = test.newClient(undefined, 'slack');
      await guess(somebody, 1);
      await somebody.write(newShortCode());
      return somebody.last!.includes('Please try again in an hour');
    };
    for (let times = 0; times < 3; times += 1) {
      expect(await slow()).toBe(true);
      test.later(minutes(40));
    }
    test.later(minutes(21));
    expect(await slow()).toBe(false);
  });

  it('on a practice\'s page are counted for each network: ten lock that one, and no other', async () => {
    const store = await open();
    const test = await atCairn(store);
    const { slug } = test.practice;
    const { code } = await invite(test);
    const from = (network: string, typed: string) => beginWithCode(test.app, slug, typed, network);
    for (let n = 0; n < 10; n += 1) expect(await from('203.0.113.7', newShortCode())).toBeNull();
    expect(JSON.stringify(await store.prisma.codeTry.findMany())).not.toContain('203.0.113.7');
    expect(await tries(store)).toEqual([10, 10]);
    await expect(from('203.0.113.7', code)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(await from('198.51.100.9', code)).toMatchObject({ token: expect.any(String) });
    test.later(minutes(61));
    expect(await from('203.0.113.7', (await invite(test)).code)).toMatchObject({ token: expect.any(String) });
  });

  it('on a practice\'s page slow it down from a hundred on, for the page and its chat alike, and do not lock it', async () => {
    const store = await open();
    const test = await atCairn(store);
    const { slug } = test.practice;
    const from = (network: string, typed: string) => beginWithCode(test.app, slug, typed, network);
    expect(await from('203.0.113.7', newShortCode())).toBeNull();
    await store.prisma.codeTry.updateMany({ data: { tries: 100 } });
    expect(await from('198.51.100.9', newShortCode())).toBeNull();
    await expect(from('198.51.100.9', newShortCode())).rejects.toMatchObject({ code: 'rate-limited' });
    const begun = (await from('198.51.100.10', (await invite(test)).code))!;
    const chat = test.newClient(readToken(begun.token)!.userId);
    await guess(chat, 1);
    await chat.write(newShortCode());
    expect(chat.last).toContain('Please try again in an hour');
  });
});

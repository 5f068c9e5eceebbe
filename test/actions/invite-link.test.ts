import { beforeAll, beforeEach, expect, it } from 'vitest';
import { beginWithInvite } from '../../src/actions/begin-on-web.ts';
import { accountOfToken, readToken } from '../../src/actions/chat-on-web.ts';
import { applyRetention } from '../../src/actions/erase-client.ts';
import { openInvite } from '../../src/actions/invite-link.ts';
import { endInvites, inviteClient } from '../../src/actions/invites.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('the link of an invite', (open) => {
  let store: Store;
  let test: TestApp;
  let link: string;
  let code: string;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store, { practice: { newClients: 'invited-only' } });
    const made = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
    link = made.link.split('/i/')[1]!;
    code = made.code;
  });

  /** A browser that opened the link: its token, and the person who would write there. */
  const begin = async (): Promise<{ token: string; person: TestClient }> => {
    const { token } = (await beginWithInvite(test.app, link))!;
    await test.settle();
    return { token, person: test.newClient(readToken(token)!.userId) };
  };
  const clients = () => store.prisma.client.findMany({ where: { practiceId: test.practice.id }, select: { id: true, therapistId: true } });
  const invite = () => store.prisma.invite.findFirstOrThrow({ where: { practiceId: test.practice.id } });
  const turnedAway = { code: 'not-allowed' };

  it('opens as many chats as it is opened in, until somebody writes in one', async () => {
    const [scanner, lost, one] = [await begin(), await begin(), await begin()];
    expect(await openInvite(test.app, link)).toMatchObject({ therapist: { name: 'Robin Hale' } });
    expect((await invite()).usedAt).toBeNull();

    await one.person.press('agree');
    expect(one.person.step).toBe('age');
    const { client } = await one.person.ids();
    expect(await invite()).toMatchObject({ usedAt: expect.any(Date), clientId: client });
    expect(await openInvite(test.app, link)).toBeNull();
    expect(await beginWithInvite(test.app, link)).toBeNull();
    await expect(lost.person.write('hello?')).rejects.toMatchObject(turnedAway);
    expect(await accountOfToken(test.app, lost.token)).toBeNull();

    test.later(days(1));
    await applyRetention(test.app);
    expect(await accountOfToken(test.app, scanner.token)).toBeNull();
    expect(await clients()).toEqual([{ id: client, therapistId: test.therapist.id }]);
    expect(await store.prisma.dataKey.count({ where: { practiceId: test.practice.id } })).toBe(2);
    expect(test.mail.sent).toEqual([]);
  });

  it('is used by one of two who write at once, and the other\'s words are refused, not dropped', async () => {
    const both = [await begin(), await begin()];
    const outcomes = await Promise.allSettled(both.map(({ person }) => person.only({ kind: 'text', text: 'hello' })));
    await test.settle();
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: turnedAway });
    expect((await clients()).map(({ id }) => id)).toEqual([(await invite()).clientId]);
  });

  it('takes both of two first messages from the chat that uses it', async () => {
    const { person } = await begin();
    await Promise.all(['yes', 'hello?'].map((text) => person.only({ kind: 'text', text })));
    await test.settle();
    expect((await person.history()).filter(({ direction }) => direction === 'in')).toHaveLength(2);
  });

  it('leads back to the chat that it opened, from the same browser, and to nobody else\'s', async () => {
    const { token, person } = await begin();
    const held = (practice: string) => (practice === test.practice.slug ? token : null);
    const theirs = { goOn: test.practice.slug };
    expect(await openInvite(test.app, link, held)).toEqual(theirs);
    expect(await beginWithInvite(test.app, link, held)).toEqual({ token, practice: test.practice.slug });
    await person.write('yes');
    expect(await openInvite(test.app, link, held)).toEqual(theirs);
    expect(await beginWithInvite(test.app, link, held)).toEqual({ token, practice: test.practice.slug });
    expect(await openInvite(test.app, link, () => `${test.practice.slug}.somebody-else`)).toBeNull();
  });

  it('ends for chats in which nobody has written yet, when it is taken back or its time is over', async () => {
    const { person } = await begin();
    await endInvites(test.app, test.therapist.id);
    await expect(person.write('hello')).rejects.toMatchObject(turnedAway);
    const made = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
    link = made.link.split('/i/')[1]!;
    const later = await begin();
    test.later(days(31));
    await expect(later.person.write('hello')).rejects.toMatchObject(turnedAway);
    expect(await clients()).toEqual([]);
  });

  it('ends when its code is typed elsewhere, and the other way round', async () => {
    const { person } = await begin();
    const typing = test.newClient();
    await typing.write(code);
    expect(typing.step).toBe('consent');
    await expect(person.write('hello')).rejects.toMatchObject(turnedAway);
  });

  it('is used by who opened it and then types its code there', async () => {
    const { person } = await begin();
    await person.write(code);
    expect(person.step).toBe('consent');
    expect((await invite()).clientId).toBe((await person.ids()).client);
    await person.press('agree');
    expect(person.step).toBe('age');
  });

  it('makes no more than twenty chats that wait, however often it is fetched; the newest stay', async () => {
    const opened: string[] = [];
    for (let n = 0; n < 23; n += 1) opened.push((await begin()).token);
    expect(await clients()).toHaveLength(20);
    expect(await accountOfToken(test.app, opened[2]!)).toBeNull();
    await test.newClient(readToken(opened[22]!)!.userId).write('yes');
    expect((await invite()).usedAt).not.toBeNull();
  });

  it('leaves chats alone in which somebody has written, also when they came with another invite', async () => {
    const { person } = await begin();
    const second = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
    await person.write(second.code);
    await test.newClient().write(code);
    await applyRetention(test.app);
    await person.press('agree');
    expect(person.step).toBe('age');
  });
});

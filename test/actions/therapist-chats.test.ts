import { beforeAll, beforeEach, expect, it } from 'vitest';
import { inboxOf } from '../../src/actions/inbox.ts';
import { disconnectChats, makeTherapistCode } from '../../src/actions/link-therapist.ts';
import { setTherapistSettings } from '../../src/actions/therapist-settings.ts';
import { sweep } from '../../src/actions/sweep.ts';
import { CairnError } from '../../src/errors.ts';
import type { Store } from '../../src/store/open-store.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a therapist in a chat', (open) => {
  let store: Store;
  let test: TestApp;
  /** The therapist, on Slack. */
  let robin: TestClient;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    robin = test.newClient(undefined, 'slack');
  });

  const connect = async (): Promise<void> => {
    const { code } = await makeTherapistCode(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
    await robin.write(code);
  };
  const subjects = () => test.mail.sent.map(({ body }) => body.subject);
  const refused = (details: object) => () => new CairnError('delivery-failed', 'no', { details });

  it('connects with a code from the desk; mail hears of it', async () => {
    await connect();
    expect(robin.last).toContain('This chat is connected with your desk at Willow Practice');
    expect(subjects()).toEqual(['A chat is now connected with your desk']);
    expect(test.mail.sent[0]!.body.text).toContain('Slack');
  });

  it('is told there what happened, with a link and no word of a client', async () => {
    await connect();
    test.mail.sent.length = 0;
    await test.newClient().holdIntake({ name: 'Quillifex', hope: 'Quillifex would sleep' });
    expect(robin.last).toContain('A draft plan is ready for your review');
    expect(robin.last).toMatch(/https:\/\/cairn\.example\.org\/review\/[\w-]{43}/);
    expect(robin.heard.map(({ text }) => text).join('')).not.toContain('Quillifex');
    expect(robin.heard.at(-1)).not.toHaveProperty('subject');
    expect(test.mail.sent).toEqual([]);
  });

  it('is answered with what waits and the way to the desk, never with an intake', async () => {
    await connect();
    await robin.write('hello, what do I have to do?');
    expect(robin.last).toContain('No plan waits for you');
    await test.newClient().holdIntake();
    await robin.write('and now?');
    expect(robin.last).toContain('One plan waits for you');
    expect(robin.last).toMatch(/https:\/\/cairn\.example\.org\/desk\/[\w-]{43}/);
    expect(robin.question).toBeUndefined();
    await robin.send({ kind: 'command', command: 'intake' });
    expect(robin.last).toContain('One plan waits for you');
    expect(await store.prisma.client.count({ where: { accounts: { some: { userId: robin.address } } } })).toBe(0);
    expect(await inboxOf(test.app).home(robin.sender)).toEqual({ standing: expect.stringContaining('One plan waits for you'), plan: [] });
  });

  it('the same message twice is answered once', async () => {
    await connect();
    const heard = robin.heard.length;
    await robin.send({ kind: 'text', text: 'hello' }, 'm1');
    await robin.send({ kind: 'text', text: 'hello' }, 'm1');
    expect(robin.heard).toHaveLength(heard + 1);
  });

  it('who has left the chat is reached by mail; each try is on record', async () => {
    await connect();
    test.mail.sent.length = 0;
    test.slack.failing = refused({ gone: true });
    await test.newClient().holdIntake();
    expect(subjects()).toEqual(['A draft plan is ready for your review']);
    const rows = await store.prisma.outboundMessage.findMany({ where: { account: { therapistId: test.therapist.id }, createdAt: { gt: new Date(0) } }, include: { account: true }, orderBy: { seq: 'asc' } });
    expect(rows.slice(-2).map(({ account, failedAt, sentAt }) => [account.channel, failedAt !== null, sentAt !== null])).toEqual([['slack', true, false], ['mail', false, true]]);
    // Nothing more is tried on Slack until they write there again.
    const tried = test.slack.tried.length;
    await test.newClient().holdIntake();
    expect([test.slack.tried.length, test.mail.sent.length]).toEqual([tried, 2]);
    test.slack.failing = () => null;
    await robin.write('hello again');
    test.mail.sent.length = 0;
    await test.newClient().holdIntake();
    expect([robin.last.includes('A draft plan'), test.mail.sent.length]).toEqual([true, 0]);
  });

  it('what waits when they leave goes the next way', async () => {
    await connect();
    test.slack.failing = refused({});
    await test.newClient().holdIntake();
    test.mail.sent.length = 0;
    await inboxOf(test.app).gone(robin.sender);
    await test.settle();
    expect(subjects()).toEqual(['A draft plan is ready for your review']);
    test.later(minutes(10));
    test.slack.failing = () => null;
    const heard = robin.heard.length;
    await sweep(test.app);
    expect(robin.heard).toHaveLength(heard);
  });

  it('one refused message goes the next way, and the chat stays', async () => {
    await connect();
    test.mail.sent.length = 0;
    test.slack.failing = refused({ refused: true });
    await test.newClient().holdIntake();
    test.slack.failing = () => null;
    expect(subjects()).toEqual(['A draft plan is ready for your review']);
    await test.newClient().holdIntake();
    expect([robin.last.includes('A draft plan'), test.mail.sent.length]).toEqual([true, 1]);
  });

  it('with no way left stays on the desk: the failure is on record, and nothing goes round in circles', async () => {
    await connect();
    test.slack.failing = refused({ gone: true });
    test.mail.failing = refused({ gone: true });
    await test.newClient().holdIntake();
    await test.settle();
    const waiting = await store.prisma.outboundMessage.count({ where: { account: { therapistId: test.therapist.id }, sentAt: null, failedAt: null } });
    expect(waiting).toBe(0);
    expect(test.logged.map(({ message }) => message)).toContain('a notice reached its therapist on no way; it is on their desk');
    // Mail is tried again with the next notice: an address has nobody who could write again.
    test.mail.failing = () => null;
    test.mail.sent.length = 0;
    await test.newClient().holdIntake();
    expect(subjects()).toEqual(['A draft plan is ready for your review']);
  });

  it('goes the way they like best', async () => {
    await connect();
    await setTherapistSettings(test.app, test.therapist.id, { noticeRoutes: ['mail', 'slack'] });
    test.mail.sent.length = 0;
    const heard = robin.heard.length;
    await test.newClient().holdIntake();
    expect([robin.heard.length - heard, subjects()]).toEqual([0, ['A draft plan is ready for your review']]);
    test.mail.failing = refused({ gone: true });
    await test.newClient().holdIntake();
    expect(robin.last).toContain('A draft plan is ready');
  });

  it('a channel that is not set up any more does not hold a notice back', async () => {
    await connect();
    test.mail.sent.length = 0;
    (test.app.channels as Map<string, unknown>).delete('slack');
    await test.newClient().holdIntake();
    expect(subjects()).toEqual(['A draft plan is ready for your review']);
  });

  it('codes are for one chat, and not for a client in the middle of answers', async () => {
    const whose = { practiceId: test.practice.id, therapistId: test.therapist.id };
    const { code } = await makeTherapistCode(test.app, whose);
    await robin.write(code);
    const other = test.newClient(undefined, 'slack');
    await other.write(code);
    expect(other.last).toContain('I do not know that code');

    const client = test.newClient(undefined, 'slack');
    await client.write('hello');
    await client.talk({ name: 'Sam' }, 'hope');
    await client.write((await makeTherapistCode(test.app, whose)).code);
    expect(client.last).toContain('You have already answered questions in this chat');
    expect(await store.prisma.account.findFirst({ where: { userId: client.address } })).toMatchObject({ therapistId: null });
  });

  it('a lost phone: every chat is disconnected, and mail stays', async () => {
    await connect();
    expect([await disconnectChats(test.app, test.therapist.id), await disconnectChats(test.app, test.therapist.id)]).toEqual([1, 0]);
    test.mail.sent.length = 0;
    const heard = robin.heard.length;
    await test.newClient().holdIntake();
    expect([robin.heard.length - heard, subjects()]).toEqual([0, ['A draft plan is ready for your review']]);
    await robin.write('hello');
    expect(robin.step).toBe('consent');
  });
});

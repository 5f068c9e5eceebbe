import { beforeAll, beforeEach, expect, it } from 'vitest';
import { inboxOf } from '../../src/actions/inbox.ts';
import type { Store } from '../../src/store/open-store.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const codeIn = (text: string): string => /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(text)![0];

eachDatabase('one client in two chats', (open) => {
  let store: Store;
  let test: TestApp;
  let web: TestClient;
  let slack: TestClient;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    web = test.newClient();
    slack = test.newClient(undefined, 'slack');
    await web.write('hello');
    await web.talk({ name: 'Sam', hope: 'to sleep through the night again' }, 'hardest');
  });

  const askForCode = async (): Promise<string> => {
    await web.write('another chat');
    return codeIn(web.last);
  };
  const join = async (): Promise<void> => {
    await slack.write(await askForCode());
    await slack.press('yes');
  };

  it('goes on in the new chat where the old one was, and answers each where they write', async () => {
    await join();
    expect(slack.heard.map(({ text }) => text)).toEqual([expect.stringContaining('Shall I connect it?'), expect.stringContaining('This chat is connected now'), 'What feels hardest right now?']);
    expect((await slack.ids()).client).toBe((await web.ids()).client);
    const onWeb = web.heard.length;
    await slack.write('the nights are the worst');
    expect(slack.step).toBe('areas');
    expect(web.heard).toHaveLength(onWeb);
    await slack.write('my answers');
    expect(slack.heard.map(({ text }) => text).join('\n')).toContain('to sleep through the night again');
    await web.write('my answers');
    expect(web.heard.map(({ text }) => text).join('\n')).toContain('the nights are the worst');
  });

  it('is confirmed by typing too, in whatever way the code was typed', async () => {
    const code = await askForCode();
    await slack.write(` ${code.toLowerCase().replace('-', ' ')} `);
    await slack.write('yes please');
    expect(slack.step).toBe('hardest');
  });

  it('is told to the old chat, which can undo it', async () => {
    await join();
    expect(web.last).toContain('open in another chat too: Slack');
    await web.send({ kind: 'choice', step: '#undo-join', ids: [(await slack.ids()).account] });
    expect(web.last).toContain('I have closed it there');
    const heard = slack.heard.length;
    // Whoever writes from there is somebody new, and sees nothing of what was said.
    await slack.write('my answers');
    expect(slack.heard.slice(heard).map(({ text }) => text).join('\n')).not.toContain('sleep through the night');
    expect((await slack.ids()).client).not.toBe((await web.ids()).client);
    await web.write('my answers');
    expect(web.heard.map(({ text }) => text).join('\n')).toContain('to sleep through the night again');
  });

  it('can be undone by typing what the button says', async () => {
    await join();
    const joined = (await slack.ids()).account;
    await web.write('That was not me');
    expect(web.last).toContain('I have closed it there');
    expect((await store.prisma.account.findUniqueOrThrow({ where: { id: joined } })).goneAt).not.toBeNull();
    // Where nothing was joined the same words are an answer like any other.
    await web.write('That was not me');
    expect(web.step).not.toBe('hardest');
  });

  it('needs a yes in the new chat: a no ends the code', async () => {
    const code = await askForCode();
    await slack.write(code);
    await slack.press('no');
    expect(slack.last).toContain('I have not connected it');
    await slack.write(code);
    expect(slack.last).toContain('I do not know that code');
    expect(await store.prisma.account.count({ where: { channel: 'slack', userId: slack.address } })).toBe(0);
  });

  it('is never made by a code that is too old, used, or of the same chat', async () => {
    const code = await askForCode();
    await web.write(code);
    expect(web.last).toContain('That code is for the other chat');
    test.later(minutes(16));
    await slack.write(code);
    expect(slack.last).toContain('I do not know that code');

    await join();
    const other = test.newClient(undefined, 'slack');
    await other.write(codeIn(web.heard.findLast(({ text }) => text.includes('To go on in another chat'))!.text));
    expect(other.last).toContain('I do not know that code');
  });

  it('typed a third time, by somebody known, is no code any more', async () => {
    await join();
    const spent = codeIn(web.heard.findLast(({ text }) => text.includes('To go on in another chat'))!.text);
    const other = test.newClient();
    await other.write('hello');
    await other.write(spent);
    expect(other.last).toContain('I do not know that code');
    // In the chat that it joined, it is the same message once more.
    const heard = slack.heard.length;
    await slack.write(spent);
    expect(slack.heard).toHaveLength(heard);
  });

  it('is not made by two who typed the same code', async () => {
    const code = await askForCode();
    const thief = test.newClient(undefined, 'slack');
    await slack.write(code);
    await thief.write(code);
    expect(thief.last).toContain('I do not know that code');
    await thief.write('yes');
    expect((await store.prisma.account.findMany({ where: { clientId: (await web.ids()).client } })).map(({ channel }) => channel)).toEqual(['web']);
  });

  it('is refused where the new chat has answers of its own: nothing is mixed', async () => {
    await slack.write('hello');
    await slack.talk({ name: 'Kim' }, 'hope');
    await slack.write(await askForCode());
    expect(slack.last).toContain('You have already answered questions in this chat');
    await slack.write('yes');
    expect((await slack.ids()).client).not.toBe((await web.ids()).client);
  });

  it('takes over a chat in which only hello was said, and loses nothing of it', async () => {
    await slack.write('hello, I am new here');
    const { account, client } = await slack.ids();
    await join();
    expect((await slack.ids()).client).toBe((await web.ids()).client);
    expect(await store.prisma.inboundMessage.count({ where: { accountId: account } })).toBeGreaterThan(0);
    expect(await store.prisma.client.count({ where: { id: client } })).toBe(1);
  });

  it('a press that is delivered twice joins once, and is no answer', async () => {
    await slack.write(await askForCode());
    const pressing = slack.pressing('yes');
    await Promise.allSettled([slack.send(pressing, 'm1'), slack.send(pressing, 'm1')]);
    await slack.send(pressing, 'm1');
    expect(slack.step).toBe('hardest');
    expect(await store.prisma.account.count({ where: { channel: 'slack', userId: slack.address } })).toBe(1);
    expect(await store.prisma.answer.count({ where: { key: 'hardest', conversation: { clientId: (await web.ids()).client } } })).toBe(0);
  });

  it('does not let a code be guessed: after five wrong ones the next is not looked at for an hour', async () => {
    const code = await askForCode();
    for (let n = 0; n < 5; n += 1) {
      // A code of somebody else's, which is none any more.
      const gone = test.newClient();
      await gone.write('hello');
      await gone.write('another chat');
      const spent = codeIn(gone.last);
      await gone.write('another chat');
      await slack.write(spent);
      expect(slack.last).toContain('I do not know that code');
    }
    await slack.write(code);
    expect(slack.last).toContain('Please try again in an hour');
  });

  it('stays within the practice', async () => {
    const other = await openTestApp(store);
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: other.practice.id });
    await slack.at(other).write(await askForCode());
    expect(other.slack.sent.at(-1)!.body.text).toContain('I do not know that code');
  });

  it('speaks first where they wrote last, and not where they left', async () => {
    await join();
    await slack.talk();
    const { plan, therapistId } = await slack.storedPlan();
    expect(plan.versions).toHaveLength(1);
    await web.write('hello');
    const onWeb = web.heard.length;
    await slack.act('therapist', { do: 'ask', question: 'What do your evenings look like?', seen: 1, send: true });
    expect([web.heard.length > onWeb, therapistId]).toEqual([true, test.therapist.id]);
    await inboxOf(test.app).gone(web.sender);
    const onSlack = slack.heard.length;
    await slack.act('therapist', { do: 'decline', reason: 'Let us talk first.' });
    await test.settle();
    expect(slack.heard.length).toBeGreaterThan(onSlack);
  });

  it('keeps only the hash of a code', async () => {
    const code = await askForCode();
    expect(JSON.stringify(await store.prisma.chatCode.findMany())).not.toContain(code);
    expect(JSON.stringify(await store.prisma.outboundMessage.findMany({ select: { body: true } }))).not.toContain(code);

  });
});


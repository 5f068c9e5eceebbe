import { beforeAll, expect, test } from 'vitest';
import { openDesk } from '../../src/actions/open-desk.ts';
import type { MessageBody } from '../../src/core/conversation/message.ts';
import { eachDatabase } from '../support/database.ts';
import { addTherapist } from '../../src/actions/admin.ts';
import { days, deskToken, openTestApp, type TestApp, type TestClient } from '../support/app.ts';

eachDatabase('words that may mean danger', (open) => {
  let cairn: TestApp;
  beforeAll(async () => {
    cairn = await openTestApp(await open());
  });

  /** A client in Ireland who is being asked what feels hardest. */
  const atHardest = async (): Promise<TestClient> => {
    const client = cairn.newClient();
    for (const text of ['hello', 'yes', 'yes', 'Sam', 'Ireland', 'I would like to feel calmer']) await client.write(text);
    return client;
  };
  const saidSince = (from: number): MessageBody[] => cairn.web.sent.slice(from).map(({ body }) => body);

  test('the very next message is warm, asks directly, and shows the line to call in the client\'s country, word for word', async () => {
    const client = await atHardest();
    const from = cairn.web.sent.length;
    await client.write('honestly I just want to go to sleep and never wake up');
    const said = saidSince(from);
    expect(said[0]!.text).toMatch(/^Thank you for telling me\./);
    expect(said[0]!.text).toContain('Samaritans: Call 116 123');
    expect(said.at(-1)!.text).toBe('Are you thinking about ending your life, or about hurting yourself?');
    expect(said.at(-1)!.question!.ownWords).toBe(true);
  });

  test('the therapist is told at once, without a word of it, and sees the words on the desk', async () => {
    const client = await atHardest();
    const from = cairn.mail.sent.length;
    await client.write('I have been thinking about killing myself tonight');
    const mails = cairn.mail.sent.slice(from).map(({ body }) => body);
    expect(mails.map(({ subject }) => subject)).toEqual(['Please look now: a client may be in danger']);
    expect(mails[0]!.text).not.toMatch(/killing|tonight|Sam\b/);
    const { alerts } = (await openDesk(cairn.app, await deskToken(cairn)))!;
    expect(alerts[0]).toMatchObject({ level: 'imminent', said: [{ text: 'I have been thinking about killing myself tonight' }], client: { name: 'Sam' } });
  });

  test('the answer is kept, and the question that came next is asked once the client wants to go on', async () => {
    const client = await atHardest();
    await client.write('I want to die');
    await client.press('sometimes');
    await client.press('safe');
    await client.write('my sister');
    const from = cairn.web.sent.length;
    await client.press('go-on');
    expect(saidSince(from).at(-1)!.question!.step).toBe('areas');
    await client.write('my answers');
    expect(saidSince(from).map(({ text }) => text).join('\n')).toContain('I want to die');
  });

  test('waiting is fine: nothing ends, and the box to write in stays', async () => {
    const client = await atHardest();
    await client.write('I want to die');
    await client.press('not-now');
    const from = cairn.web.sent.length;
    await client.press('wait');
    const said = saidSince(from);
    expect(said.at(-1)!.text).toContain('there is no hurry');
    expect(said.at(-1)!.question!.step).toBe('go-on');
  });

  test('it is heard as the very first message, in the middle of a command\'s question, after a pause and after the end', async () => {
    const first = cairn.newClient();
    let from = cairn.web.sent.length;
    await first.write('i want to kms');
    expect(saidSince(from).at(-1)!.text).toContain('Are you thinking about ending your life');

    for (const before of [['start over'], ['pause'], ['stop'], ['my answers']]) {
      const client = await atHardest();
      for (const text of before) await client.write(text);
      from = cairn.web.sent.length;
      await client.write('I want to end my life');
      expect(saidSince(from).at(-1)!.text, before.join()).toContain('Are you thinking about ending your life');
    }
  });

  test('more such words in the talk about it are heard, answered with the lines, and asked about no question twice', async () => {
    const client = await atHardest();
    await client.write('I want to die');
    const mails = cairn.mail.sent.length;
    const from = cairn.web.sent.length;
    await client.write('I wish I was dead');
    const said = saidSince(from);
    expect(said[0]!.text).toMatch(/^I hear you/);
    expect(said[0]!.text).toContain('Samaritans: Call 116 123');
    expect(said.at(-1)!.text).toBe('Are you safe where you are at this moment?');
    // Nobody has looked yet at what was told a minute ago, and it is no nearer.
    expect(cairn.mail.sent.length).toBe(mails);

    // Instead of "I am safe": answer enough.
    await client.write('no, I want to end my life');
    expect(client.heard.at(-2)!.text).toContain('Call 112. Please do it now');
    expect(client.step).toBe('barriers');
  });

  test('words of danger that are nearer raise the alert, and it is told again', async () => {
    const client = await atHardest();
    await client.write('I wish I was dead');
    const mails = cairn.mail.sent.length;
    await client.write('I am going to kill myself tonight');
    expect(cairn.mail.sent.length).toBe(mails + 1);
    expect(client.heard.at(-2)!.text).toContain('Please do it now');
  });

  test('the country is asked where nobody knows it, and its lines come at once', async () => {
    const client = cairn.newClient();
    await client.write('I want to die');
    expect(client.heard.at(-2)!.text).toContain('• Call the emergency number where you are.');
    expect(client.heard.at(-2)!.text).not.toContain('116 123');
    await client.press('not-now');
    expect(client.step).toBe('country');
    await client.press('GB');
    expect(client.heard.at(-2)!.text).toContain('Samaritans: Call 116 123 (free, day and night)');
    expect(client.heard.at(-2)!.text).toContain('Call 999');
    const { client: id } = await client.ids();
    expect(await cairn.app.store.prisma.client.findUniqueOrThrow({ where: { id } })).toMatchObject({ country: 'GB' });
  });

  test('says truly who was told: the therapist, who stands in, the practice, or nobody', async () => {
    const { prisma } = cairn.app.store;
    const tells = async (): Promise<string> => {
      const client = cairn.newClient();
      await client.write('I want to die');
      return client.heard.at(-2)!.text.split('\n\n').at(-1)!;
    };
    expect(await tells()).toBe('I am software, and this is not an emergency service. I have sent Robin Hale a note to look in here soon, without your words in it. They may not see it right away.');

    const sent = cairn.mail.sent.length;
    const backup = await addTherapist(cairn.app, { practiceId: cairn.practice.id, name: 'Ana Ruiz', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: [] });
    await prisma.therapist.update({ where: { id: cairn.therapist.id }, data: { backupId: backup.id } });
    const theirs = { therapistId: cairn.therapist.id };
    await prisma.account.updateMany({ where: theirs, data: { goneAt: cairn.now() } });
    expect(await tells()).toContain('I have sent the colleague who stands in for Robin Hale a note');

    await prisma.therapist.update({ where: { id: cairn.therapist.id }, data: { backupId: null } });
    expect(await tells()).toContain('There is nobody here yet whom I could tell, so please do not wait for Willow Practice.');

    await prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: 'office@willow.example' } });
    expect(await tells()).toContain('I have sent Willow Practice a note');
    expect(cairn.mail.sent.slice(sent).map(({ address }) => address)).toEqual(['ana@willow.example', 'office@willow.example']);

    await prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: null } });
    await prisma.account.updateMany({ where: theirs, data: { goneAt: null } });
  });

  test('a pressed answer raises it, too: not safe is told at once', async () => {
    const client = await atHardest();
    await client.write('life feels pointless and I do not want to be here');
    const mails = cairn.mail.sent.length;
    await client.press('yes-now');
    await client.press('not-safe');
    const { client: clientId } = await client.ids();
    expect(await cairn.app.store.prisma.safetyAlert.findFirstOrThrow({ where: { clientId } })).toMatchObject({ level: 'imminent', clearedAt: null });
    expect(cairn.mail.sent.slice(mails).at(-1)!.body.subject).toBe('Please look now: a client may be in danger');
  });

  test('near danger is asked what makes calling hard, and whom they trust; a no to that is met, too', async () => {
    const client = await atHardest();
    await client.write('life feels pointless and I do not want to be here');
    await client.press('yes-now');
    await client.press('not-safe');
    expect([client.step, client.heard.at(-1)!.text]).toEqual(['barriers', 'If calling feels hard, what stands in the way?']);
    await client.write('I cannot talk on the phone here');
    expect([client.step, client.heard.at(-1)!.text]).toEqual(['trusted', 'Is there someone you trust whom you could tell today how it is?']);
    const from = cairn.web.sent.length;
    await client.write('no');
    expect(saidSince(from)[0]!.text).toContain('The people on those lines are there for exactly that');
    expect(client.step).toBe('go-on');
  });

  test('after it is over, typing goes on, and danger is heard again and asked about in other words', async () => {
    const client = await atHardest();
    await client.write('I want to die');
    const first = client.heard.at(-1)!.text;
    await client.press('not-now');
    await client.press('go-on');
    expect(client.step).toBe('areas');
    cairn.later(days(2));
    await client.write('I want to die');
    expect(client.step).toBe('ask-directly');
    expect(client.heard.at(-1)!.text).not.toBe(first);
  });

  test('is answered also where the conversation it is said in cannot be gone on with', async () => {
    const client = await atHardest();
    const { prisma } = cairn.app.store;
    const { client: clientId } = await client.ids();
    // A flow that nobody has stored: whatever else is written there fails.
    const broken = 'f'.repeat(64);
    await prisma.flowVersion.create({ data: { hash: broken, flow: 'intake', definition: {}, wording: {} } });
    await prisma.conversation.updateMany({ where: { clientId }, data: { flowHash: broken } });
    await expect(client.write('I would like to sleep')).rejects.toMatchObject({ code: 'flow-version-gone' });
    const mails = cairn.mail.sent.length;
    await client.write('I want to kill myself');
    expect(client.heard.at(-2)!.text).toContain('Samaritans: Call 116 123');
    expect(client.step).toBe('ask-directly');
    expect(cairn.mail.sent.length).toBe(mails + 1);
    await client.press('not-now');
    expect(client.step).toBe('go-on');
    expect((await client.history()).filter((entry) => entry.direction === 'in').map(({ content }) => ('text' in content ? content.text : content.kind))).toContain('I want to kill myself');
  });

  test('idiom and denial go on as usual', async () => {
    for (const text of ['this job is killing me', 'I am not suicidal, just tired']) {
      const client = await atHardest();
      const from = cairn.web.sent.length;
      await client.write(text);
      expect(saidSince(from).at(-1)!.question!.step, text).toBe('areas');
    }
  });
});

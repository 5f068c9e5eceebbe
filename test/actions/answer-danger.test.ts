import { beforeAll, expect, test } from 'vitest';
import { openDesk } from '../../src/actions/open-desk.ts';
import type { MessageBody } from '../../src/core/conversation/message.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { eachDatabase } from '../support/database.ts';
import { openTestApp, type TestApp, type TestClient } from '../support/app.ts';

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
    expect(mails.map(({ subject }) => subject)).toEqual(["Please look soon: a client's safety"]);
    expect(mails[0]!.text).not.toMatch(/killing|tonight|Sam\b/);
    const desk = await linkTo(cairn.app, { purpose: 'desk', practiceId: cairn.practice.id, therapistId: cairn.therapist.id }, 1);
    const { alerts } = (await openDesk(cairn.app, desk.split('/').at(-1)!))!;
    expect(alerts[0]).toMatchObject({ level: 'imminent', text: 'I have been thinking about killing myself tonight', client: { name: 'Sam' } });
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

  test('more such words in the safety conversation are answered by it and do not begin it anew', async () => {
    const client = await atHardest();
    await client.write('I want to die');
    const mails = cairn.mail.sent.length;
    const from = cairn.web.sent.length;
    await client.write('I wish I was dead');
    expect(saidSince(from).some(({ text }) => text.includes('Thank you for telling me. It sounds as if'))).toBe(false);
    expect(saidSince(from).length).toBeGreaterThan(0);
    expect(cairn.mail.sent.length).toBe(mails);
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

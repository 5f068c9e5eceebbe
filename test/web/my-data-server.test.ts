import { describe, expect, test } from 'vitest';
import { practice } from './support/plan.ts';
import { postForm, serveWorld } from './support/serve.ts';

/** The server, and the pages of one client: behind their plan's link, and in the chat that this browser is in. */
async function start(limits = {}) {
  const world = await serveWorld({ limits });
  const { token } = await world.parts.chat.begin(practice.slug);
  const cookie = `cairn-${practice.slug}=${token}`;
  const chat = `${world.base}/p/${practice.slug}`;
  return { ...world, token, chat, link: `${world.base}/plan/plan-token`, headers: { cookie }, read: async (url: string) => (await fetch(url, { headers: { cookie } })).text() };
}

describe('the page about one’s own data', () => {
  test('says what is kept and why, who has read it, and what may be done with it', async () => {
    const { chat, link, read } = await start();
    for (const page of [`${chat}/my-data`, `${link}/my-data`]) {
      const html = await read(page);
      expect(html).toContain('so that the conversation can go on where you left it');
      expect(html).toContain('This is about Mara.');
      const { pathname } = new URL(page);
      expect(html).toContain(`action="${pathname}/download"`);
      expect(html).toContain(`href="${pathname}/delete"`);
      const log = [...html.matchAll(/<b dir="auto">([^<]*)<\/b> ([^<]*)</g)].map(([, who, what]) => `${who} ${what}`);
      expect(log).toEqual(['Dr. Ines Albrecht read your plan', 'Cairn, the software made a first draft from your answers', 'You agreed to go on']);
    }
  });

  test('is one link away from the plan and from the chat', async () => {
    const { chat, link, read } = await start();
    expect(await read(`${chat}/my-plan`)).toContain(`href="/p/${practice.slug}/my-data"`);
    expect(await read(chat)).toContain(`href="/p/${practice.slug}/my-data"`);
    expect(await read(link)).toContain('href="/plan/plan-token/my-data"');
  });

  test('is nobody else’s', async () => {
    const { base, chat } = await start();
    for (const page of [`${chat}/my-data`, `${chat}/my-data/delete`, `${base}/plan/review-token/my-data`]) expect((await fetch(page)).status).toBe(404);
    for (const what of ['download', 'delete']) expect((await postForm(`${chat}/my-data/${what}`, { delete: 'everything' })).status).toBe(404);
  });

  test('has a word for everything that may be on record, also for what is new there', async () => {
    const { myData, chat, read } = await start();
    myData.log = [{ at: '2026-09-05T10:00:00.000Z', who: { actor: 'practice' }, action: 'moon.landed' }, { at: '2026-09-05T09:00:00.000Z', who: { actor: 'client' }, action: 'plan.decide' }];
    const html = await read(`${chat}/my-data`);
    expect(html).toContain('did something else with your data');
    expect(html).toContain('worked on the plan');
  });
});

describe('taking it along', () => {
  test('is a file, for a deliberate press', async () => {
    const { chat, headers } = await start();
    const answer = await postForm(`${chat}/my-data/download`, {}, headers);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition'), answer.headers.get('cache-control')])
      .toEqual([200, 'application/zip', 'attachment; filename="my-data.zip"', 'no-store']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([80, 75]));
    expect((await fetch(`${chat}/my-data/download`, { headers })).status).toBe(404);
  });

  test('is not done without end', async () => {
    const { chat, headers } = await start({ exportsPerHour: 2 });
    const answers = [];
    for (let tries = 0; tries < 3; tries += 1) answers.push((await postForm(`${chat}/my-data/download`, {}, headers)).status);
    expect(answers).toEqual([200, 200, 429]);
  });
});

describe('deleting it', () => {
  test('says first what goes and what the practice must keep, and that there is no way back', async () => {
    const { chat, read, myData } = await start();
    const html = await read(`${chat}/my-data/delete`);
    expect(html).toContain('Everything you wrote goes');
    expect(html).toContain('for 7 years');
    expect(html).toContain('Nobody can undo this.');
    myData.keptYears = 0;
    expect(await read(`${chat}/my-data/delete`)).toContain('Nothing of what you wrote stays with us.');
  });

  test('takes the one button: then it is done, a page says so, and this browser has forgotten', async () => {
    const { chat, headers, parts, token } = await start();
    const answer = await postForm(`${chat}/my-data/delete`, { delete: 'everything' }, headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/p/${practice.slug}/my-data/deleted`]);
    expect(answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`cairn-${practice.slug}=;`) && cookie.includes('Expires=Thu, 01 Jan 1970'))).toBe(true);
    expect(await parts.chat.identify(token)).toBeNull();
    const html = await (await fetch(`${chat}/my-data/deleted`)).text();
    expect(html).toContain('It is deleted');
    expect(html).not.toContain('Mara');
  });

  test('is done by nothing else that is sent there, and by no look', async () => {
    const { chat, headers, parts, token } = await start();
    await postForm(`${chat}/my-data/delete`, {}, headers);
    await postForm(`${chat}/my-data/delete`, { delete: 'everything' }, { ...headers, 'sec-fetch-site': 'cross-site' });
    await fetch(`${chat}/my-data/delete?delete=everything`, { headers });
    expect(await parts.chat.identify(token)).not.toBeNull();
  });

  test('waits while somebody has to act on a safety alert, and says why', async () => {
    const { chat, headers, read, myData, parts, token } = await start();
    myData.held = true;
    const answer = await postForm(`${chat}/my-data/delete`, { delete: 'everything' }, headers);
    expect(answer.headers.get('location')).toBe(`/p/${practice.slug}/my-data/delete`);
    expect(await read(`${chat}/my-data/delete`)).toContain('They can only help while your words are here.');
    expect(await parts.chat.identify(token)).not.toBeNull();
  });
});

describe('deleting it with a word in the chat', () => {
  /** The message is taken, and everything of theirs with it. */
  async function started() {
    const world = await start();
    const { receive } = world.parts.chat;
    world.parts.chat.receive = async (token, message) => {
      await receive(token, message);
      await world.parts.myData.delete({ token });
    };
    return { ...world, messages: `${world.base}/p/${practice.slug}/messages` };
  }
  const body = JSON.stringify({ messageId: 'm1', content: { kind: 'text', text: 'yes' } });

  test('is told to the page that sent it, which shows it; the browser forgets', async () => {
    const { messages, headers } = await started();
    const answer = await fetch(messages, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' } });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ stored: 'm1', deleted: true });
    expect(answer.headers.getSetCookie().join()).toContain('Expires=Thu, 01 Jan 1970');
  });

  test('leads to the page that says so, without script', async () => {
    const { messages, headers } = await started();
    const answer = await postForm(messages, { form: 'f1', text: 'yes' }, headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/p/${practice.slug}/my-data/deleted`]);
  });

  test('is told to an embedding site', async () => {
    const { base, token } = await started();
    const answer = await fetch(`${base}/api/chat/messages`, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
    expect(await answer.json()).toEqual({ stored: 'm1', deleted: true });
  });
});

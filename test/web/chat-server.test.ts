import { describe, expect, test } from 'vitest';
import { opening, script } from './support/conversation.ts';
import { postForm, readEvents, serveWorld } from './support/serve.ts';

async function start(more: Parameters<typeof serveWorld>[0] = {}) {
  const world = await serveWorld(more, script, opening);
  const { base } = world;
  const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const begin = async (): Promise<string> => cookieOf(await postForm(`${base}/p/linden-street/begin`, {}));
  const send = (cookie: string, messageId: string, text: string, headers: Record<string, string> = {}) => fetch(`${base}/p/linden-street/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin', cookie, ...headers },
    body: JSON.stringify({ messageId, content: { kind: 'text', text } }),
  });
  const page = async (cookie: string): Promise<string> => (await fetch(`${base}/`, { headers: { cookie } })).text();
  return { ...world, begin, send, page, cookieOf };
}

describe('the chat without script', () => {
  test('looking begins nothing; a press on Begin does, once', async () => {
    const { base, everyone, begin, page } = await start();
    await fetch(base);
    await fetch(base, { method: 'HEAD' });
    expect(everyone()).toHaveLength(0);
    const cookie = await begin();
    await postForm(`${base}/p/linden-street/begin`, {}, { cookie });
    expect(everyone()).toHaveLength(1);
    expect(await page(cookie)).toContain('I am not a person and not a therapist.');
  });

  test('words and choices go in by plain forms, and a form sent twice counts once', async () => {
    const { base, begin, page, everyone } = await start();
    const cookie = await begin();
    const url = `${base}/p/linden-street/messages`;
    const pressed = await postForm(url, { form: 'f1', step: 'consent', id: 'agree' }, { cookie });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/p/linden-street#latest']);
    await postForm(url, { form: 'f2', text: 'To be home when I am home.' }, { cookie });
    await postForm(url, { form: 'f2', text: 'To be home when I am home.' }, { cookie });
    const shown = await page(cookie);
    expect(shown.match(/To be home when I am home\./g)).toHaveLength(1);
    expect(shown).toContain('Yes, I agree');
    await postForm(url, [['form', 'f3'], ['step', 'areas'], ['id', 'sleep'], ['id', 'work'], ['done', 'yes']], { cookie });
    expect(await page(cookie)).toContain('Sleep, Work');
    // "Back", other words in the same form: another message.
    await postForm(url, { form: 'f2', text: 'And to sleep.' }, { cookie });
    expect(everyone()[0]!.taken.size).toBe(4);
  });

  test('somebody who is known is looked up once, and what is known with them not again', async () => {
    const asked: string[] = [];
    const { base, parts } = await start({ practice: async (slug) => { asked.push(`practice ${slug}`); return null; } });
    const { identify } = parts.chat;
    parts.chat.identify = (token) => { asked.push('person'); return identify(token); };
    const { token } = await parts.chat.begin('linden-street');
    const headers = { cookie: `cairn-linden-street=${token}` };
    for (const path of ['', '/messages']) expect((await fetch(`${base}/p/linden-street${path}`, { headers })).status).toBe(200);
    expect(asked).toEqual(['person', 'person']);
  });

  test('an empty form changes nothing', async () => {
    const { base, begin, everyone } = await start();
    const cookie = await begin();
    expect((await postForm(`${base}/p/linden-street/messages`, { form: 'f1', text: '  ' }, { cookie })).status).toBe(303);
    expect(everyone()[0]!.taken.size).toBe(0);
  });

  test('words sent before anything was begun begin it and are kept', async () => {
    const { base, page, cookieOf } = await start();
    const sent = await postForm(`${base}/p/linden-street/messages`, { form: 'f1', text: 'Hello?' });
    expect(await page(cookieOf(sent))).toContain('Hello?');
  });

  test('when nothing can be stored the words come back, ready to be sent again', async () => {
    const { base, begin, fail, page } = await start();
    const cookie = await begin();
    fail(true);
    const failed = await postForm(`${base}/p/linden-street/messages`, { form: 'f1', text: 'Do not lose <this>.' }, { cookie });
    const text = await failed.text();
    expect(failed.status).toBe(500);
    expect(text).toContain('<blockquote dir="auto">Do not lose &lt;this&gt;.</blockquote>');
    expect(text).toContain('Do not lose &lt;this&gt;.</textarea>');
    fail(false);
    await postForm(`${base}/p/linden-street/messages`, { form: 'f1', text: 'Do not lose <this>.' }, { cookie });
    expect(await page(cookie)).toContain('Do not lose &lt;this&gt;.');
  });

  test('a browser that keeps no cookie is told so', async () => {
    const { base } = await start();
    expect(await (await fetch(`${base}/p/linden-street?begun`)).text()).toContain('did not keep our cookie');
  });

  test('a long conversation is read in pieces', async () => {
    const { base, begin, sayTo, everyone } = await start();
    const cookie = await begin();
    for (let at = 0; at < 70; at += 1) await sayTo(everyone()[0]!.token, { text: `note ${at}.` });
    const newest = await (await fetch(`${base}/p/linden-street`, { headers: { cookie } })).text();
    expect(newest).toContain('note 69.');
    expect(newest).not.toContain('note 5.');
    const before = /\?before=(\d+)"/.exec(newest)![1];
    expect(await (await fetch(`${base}/p/linden-street?before=${before}`, { headers: { cookie } })).text()).toContain('note 5.');
  });
});

describe('the chat with script', () => {
  test('what was stored is acknowledged, and the same message again is no second one', async () => {
    const { begin, send, everyone } = await start();
    const cookie = await begin();
    const first = await send(cookie, 'm-1', 'Hello');
    expect([first.status, await first.json()]).toEqual([202, { stored: 'm-1' }]);
    expect((await send(cookie, 'm-1', 'Hello')).status).toBe(202);
    expect(everyone()[0]!.entries.filter(({ from }) => from === 'client')).toHaveLength(1);
  });

  test('a stream brings what a reload would show, and goes on where it was cut', async () => {
    const { base, begin, send, page, everyone, sayTo } = await start();
    const cookie = await begin();
    const url = `${base}/p/linden-street/events`;
    const [first, second] = await readEvents(url, 2, { cookie });
    const { html, answers, progress } = JSON.parse(second!.data) as { html: string; answers: string; progress: string };
    expect(await page(cookie)).toContain(html);
    expect(answers).toContain('Tell me more first');
    expect(progress).toContain('About 1 of 9');
    await send(cookie, 'm-1', 'Yes');
    await sayTo(everyone()[0]!.token, { text: 'Still here.' });
    const later = await readEvents(url, 4, { cookie, 'last-event-id': second!.id! });
    expect(later.map(({ id }) => Number(id))).toEqual(everyone()[0]!.entries.slice(2).map(({ seq }) => seq));
    expect(Number(first!.id)).toBeLessThan(Number(second!.id));
  });

  test('a stream that is open hears of what is said later', async () => {
    const { base, begin, everyone, sayTo } = await start();
    const cookie = await begin();
    const after = everyone()[0]!.entries.at(-1)!.seq;
    const waiting = readEvents(`${base}/p/linden-street/events?after=${after}`, 1, { cookie });
    // Said at some moment of the stream's opening: before, between or after its first reading.
    await sayTo(everyone()[0]!.token, { text: 'One more thing.' });
    expect((await waiting)[0]!.data).toContain('One more thing.');
  });

  test('nobody hears of somebody else', async () => {
    const { base, begin, everyone, sayTo } = await start();
    const [mine, theirs] = [await begin(), await begin()];
    const after = everyone().at(-1)!.entries.at(-1)!.seq;
    const listening = readEvents(`${base}/p/linden-street/events?after=${after}`, 1, { cookie: theirs });
    await sayTo(everyone()[0]!.token, { text: 'For the first only.' });
    await sayTo(everyone()[1]!.token, { text: 'For the second.' });
    expect((await listening).map(({ data }) => data).join()).not.toContain('first only');
    expect(mine).not.toBe(theirs);
  });

  test('a stream is not cached and not held back by a proxy', async () => {
    const { base, begin } = await start();
    const head = await fetch(`${base}/p/linden-street/events`, { method: 'HEAD', headers: { cookie: await begin() } });
    expect(head.headers.get('content-type')).toContain('text/event-stream');
    expect(head.headers.get('x-accel-buffering')).toBe('no');
    expect(head.headers.get('cache-control')).toBe('no-store');
  });

  test('without a person there is neither stream nor message', async () => {
    const { base, send } = await start();
    expect((await fetch(`${base}/p/linden-street/events`)).status).toBe(401);
    expect((await fetch(`${base}/p/linden-street/messages`)).status).toBe(401);
    expect((await send('cairn-linden-street=forged', 'm-1', 'x')).status).toBe(401);
  });

  test.each([
    ['{"messageId": 5}'], ['{"messageId":"m","content":{"kind":"text","text":""}}'], ['{"messageId":"a b","content":{"kind":"text","text":"x"}}'],
    ['{"messageId":"m","content":{"kind":"shout","text":"x"}}'], ['{"messageId":"m","content":{"kind":"choice","step":"s","ids":"x"}}'], ['{broken'], ['"text"'],
  ])('%s is no message', async (body) => {
    const { base, begin } = await start();
    const response = await fetch(`${base}/p/linden-street/messages`, { method: 'POST', body, headers: { 'content-type': 'application/json', accept: 'application/json', cookie: await begin() } });
    expect([response.status, await response.json()]).toEqual([400, { error: { code: 'invalid-input' } }]);
  });

  test('too many in a minute are asked to wait, and told how long', async () => {
    const { begin, send } = await start({ limits: { messagesPerMinute: 2 } });
    const cookie = await begin();
    await send(cookie, 'm-1', 'a');
    await send(cookie, 'm-2', 'b');
    const third = await send(cookie, 'm-3', 'c');
    expect([third.status, Number(third.headers.get('retry-after'))]).toEqual([429, 30]);
  });

  test('all that may be written arrives as it was written', async () => {
    const { begin, send, everyone } = await start();
    const cookie = await begin();
    const text = 'שלום <b>👩🏽‍🦽</b>\n\u202Eabc\u202C "ü" %41 \\u0041';
    await send(cookie, 'm-1', text);
    expect(everyone()[0]!.entries.find(({ from }) => from === 'client')!.body.text).toBe(text);
    // What a database cannot hold is mended, not refused.
    await send(cookie, 'm-2', 'a\u0000b\ud800');
    expect(everyone()[0]!.entries.findLast(({ from }) => from === 'client')!.body.text).toBe('ab\ufffd');
  });
});

describe('other sites', () => {
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }], [{ 'sec-fetch-site': 'same-site' }], [{ origin: 'https://evil.example' }], [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' }],
  ])('cannot write for somebody who is here: %j', async (headers) => {
    const { base, begin, everyone } = await start();
    const cookie = await begin();
    const response = await fetch(`${base}/p/linden-street/messages`, { method: 'POST', body: new URLSearchParams({ form: 'f', text: 'x' }), headers: { ...(headers as Record<string, string>), cookie } });
    expect(response.status).toBe(403);
    expect(everyone()[0]!.taken.size).toBe(0);
  });

  test('the cookie is out of reach of scripts and of other sites, and of other hosts behind TLS', async () => {
    const { base } = await start({ trustProxy: 1 });
    const plain = (await postForm(`${base}/p/linden-street/begin`, {})).headers.get('set-cookie')!;
    expect(plain).toMatch(/^cairn-linden-street=.*HttpOnly; SameSite=Lax$/);
    const secure = (await postForm(`${base}/p/linden-street/begin`, {}, { 'x-forwarded-proto': 'https' })).headers.get('set-cookie')!;
    expect(secure).toMatch(/^__Host-cairn-linden-street=.*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('the protocol for other sites', () => {
  const json = { 'content-type': 'application/json' };

  test('begin, write, read, listen with nothing but a token', async () => {
    const { base } = await start();
    const begun = await fetch(`${base}/api/chat`, { method: 'POST', headers: json, body: '{"practice":"linden-street"}' });
    const { token, practice } = (await begun.json()) as { token: string; practice: { name: string } };
    expect([begun.status, practice.name]).toEqual([201, 'Linden Street Practice']);
    const headers = { ...json, authorization: `Bearer ${token}` };
    const [, asked] = ((await (await fetch(`${base}/api/chat/messages`, { headers })).json()) as { entries: { body: { question?: { step: string } } }[] }).entries;
    expect(asked!.body.question!.step).toBe('consent');
    const pressed = await fetch(`${base}/api/chat/messages`, { method: 'POST', headers, body: JSON.stringify({ messageId: 'm1', content: { kind: 'choice', step: 'consent', ids: ['agree'] } }) });
    expect([pressed.status, await pressed.json()]).toEqual([202, { stored: 'm1' }]);
    const events = await readEvents(`${base}/api/chat/events?after=2`, 3, headers);
    expect(events.map(({ data }) => (JSON.parse(data) as { from: string; body: { text: string } }).body.text)).toEqual(['Yes, I agree', 'Thank you. We will go at your pace.', 'What do you hope to get out of coming to therapy?']);
  });

  test('a cookie is no token here', async () => {
    const { base, begin } = await start();
    const response = await fetch(`${base}/api/chat/messages`, { headers: { cookie: await begin() } });
    expect([response.status, await response.json()]).toEqual([401, { error: { code: 'unknown-person' } }]);
  });

  test('pages of named sites may call, others may not', async () => {
    const { base, everyone } = await start({ allowedOrigins: ['https://practice.example'] });
    const from = (origin: string, method = 'POST') => fetch(`${base}/api/chat`, { method, headers: { ...json, origin, 'sec-fetch-site': 'cross-site' }, ...(method === 'POST' ? { body: '{}' } : {}) });
    const preflight = await from('https://practice.example', 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'https://practice.example']);
    expect((await from('https://practice.example')).headers.get('access-control-allow-origin')).toBe('https://practice.example');
    const refused = await from('https://evil.example');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(everyone()).toHaveLength(1);
  });

  test('an unknown practice is not found', async () => {
    const { base } = await start();
    expect((await fetch(`${base}/api/chat`, { method: 'POST', headers: json, body: '{"practice":"nowhere"}' })).status).toBe(404);
  });
});

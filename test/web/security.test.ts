import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CairnError } from '../../src/errors.ts';
import type { WebParts } from '../../src/web/parts.ts';
import { practice } from './support/plan.ts';
import { postForm, serveWorld as start } from './support/serve.ts';

const ask = { form: 'ask:', do: 'ask', question: 'When do we look at this?', seen: '1' };

describe('a form from another site', () => {
  /** As browsers of different ages tell where a form comes from; `null` leaves a header out. */
  const post = (url: string, fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers });

  async function inTheChat() {
    const world = await start();
    const begun = await postForm(`${world.base}/p/linden-street/begin`, {});
    const chat = begun.headers.get('set-cookie')!.split(';')[0]!;
    const page = `${world.base}/p/linden-street/my-plan`;
    const { host } = new URL(world.base);
    return { ...world, chat, page, host };
  }

  /** What an old browser is given with the page: a cookie, and the key in every form. */
  async function keyOf(page: string, cookie: string) {
    const response = await fetch(page, { headers: { cookie } });
    const text = await response.text();
    const keys = [...text.matchAll(/name="form-key" value="([\w-]+)"/g)].map(([, key]) => key!);
    expect(keys).toHaveLength(text.match(/<form method="post"/g)!.length);
    expect(new Set(keys).size).toBe(1);
    return { key: keys[0]!, cookies: `${cookie}; ${response.headers.getSetCookie().find((line) => line.includes('form.key'))!.split(';')[0]}` };
  }

  test('is told by Sec-Fetch-Site, whatever else it says', async () => {
    const { page, chat, host, plan } = await inTheChat();
    const { key, cookies } = await keyOf(page, chat);
    for (const site of ['cross-site', 'same-site', 'something-else']) {
      expect([site, (await post(page, { ...ask, 'form-key': key }, { cookie: cookies, origin: `http://${host}`, 'sec-fetch-site': site })).status]).toEqual([site, 403]);
    }
    expect(plan().proposals).toHaveLength(0);
    expect((await post(page, ask, { cookie: chat, 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    expect(plan().proposals).toHaveLength(1);
  });

  test('is told by Origin, where a browser sends one', async () => {
    const { page, chat, host, plan } = await inTheChat();
    for (const origin of ['https://evil.example', `http://evil.${host}`, `http://${host}.evil.example`, 'nonsense', '']) {
      expect([origin, (await post(page, ask, { cookie: chat, origin })).status]).toEqual([origin, 403]);
    }
    expect(plan().proposals).toHaveLength(0);
    expect((await post(page, ask, { cookie: chat, origin: `http://${host}` })).status).toBe(303);
  });

  test.each<Record<string, string>>([{ origin: 'null' }, {}])('from an old browser, which says %j, counts only with the key of its own page', async (says) => {
    const { page, chat, plan } = await inTheChat();
    const { key, cookies } = await keyOf(page, chat);
    const other = await keyOf(page, chat);
    expect(other.key).not.toBe(key);
    for (const [fields, cookie] of [
      [ask, chat], [ask, cookies], [{ ...ask, 'form-key': '' }, cookies], [{ ...ask, 'form-key': other.key }, cookies], [{ ...ask, 'form-key': key }, chat],
    ] as [Record<string, string>, string][]) expect((await post(page, fields, { cookie, ...says })).status).toBe(403);
    expect(plan().proposals).toHaveLength(0);
    expect((await post(page, { ...ask, 'form-key': key }, { cookie: cookies, ...says })).status).toBe(303);
    expect(plan().proposals).toHaveLength(1);
  });

  test('the key is not among the words that are given back', async () => {
    const { page, chat, parts } = await inTheChat();
    const { key, cookies } = await keyOf(page, chat);
    parts.plans.act = () => Promise.reject(new Error('down'));
    const back = await (await post(page, { ...ask, 'form-key': key }, { cookie: cookies })).text();
    expect(back).toContain('When do we look at this?');
    expect(back.match(new RegExp(key, 'g'))).toHaveLength(1);
  });

  test('a browser that tells where a form comes from is given neither cookie nor key', async () => {
    const { page, chat } = await inTheChat();
    const response = await fetch(page, { headers: { cookie: chat, 'sec-fetch-site': 'none' } });
    expect([response.headers.get('set-cookie'), (await response.text()).includes('form-key')]).toEqual([null, false]);
  });

  test('a script of another site cannot send JSON: it is asked first, and told nothing that would let it', async () => {
    const { base, chat } = await inTheChat();
    const preflight = await fetch(`${base}/p/linden-street/messages`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const body = JSON.stringify({ messageId: 'm', content: { kind: 'text', text: 'x' } });
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as Record<string, string>[]) {
      expect((await fetch(`${base}/p/linden-street/messages`, { method: 'POST', body, headers: { cookie: chat, 'content-type': 'application/json', ...headers } })).status).toBe(403);
    }
    // Sent as text it needs no asking, and is no form.
    const plain = await fetch(`${base}/p/linden-street/messages`, { method: 'POST', body, headers: { cookie: chat, 'content-type': 'text/plain', origin: 'https://evil.example' } });
    expect(plain.status).toBe(415);
  });
});

describe('frames', () => {
  test('named sites may show the chat and nothing else', async () => {
    const { base } = await start({ allowedOrigins: ['https://www.linden.example'] });
    const framed = async (path: string) => {
      const { headers } = await fetch(base + path);
      return [/frame-ancestors ([^;]+)/.exec(headers.get('content-security-policy')!)![1], headers.get('x-frame-options')];
    };
    for (const path of ['/', '/p/linden-street']) expect([path, ...(await framed(path))]).toEqual([path, "'self' https://www.linden.example", null]);
    for (const path of ['/p/linden-street/my-plan', '/review/review-token', '/plan/plan-token', '/desk/desk-token', '/help-now', '/nowhere', '/signed-out']) {
      expect([path, ...(await framed(path))]).toEqual([path, "'none'", 'DENY']);
    }
    expect((await fetch(base)).headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('the chat keeps its place there behind TLS, apart for each site', async () => {
    const tls = { 'x-forwarded-proto': 'https' };
    const cookieOf = async (more: Partial<WebParts>) => {
      const { base } = await start({ trustProxy: 1, ...more });
      return (await postForm(`${base}/p/linden-street/begin`, {}, tls)).headers.get('set-cookie')!;
    };
    expect(await cookieOf({ allowedOrigins: ['https://www.linden.example'] })).toMatch(/^__Host-cairn-linden-street=.*HttpOnly; Secure; Partitioned; SameSite=None$/);
    expect(await cookieOf({})).toMatch(/^__Host-cairn-linden-street=.*HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('the numbers', () => {
  const status = async (base: string, headers: Record<string, string> = {}) => (await fetch(`${base}/metrics`, { headers })).status;

  test('are for this machine, and not for who comes through a proxy on it', async () => {
    const { base } = await start();
    expect(await status(base)).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) expect([name, await status(base, { [name]: '127.0.0.1' })]).toEqual([name, 404]);
  });

  test('are for whoever has the token', async () => {
    const { base } = await start({ metricsToken: 'a-long-enough-token' });
    const far = { 'x-forwarded-for': '203.0.113.9' };
    expect(await status(base, { ...far, authorization: 'Bearer a-long-enough-token' })).toBe(200);
    for (const authorization of ['Bearer a-long-enough-toke', 'Bearer', 'Basic a-long-enough-token', 'Bearer a-long-enough-token x', '']) expect(await status(base, { ...far, authorization })).toBe(404);
  });
});

describe('floods', () => {
  test('one address that asks too much waits, and another does not', async () => {
    const { base } = await start({ trustProxy: 1, limits: { requestsPerMinute: 5 } });
    const from = async (address: string) => {
      const response = await fetch(`${base}/signed-out`, { headers: { 'x-forwarded-for': address } });
      return [response.status, response.headers.get('retry-after')];
    };
    for (let request = 0; request < 5; request += 1) expect((await from('203.0.113.1'))[0]).toBe(200);
    expect(await from('203.0.113.1')).toEqual([429, '12']);
    expect(await (await fetch(`${base}/signed-out`, { headers: { 'x-forwarded-for': '203.0.113.1', accept: 'text/html' } })).text()).toContain('Please wait a minute');
    expect((await fetch(`${base}/help-now`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).status, 'who to call is always there').toBe(200);
    expect((await from('203.0.113.2'))[0]).toBe(200);
    // What a caller claims in front of what the proxy adds does not count.
    expect((await from('198.51.100.7, 203.0.113.1'))[0]).toBe(429);
    // Somebody with IPv6 has more addresses than anybody could count.
    for (let request = 1; request <= 5; request += 1) expect((await from(`2001:db8:41:7::${request}`))[0]).toBe(200);
    expect((await from('2001:db8:41:7:ffff::9'))[0]).toBe(429);
    expect((await from('2001:db8:41:8::1'))[0]).toBe(200);
  });

  test('one person who writes too much waits, in a minute and in a day, and another does not', async () => {
    const { base } = await start({ limits: { messagesPerMinute: 50, messagesPerDay: 3 } });
    const begin = async () => (await postForm(`${base}/p/linden-street/begin`, {})).headers.get('set-cookie')!.split(';')[0]!;
    const [loud, quiet] = [await begin(), await begin()];
    let count = 0;
    const write = async (cookie: string) => {
      count += 1;
      const body = JSON.stringify({ messageId: `m-${count}`, content: { kind: 'text', text: 'x' } });
      return (await fetch(`${base}/p/linden-street/messages`, { method: 'POST', body, headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' } })).status;
    };
    expect([await write(loud), await write(loud), await write(loud), await write(loud)]).toEqual([202, 202, 202, 429]);
    expect(await write(quiet)).toBe(202);
  });

  test('codes are asked for and tried so often from one address', async () => {
    const { base } = await start({ limits: { signInsPerMinute: 3 } });
    const tries = [];
    for (const [path, fields] of [['/review/review-token/code', { send: 'yes' }], ['/review/review-token/code', { code: '1' }], ['/new-link', { link: 'x' }], ['/sign-out', { as: 'client' }]] as const) {
      tries.push((await postForm(base + path, fields)).status);
    }
    expect(tries).toEqual([303, 303, 303, 429]);
  });

  test('so many pages of one person listen at once; one that closes makes room', async () => {
    const { base, everyone } = await start({ limits: { streamsPerPerson: 2 } });
    const begun = await postForm(`${base}/p/linden-street/begin`, {});
    const headers = { cookie: begun.headers.get('set-cookie')!.split(';')[0]! };
    const open = async () => {
      const abort = new AbortController();
      const response = await fetch(`${base}/p/linden-street/events`, { headers, signal: abort.signal });
      return { status: response.status, abort: () => abort.abort() };
    };
    const [first, second, third] = [await open(), await open(), await open()];
    expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
    first.abort();
    await expect.poll(async () => (await open()).status).toBe(200);
    second.abort();
    expect(everyone()).toHaveLength(1);
  });

  test('connections of one address are counted, and those above are ended at once', async () => {
    const { server } = await start({ limits: { connectionsPerAddress: 3 } });
    const { port } = server.http.address() as { port: number };
    const sockets = await Promise.all([1, 2, 3].map(async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    }));
    const extra = connect(port, '127.0.0.1');
    await once(extra, 'close');
    sockets[0]!.destroy();
    await expect.poll(async () => {
      const again = connect(port, '127.0.0.1');
      again.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      const answer = await new Promise<string>((resolve) => again.once('data', (data: Buffer) => resolve(String(data))).once('close', () => resolve('')));
      return answer.slice(0, 12);
    }).toBe('HTTP/1.1 200');
    for (const socket of sockets) socket.destroy();
  });

  test('a body that dribbles in is cut off', async () => {
    const { server } = await start();
    server.http.requestTimeout = 50;
    server.http.headersTimeout = 50;
    const { port } = server.http.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /p/linden-street/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nform=a');
    await once(socket.resume(), 'close');
  });

  test('headers without end are refused', async () => {
    const { base } = await start();
    expect((await fetch(base, { headers: { 'x-long': 'x'.repeat(17_000) } })).status).toBe(431);
  });

  test('a practice that can meet nobody more today says so kindly, with the way to a person', async () => {
    const { base, parts } = await start();
    parts.chat.canBegin = async () => false;
    parts.chat.begin = async () => { throw new CairnError('full-today', 'full', { details: { retryAfterSeconds: 3_600 } }); };
    const looked = await fetch(`${base}/p/linden-street`);
    const page = await looked.text();
    expect([looked.status, page.includes('Please come back tomorrow.'), page.includes(practice.contact), page.includes('/help-now')]).toEqual([200, true, true, true]);
    expect(page).not.toContain('/begin');
    const pressed = await postForm(`${base}/p/linden-street/begin`, {}, { accept: 'text/html' });
    expect([pressed.status, (await pressed.text()).includes('Please come back tomorrow.')]).toEqual([429, true]);
    const called = await fetch(`${base}/api/chat`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect([called.status, called.headers.get('retry-after'), await called.json()]).toEqual([429, '3600', { error: { code: 'full-today' } }]);
    // Somebody who is in a conversation already goes on with it.
    const words = await postForm(`${base}/p/linden-street/messages`, { form: 'f', text: 'Kept words' });
    expect([words.status, (await words.text()).includes('Kept words')]).toEqual([429, true]);
  });
});

describe('a stop with notice', () => {
  test('says that it is not ready while everybody is still served', async () => {
    const { base, server } = await start({ drainNotice: 400 });
    const agent = new Agent({ keepAlive: true });
    const status = (path: string) => new Promise<number>((resolve, reject) => {
      get(base + path, { agent }, (response) => resolve((response.resume(), response.statusCode!))).once('error', reject);
    });
    expect(await status('/readyz')).toBe(200);
    const stopped = server.drain(1_000);
    expect([await status('/readyz'), await status('/healthz'), await status('/p/linden-street')]).toEqual([503, 200, 200]);
    await stopped;
    await expect(status('/readyz')).rejects.toThrow();
    agent.destroy();
  });
});

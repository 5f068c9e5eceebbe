import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CairnError } from '../../src/errors.ts';
import { practice } from './support/plan.ts';
import { postForm, serveWorld as start } from './support/serve.ts';

describe('every answer', () => {
  test.each(['/', '/p/linden-street', '/review/review-token', '/plan/plan-token', '/desk/desk-token', '/help-now', '/mailbox', '/nowhere'])('%s is framed by nobody, indexed by nobody, kept by nobody and allows no inline code', async (path) => {
    const { base } = await start();
    const response = await fetch(base + path);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-robots-tag')).toContain('noindex');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(await response.text()).not.toMatch(/<[^>]+ (?:style|on\w+)=/);
  });

  test('styles and scripts are kept for a year under the hash of their content', async () => {
    const { base } = await start();
    const page = await (await fetch(base)).text();
    const paths = [...page.matchAll(/(?:href|src)="(\/(?:assets|accent)\/[^"]+)"/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThanOrEqual(4);
    for (const path of paths) {
      const response = await fetch(base + path);
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'public, max-age=31536000, immutable']);
    }
  });

  test.each(['/assets/../server.ts', '/assets/cairn.css', '/assets/%2e%2e%2fserver.ts', '/accent/red.css', '/accent/2f6f62', '/p/nowhere', '/constructor', '/review'])('%s is not there', async (path) => {
    const { base } = await start();
    expect((await fetch(base + path)).status).toBe(404);
  });
});

describe('what cannot be read', () => {
  const post = (base: string, body: string | Buffer, type: string, path = '/api/chat') => fetch(base + path, { method: 'POST', body, headers: { 'content-type': type } });

  test('broken JSON, broken UTF-8 and broken percents are refused with a code', async () => {
    const { base } = await start();
    for (const body of ['{', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])]) {
      const response = await post(base, body, 'application/json');
      expect([response.status, await response.json()]).toEqual([400, { error: { code: 'invalid-input' } }]);
    }
    for (const body of ['form=a&text=%FF', 'form=a&text=%zz', Buffer.from([0x66, 0x3d, 0xc3])]) {
      expect((await post(base, body, 'application/x-www-form-urlencoded', '/p/linden-street/messages')).status).toBe(400);
    }
    expect((await fetch(`${base}/p/%FF`)).status).toBe(400);
  });

  test('a body that is too large is refused before it is read', async () => {
    const { base } = await start();
    const response = await post(base, JSON.stringify({ practice: 'x'.repeat(70_000) }), 'application/json');
    expect([response.status, await response.json()]).toEqual([413, { error: { code: 'too-large' } }]);
  });

  test('a full message of the widest characters is not too large', async () => {
    const { base, everyone } = await start();
    await postForm(`${base}/p/linden-street/messages`, { form: 'f1', text: '🌊'.repeat(4_000) });
    expect(everyone()[0]!.taken.size).toBe(1);
  });

  test('an unknown address of the protocol answers in the protocol', async () => {
    const { base } = await start();
    const response = await fetch(`${base}/api/nothing`);
    expect([response.status, await response.json()]).toEqual([404, { error: { code: 'not-found' } }]);
  });
});

describe('faults', () => {
  test('are told by status and code, and their text reaches the log alone', async () => {
    const errors: unknown[] = [];
    const { base } = await start({
      practice: async () => { throw new CairnError('database-unreachable', 'secret-host:5432 refused'); },
      onError: (error, route) => errors.push([(error as CairnError).code, route]),
    });
    const page = await fetch(`${base}/p/linden-street`);
    expect([page.status, await page.text()]).toEqual([503, expect.not.stringContaining('secret-host')]);
    expect(errors).toEqual([['database-unreachable', '/p/:slug']]);
  });

  test('requests are reported by pattern, never by address', async () => {
    const seen: string[] = [];
    const { base } = await start({ onRequest: ({ method, route, status }) => seen.push(`${method} ${route} ${status}`) });
    await (await fetch(`${base}/review/review-token`)).text();
    await (await fetch(`${base}/nowhere/review-token`)).text();
    await expect.poll(() => seen).toEqual(['GET /review/:token 200', 'GET none 404']);
  });

  test('readiness follows the database', async () => {
    const { base, fail } = await start();
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    fail(true);
    expect([(await fetch(`${base}/readyz`)).status, (await fetch(`${base}/healthz`)).status]).toEqual([503, 200]);
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('cairn_up 1');
  });
});

describe('other channels', () => {
  test('see the request before any body is read, at its full address', async () => {
    const seen: string[] = [];
    const { base } = await start({
      listeners: [{
        path: '/slack',
        async handler(request, response) {
          let body = '';
          for await (const chunk of request) body += String(chunk);
          seen.push(`${request.url} ${body}`);
          response.writeHead(200).end('taken');
        },
      }],
    });
    const response = await fetch(`${base}/slack/events?x=1`, { method: 'POST', body: '{"type":"event"}', headers: { 'content-type': 'application/json', origin: 'https://slack.example' } });
    expect([await response.text(), response.headers.get('content-security-policy'), seen]).toEqual(['taken', null, ['/slack/events?x=1 {"type":"event"}']]);
    expect((await fetch(`${base}/slackers`)).status).toBe(404);
  });

  test('a listener that fails is a fault like any other', async () => {
    const { base } = await start({ listeners: [{ path: '/slack', handler: () => Promise.reject(new Error('x')) }] });
    expect((await fetch(`${base}/slack`)).status).toBe(500);
  });
});

describe('stopping', () => {
  test('streams end, answers under way are given, nothing new is taken', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let asked = (): void => {};
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const { base, server } = await start({ metrics: async () => { asked(); await held; return { contentType: 'text/plain', text: 'late' }; } });
    const begun = await postForm(`${base}/p/linden-street/begin`, {});
    const stream = await fetch(`${base}/p/linden-street/events`, { headers: { cookie: begun.headers.get('set-cookie')!.split(';')[0]! } });
    const slow = fetch(`${base}/metrics`);
    await arrived;
    const stopped = server.drain(5_000);
    await stream.text();
    release();
    expect(await (await slow).text()).toBe('late');
    await stopped;
    await expect(fetch(base)).rejects.toThrow();
  });

  test('whoever does not finish in time is cut off', async () => {
    const { base, server } = await start({ metrics: () => new Promise(() => {}) });
    const never = fetch(`${base}/metrics`).catch(() => 'cut off');
    await once(server.http, 'request');
    await server.drain(50);
    expect(await never).toBe('cut off');
  });

  test('a request that never ends is not waited for long', async () => {
    const { server } = await start();
    expect(server.http.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(server.http.requestTimeout).toBeLessThanOrEqual(30_000);
    server.http.headersTimeout = 50;
    server.http.requestTimeout = 50;
    const { port } = server.http.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toContain('408');
  });
});

describe('plain pages', () => {
  test('help follows the country that was chosen, else the practice’s', async () => {
    const { base } = await start();
    const home = await (await fetch(`${base}/help-now?practice=linden-street`)).text();
    expect(home).toContain('href="tel:112"');
    expect(home).toContain(practice.contact);
    const elsewhere = await (await fetch(`${base}/help-now?practice=linden-street&country=US`)).text();
    expect(elsewhere).not.toContain('116 123');
    expect(await (await fetch(`${base}/help-now?country=<script>`)).text()).not.toContain('<script>');
  });

  test('help is there when nothing else is', async () => {
    const { base } = await start({ practice: async () => { throw new Error('down'); } });
    expect((await fetch(`${base}/help-now?practice=linden-street`)).status).toBe(200);
  });

  test('the mailbox is there for the demo only', async () => {
    const demo = await start();
    expect(await (await fetch(`${demo.base}/mailbox`)).text()).toContain('href="http://127.0.0.1:8080/review/review-token"');
    const { base } = await start({ mailbox: undefined });
    expect((await fetch(`${base}/mailbox`)).status).toBe(404);
  });
});

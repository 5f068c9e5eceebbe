import { describe, expect, test } from 'vitest';
import type { DoorPart, LinkInAddress, WebParts } from '../../src/web/parts.ts';
import { practice } from './support/plan.ts';
import { postForm, serveWorld } from './support/serve.ts';

const session = 's'.repeat(43);
const change = { form: 'change:i4', do: 'change', item: 'i4', seen: '1', text: 'One evening a month', target: '5', reason: 'To start small.' };

/** A door in front of the review: the real pages, with the code 123456. */
async function start(more: Partial<WebParts> & { door?: Partial<DoorPart> } = {}) {
  const told: unknown[] = [];
  const door: DoorPart = {
    look: async ({ token }, held) => (token !== 'review-token' ? null
      : held.device('therapist') === session ? { open: true }
      : { open: false, practice, language: 'en', sentTo: { channel: 'mail', address: 'ines@linden.example' } }),
    async sendCode(link: LinkInAddress) {
      if (link.token !== 'review-token') return null;
      told.push(link);
      return 'sent';
    },
    enter: async ({ token }, code) => (token !== 'review-token' ? null : code === '123456' ? { token: session, as: 'therapist', seconds: 600 } : code === '999999' ? 'spent' : 'wrong'),
    signOut: async (as, held, which) => void told.push([as, held.device(as), which]),
    newLink: (token) => void told.push(token),
    ...more.door,
  };
  const world = await serveWorld({ ...more, door });
  const url = `${world.base}/review/review-token`;
  return { ...world, told, url, text: async (at = url, headers = {}) => (await fetch(at, { headers: { 'sec-fetch-site': 'none', ...headers } })).text() };
}

const cookieOf = (response: Response): string => response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');

describe('the door', () => {
  test('a forwarded link shows nothing until a code proves the reader', async () => {
    const { url, plan, text, told } = await start();
    const closed = await text();
    expect(closed).toContain('i•••@linden.example');
    expect(closed).not.toContain('Mara');
    expect(told).toEqual([]);
    const late = await postForm(url, change);
    expect([late.status, plan().proposals.length]).toEqual([403, 0]);

    expect((await postForm(`${url}/code`, { send: 'yes' })).headers.get('location')).toBe('/review/review-token?code=sent');
    expect(told).toEqual([{ token: 'review-token', purpose: 'review' }]);
    expect((await postForm(`${url}/code`, { code: '000000' })).headers.get('location')).toBe('/review/review-token?code=wrong');
    expect(await text(`${url}?code=wrong`)).toContain('aria-invalid');

    const entered = await postForm(`${url}/code`, { code: ' 123 456 ' });
    expect(entered.headers.get('location')).toBe('/review/review-token');
    expect(await text(url, { cookie: cookieOf(entered) })).toContain('Treatment plan of Mara');
  });

  test('words on their way when a session ends are given back', async () => {
    const { url } = await start();
    const late = await (await postForm(url, change)).text();
    expect(late).toContain('To start small.</blockquote>');
    expect(late).toContain('Your words are still here.');
  });

  test('says what to do when a code is spent, and when too many were asked for', async () => {
    const { url, text } = await start();
    expect((await postForm(`${url}/code`, { code: '999999' })).headers.get('location')).toBe('/review/review-token?code=spent');
    const spent = await text(`${url}?code=spent`);
    expect(spent).toContain('Please ask for a new one.');
    expect(spent).not.toContain('name="code"');
    expect(await text(`${url}?code=too-many`)).toContain('wait a quarter of an hour');
    expect(await text(`${url}?code=%3Cscript%3E`)).toBe(await text());
  });

  test('an unknown link says what it always says', async () => {
    const { base } = await start();
    expect((await fetch(`${base}/review/nope`)).status).toBe(404);
    expect((await postForm(`${base}/review/nope/code`, { send: 'yes' })).status).toBe(404);
    expect((await postForm(`${base}/review/nope/code`, { code: '123456' })).status).toBe(404);
  });

  test('in the demo the page leads to the mailbox, elsewhere it does not', async () => {
    const first = await start();
    expect(await first.text(`${first.url}?code=sent`)).not.toContain('/mailbox');
    const demo = await start({ door: { mailbox: '/mailbox' } as DoorPart });
    expect(await demo.text(`${demo.url}?code=sent`)).toContain('href="/mailbox"');
  });

  test('without a way to reach the person it says how to reach the practice', async () => {
    const { text } = await start({ door: { look: async () => ({ open: false, practice, language: 'en', sentTo: null }) } as unknown as DoorPart });
    const page = await text();
    expect(page).toContain(practice.contact);
    expect(page).not.toContain('name="send"');
  });
});

describe('the session cookie', () => {
  test('is out of reach of scripts and of other sites, and ends in time', async () => {
    const { url } = await start();
    const plain = (await postForm(`${url}/code`, { code: '123456' })).headers.get('set-cookie')!;
    expect(plain).toMatch(/^cairn-signed\.therapist=s{43}; Max-Age=600; Path=\/; .*HttpOnly; SameSite=Lax$/);
  });

  test('behind TLS it belongs to this host and to TLS alone', async () => {
    const { url } = await start({ trustProxy: 1 });
    const secure = (await postForm(`${url}/code`, { code: '123456' }, { 'x-forwarded-proto': 'https' })).headers.get('set-cookie')!;
    expect(secure).toMatch(/^__Host-cairn-signed\.therapist=s{43}; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('signing out', () => {
  test('here, everywhere, and from the chat on every other device', async () => {
    const { base, told } = await start();
    const headers = { cookie: `cairn-signed.therapist=${session}` };
    const here = await postForm(`${base}/sign-out`, { as: 'therapist' }, headers);
    expect([here.status, here.headers.get('location')]).toEqual([303, '/signed-out']);
    expect(here.headers.get('set-cookie')).toMatch(/^cairn-signed\.therapist=; Path=\/; Expires=Thu, 01 Jan 1970/);
    await postForm(`${base}/sign-out`, { as: 'therapist', everywhere: 'yes' }, headers);
    await postForm(`${base}/sign-out`, { as: 'client', everywhere: 'yes', practice: 'linden-street' });
    expect(told).toEqual([
      ['therapist', session, { everywhere: false }],
      ['therapist', session, { everywhere: true }],
      ['client', null, { everywhere: true, practice: 'linden-street' }],
    ]);
    expect(await (await fetch(`${base}/signed-out?everywhere`)).text()).toContain('on every device');
  });

  test('is offered where somebody is signed in: on the desk, on a review, on a client’s plan', async () => {
    const { base } = await serveWorld();
    for (const [path, who] of [['/desk/desk-token', 'therapist'], ['/review/review-token', 'therapist'], ['/plan/plan-token', 'client']]) {
      const page = await (await fetch(base + path)).text();
      expect(page.match(new RegExp(`action="/sign-out"[^>]*>[^]*?name="as" value="${who}"`, 'g'))).toHaveLength(2);
    }
  });
});

describe('a link that does not open', () => {
  test('offers a new one, by the same answer whatever was asked for', async () => {
    const { base, told, text } = await start();
    const old = 'o'.repeat(43);
    expect(await text(`${base}/plan/${old}`)).toContain(`name="link" value="${old}"`);
    expect(await text(`${base}/plan/no-link-at-all`)).not.toContain('name="link"');
    const answers = await Promise.all(['review-token', 'nope-token', ''].map(async (link) => {
      const response = await postForm(`${base}/new-link`, { link });
      return [response.status, response.headers.get('location')];
    }));
    expect(answers).toEqual(Array(3).fill([303, '/new-link']));
    expect(told).toEqual(['review-token', 'nope-token', '']);
    expect((await postForm(`${base}/new-link`, [['link', 'a'], ['link', 'b']])).status).toBe(303);
    expect(told).toHaveLength(3);
  });
});

describe('handing over', () => {
  test('is a page that says what happens, and one deliberate press', async () => {
    const { base } = await serveWorld();
    const url = `${base}/review/review-token/hand-over`;
    const page = await (await fetch(url)).text();
    expect(page).toContain('Ana Ruiz');
    expect(page).toContain('Mara is told who they will work with');
    expect((await postForm(url, { to: 't2' })).headers.get('location')).toBe('/handed-over');
    expect((await postForm(url, { to: 'somebody' })).status).toBe(404);
    expect((await postForm(url, { to: 't2' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

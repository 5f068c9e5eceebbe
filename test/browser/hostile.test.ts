import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTherapist, deskLink } from '../../src/actions/admin.ts';
import { accountOfToken } from '../../src/actions/chat-on-web.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { launchBrowser } from '../support/browser.ts';
import { startCairn, type TestCairn } from '../support/cairn.ts';
import { signInByMail } from '../support/sign-in.ts';
import { WebClient } from '../start/web-client.ts';
import { attacks, clean, foreign, watched } from './attacks.ts';

/** Words that mean to be code, in every field that anybody can write into, on every page, in a real browser. */

const shots = 'test-results/hostile';

let next = 0;
const attack = (): string => attacks[(next += 1) % attacks.length]!;

let cairn: TestCairn;
let browser: Browser;
let client: WebClient;
let context: BrowserContext;
let embedders: { named: Server; other: Server };
let at: { review: string; plan: string; desk: string; deskPlan: string; history: string; slug: string };
const written: string[] = [];
const say = (): string => {
  const text = attack();
  written.push(text);
  return text;
};

const site = async (html: () => string): Promise<Server> => {
  const server = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end(html())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  const frames = (): string => ['/', `/p/${at.slug}/my-plan`, at.review, '/help-now'].map((path) => `<iframe src="${cairn.url}${path}" title="${path}"></iframe>`).join('');
  embedders = { named: await site(frames), other: await site(frames) };
  [cairn, browser] = await Promise.all([startCairn({ ALLOWED_ORIGINS: urlOf(embedders.named) }), launchBrowser()]);
  const { app } = cairn;
  const { prisma } = app.store;
  const practice = await prisma.practice.findFirstOrThrow({ include: { therapists: true } });
  const [therapist] = practice.therapists;
  // Those who set a practice up are trusted, and their words are shown as text all the same.
  await prisma.practice.update({ where: { id: practice.id }, data: { name: `Willow ${attacks[0]}`, contact: `call ${attacks[1]}` } });
  await prisma.therapist.update({ where: { id: therapist!.id }, data: { name: `Robin ${attacks[2]}` } });
  await addTherapist(app, { practiceId: practice.id, name: `Ana ${attacks[3]}`, email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });

  client = await WebClient.begin(cairn.url);
  const open = ['hope', 'hardest', 'areas', 'better', 'more-of', 'why-it-matters', 'signs', 'helped-before', 'would-try', 'rather-not', 'private-note'];
  await client.talk({ name: attacks[0]!, ...Object.fromEntries(open.map((step) => [step, say()])), goals: [attacks[1]!, attacks[2]!, { press: ['done'] }] });
  const { clientId } = (await accountOfToken(app, client.token))!;
  const plan = await prisma.treatmentPlan.findFirstOrThrow({ where: { clientId: clientId! } });
  const link = async (purpose: 'review' | 'plan'): Promise<string> => new URL(await linkTo(app, {
    purpose, practiceId: practice.id, planId: plan.id, ...(purpose === 'plan' ? { clientId: clientId! } : { therapistId: therapist!.id }),
  }, 14)).pathname;
  const desk = new URL(await deskLink(app, practice.slug, therapist!.email)).pathname;
  at = { review: await link('review'), plan: await link('plan'), desk, deskPlan: `${desk}/plan/${plan.id}`, history: `${desk}/history/${plan.id}`, slug: practice.slug };

  const session = await signInByMail(cairn.url + desk, cairn.dataDir);
  const chat = `cairn-${practice.slug}=${encodeURIComponent(client.token)}`;
  const post = async (path: string, cookie: string, fields: Record<string, string>): Promise<void> => {
    const { status } = await fetch(cairn.url + path, { method: 'POST', redirect: 'manual', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ form: fields.do!, seen: '1', ...fields }) });
    expect([fields.do, status]).toEqual([fields.do, 303]);
  };
  const items = await (await fetch(cairn.url + at.review, { headers: { cookie: session } })).text();
  const lines = [...new Set([...items.matchAll(/id="line-([\w-]+)"/g)].map(([, id]) => id!))];
  await post(at.review, session, { do: 'change', item: lines[0]!, text: say(), reason: say() });
  await post(at.review, session, { do: 'remove', item: lines[1]!, reason: say() });
  await post(at.review, session, { do: 'ask', item: lines[2]!, question: say() });
  await post(at.review, session, { do: 'add', kind: 'strategy', text: say(), reason: say() });
  await post(at.review, session, { do: 'note', text: say() });
  await post(at.review, session, { do: 'send' });
  await post(`/p/${practice.slug}/my-plan`, chat, { do: 'add', kind: 'measure', text: say(), reason: say() });
  await post(`/p/${practice.slug}/my-plan`, chat, { do: 'ask', question: say() });
  await client.write(`I want to kill myself tonight ${say()}`);

  context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await context.addCookies([session, chat].map((cookie) => {
    const [name, value] = [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)];
    return { name, value, url: cairn.url, httpOnly: true, sameSite: 'Lax' as const };
  }));
  await context.addInitScript(watched);
});

afterAll(async () => {
  await browser?.close();
  await cairn?.stop();
  embedders?.named.close();
  embedders?.other.close();
});

interface Seen {
  page: Page;
  /** Whatever went elsewhere, opened a box or broke. */
  strange: string[];
}

async function open(path: string): Promise<Seen> {
  const page = await context.newPage();
  const strange: string[] = [];
  page.on('dialog', (dialog) => {
    strange.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => strange.push(error.message));
  page.on('request', (request) => request.url().startsWith(cairn.url) || strange.push(request.url()));
  await page.goto(cairn.url + path);
  return { page, strange };
}

const pages: [name: string, path: () => string, shows: RegExp | null][] = [
  ['the chat', () => `/p/${at.slug}`, /<script>window\.ran="script"<\/script>/],
  ['the chat at the home address', () => '/', null],
  ['the client’s plan', () => `/p/${at.slug}/my-plan`, /onerror="window\.ran='img'"/],
  ['the client’s plan by link', () => at.plan, /onerror="window\.ran='img'"/],
  ['the review', () => at.review, /<svg onload=/],
  ['the review from the desk', () => at.deskPlan, /<svg onload=/],
  ['the desk', () => at.desk, /<script>window\.ran/],
  ['the history', () => at.history, /window\.ran/],
  ['inviting', () => `${at.desk}/invite`, null],
  ['settings', () => `${at.desk}/settings`, null],
  ['how far people come', () => `${at.desk}/intake`, /<script>window\.ran/],
  ['handing over', () => `${at.review}/hand-over`, /<iframe srcdoc=/],
  ['help', () => `/help-now?practice=${at.slug}`, /onerror=/],
  ['the mailbox', () => '/mailbox', null],
];

describe('what people wrote stays what they wrote', () => {
  test.each(pages)('on %s', async (_name, path, shows) => {
    const { page, strange } = await open(path());
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(await foreign(page)).toEqual(clean);
    const text = await page.locator('body').innerText();
    if (shows) expect(text).toMatch(shows);
    expect(strange).toEqual([]);
    await page.close();
  });

  test('every attack is on the therapist’s page as text, letter for letter', async () => {
    const { page } = await open(at.review);
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    const text = (await page.locator('body').textContent())!;
    expect(new Set(written).size).toBe(attacks.length);
    expect(attacks.filter((one) => !text.includes(one))).toEqual([]);
    await page.close();
  });

  test('also when it comes while the chat is open, and when it is typed', async () => {
    const { page, strange } = await open(`/p/${at.slug}`);
    for (const one of attacks) {
      await page.getByRole('textbox', { name: 'Your message' }).fill(one);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await expect.poll(async () => (await page.locator('.entry.client .said').allTextContents()).at(-1)).toBe(one);
    }
    expect(await foreign(page)).toEqual(clean);
    expect(strange).toEqual([]);
    await page.close();
  });

  test('also when a form is refused and its words are given back', async () => {
    const { page, strange } = await open(at.review);
    await page.evaluate(`for (const form of document.querySelectorAll('form[data-form^="change"]')) {
      form.noValidate = true;
      for (const field of form.querySelectorAll('textarea')) field.value = field.name === 'reason' ? '' : ${JSON.stringify(attacks.join(' '))};
    }`);
    await page.evaluate(`document.querySelector('form[data-form^="change"] button').click()`);
    await page.locator('#kept').waitFor();
    expect(await page.locator('#kept textarea').first().inputValue()).toBe(attacks.join(' '));
    expect(await foreign(page)).toEqual(clean);
    expect(strange).toEqual([]);
    await page.close();
  });

  test.each([
    (text: string) => `/help-now?practice=${text}&country=${text}&from=${text}`, (text: string) => `/${text}`, (text: string) => `/p/${text}`, (text: string) => `/review/${text}`,
    (text: string) => `${at.review}?did=${text}&code=${text}`, (text: string) => `${at.desk}?q=${text}&show=${text}`, (text: string) => `/signed-out?everywhere=${text}`,
  ])('also when it comes in an address: %s', async (address) => {
    for (const one of attacks.slice(0, 5)) {
      const { page, strange } = await open(address(encodeURIComponent(one)));
      expect(await foreign(page)).toEqual(clean);
      expect(strange).toEqual([]);
      await page.close();
    }
  });
});

describe('a site that shows Cairn in a frame', () => {
  const framesOf = async (server: Server): Promise<Record<string, boolean>> => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(urlOf(server), { waitUntil: 'load' });
    const shown = await Promise.all(page.frames().slice(1).map(async (frame) => {
      const title = await (await frame.frameElement()).getAttribute('title');
      return [title!, frame.url().startsWith(cairn.url) && await frame.locator('main').count() > 0] as const;
    }));
    await page.context().close();
    return Object.fromEntries(shown);
  };

  test('gets the chat when it is named, and nothing else', async () => {
    expect(await framesOf(embedders.named)).toEqual({ '/': true, [`/p/${at.slug}/my-plan`]: false, [at.review]: false, '/help-now': false });
  });

  test('gets nothing when it is not', async () => {
    expect(Object.values(await framesOf(embedders.other))).toEqual([false, false, false, false]);
  });
});

describe('the pages of signing in', () => {
  const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 900 } };
  const looked: [string, () => string][] = [
    ['code', () => at.review], ['code-sent', () => `${at.review}?code=sent`], ['code-wrong', () => `${at.review}?code=wrong`], ['code-spent', () => `${at.review}?code=spent`],
    ['code-too-many', () => `${at.desk}?code=too-many`], ['code-client', () => `${at.plan}?code=sent`], ['signed-out', () => '/signed-out?everywhere'], ['new-link', () => '/new-link'],
    ['link-gone', () => '/review/nope'], ['handed-over', () => '/handed-over'],
  ];
  const signedIn: [string, () => string][] = [['hand-over', () => `${at.review}/hand-over`], ['desk-foot', () => at.desk], ['plan-foot', () => `/p/${at.slug}/my-plan`]];

  describe.each(Object.entries(sizes))('on a %s', (size, viewport) => {
    test.each([...looked.map((one) => [...one, false] as const), ...signedIn.map((one) => [...one, true] as const)])('%s is readable and operable for everybody', async (name, path, inside) => {
      const own = await browser.newContext({ viewport, reducedMotion: 'reduce', isMobile: size === 'phone', hasTouch: size === 'phone' });
      if (inside) await own.addCookies(await context.cookies());
      const page = await own.newPage();
      await page.goto(cairn.url + path());
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      await page.screenshot({ path: `${shots}/${name}-${size}.png`, fullPage: true });
      await own.close();
    });
  });
});

import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskLink } from '../../src/actions/admin.ts';
import { inboxOf } from '../../src/actions/inbox.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { Channel, ChannelName, InboundContent, Sender } from '../../src/channels/channel.ts';
import { findAccountOf } from '../../src/store/accounts.ts';
import { collectingChannel, talkThrough, type CollectingChannel, type Talker } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { startCairn, type TestCairn } from '../support/cairn.ts';
import { signInByMail } from '../support/sign-in.ts';
import { attacks, clean, foreign, watched } from './attacks.ts';

/** Words that mean to be code and come from a chat platform, on the pages of their therapist and their own. */

let cairn: TestCairn;
let browser: Browser;
let desk: string;
let session: string;
beforeAll(async () => {
  [cairn, browser] = await Promise.all([startCairn(), launchBrowser()]);
  const { therapists: [therapist], slug } = await cairn.app.store.prisma.practice.findFirstOrThrow({ include: { therapists: true } });
  desk = new URL(await deskLink(cairn.app, slug, therapist!.email)).pathname;
  session = await signInByMail(cairn.url + desk, cairn.dataDir);
});
afterAll(async () => {
  await browser?.close();
  await cairn?.stop();
});

/** Somebody on a platform, at Cairn's own port. */
function personOn(name: ChannelName): Talker & { sender: Sender; channel: CollectingChannel } {
  const channel = collectingChannel(name);
  (cairn.app.channels as Map<ChannelName, Channel>).set(name, channel);
  const sender: Sender = { channel: name, workspace: name === 'discord' ? '' : 'T1', userId: `person-on-${name}` };
  const inbox = inboxOf(cairn.app);
  const say = async (content: InboundContent): Promise<void> => {
    await inbox.message({ sender, address: 'A1', messageId: randomUUID(), content });
    const { prisma } = cairn.app.store;
    const account = (await findAccountOf(prisma, sender))!;
    await expect.poll(() => prisma.outboundMessage.count({ where: { accountId: account.id, sentAt: null } }), { interval: 5, timeout: 10_000 }).toBe(0);
  };
  return {
    sender, channel,
    get question() {
      return channel.sent.at(-1)?.body.question;
    },
    write: (text) => say({ kind: 'text', text }),
    press: (...ids) => say({ kind: 'choice', step: channel.sent.at(-1)!.body.question!.step, ids }),
  };
}

async function signedIn(...cookies: string[]): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await context.addCookies(cookies.map((cookie) => ({ name: cookie.slice(0, cookie.indexOf('=')), value: cookie.slice(cookie.indexOf('=') + 1), url: cairn.url, httpOnly: true, sameSite: 'Lax' as const })));
  await context.addInitScript(watched);
  return context;
}

/** What is wrong with a page, and what can be read on it. */
async function look(context: BrowserContext, path: string): Promise<{ text: string }> {
  const page = await context.newPage();
  const strange: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => strange.push('dialog')));
  page.on('pageerror', (error) => strange.push(error.message));
  page.on('request', (request) => request.url().startsWith(cairn.url) || strange.push(request.url()));
  await page.goto(cairn.url + path);
  await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  expect([path, await foreign(page), strange]).toEqual([path, clean, []]);
  const text = (await page.locator('body').textContent())!;
  await page.close();
  return { text };
}

describe.each(['slack', 'teams', 'discord'] as const)('what somebody wrote on %s', (name) => {
  test('stays what they wrote, on every page that shows it', { timeout: 120_000 }, async () => {
    const person = personOn(name);
    await person.write('hello');
    const open = ['hope', 'hardest', 'areas', 'better', 'more-of', 'why-it-matters', 'signs', 'helped-before', 'would-try', 'rather-not', 'private-note'];
    const says = Object.fromEntries(open.map((step, nth) => [step, attacks[nth % attacks.length]!]));
    await talkThrough(person, { name: `${attacks[0]!} of ${name}`, ...says, goals: [attacks[1]!, attacks[2]!, { press: ['done'] }] });
    await person.write(`I want to kill myself tonight ${attacks[3]!}`);

    const { prisma } = cairn.app.store;
    const { clientId, practiceId } = (await findAccountOf(prisma, person.sender))!;
    const plan = await prisma.treatmentPlan.findFirstOrThrow({ where: { clientId: clientId! } });
    const theirs = await signedIn(session);
    const { text } = await look(theirs, `${desk}/plan/${plan.id}`);
    expect(attacks.filter((one) => !text.includes(one))).toEqual([]);
    for (const path of [desk, `${desk}/history/${plan.id}`]) expect((await look(theirs, path)).text).toContain(attacks[0]!);
    await look(theirs, `${desk}/plan/${plan.id}/hand-over`);
    await theirs.close();

    // Their own page, behind the code that came into their chat.
    const link = await linkTo(cairn.app, { purpose: 'plan', practiceId, clientId: clientId!, planId: plan.id }, 14);
    const post = (fields: Record<string, string>) => fetch(`${link}/code`, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields) });
    const before = person.channel.sent.length;
    await post({ send: 'yes' });
    await expect.poll(() => person.channel.sent.length, { timeout: 10_000 }).toBeGreaterThan(before);
    const code = /\bis (\d{6})\b/.exec(person.channel.sent.at(-1)!.body.text)![1]!;
    const own = await signedIn((await post({ code })).headers.get('set-cookie')!.split(';')[0]!);
    expect((await look(own, new URL(link).pathname)).text).toContain(attacks[1]!);
    await look(own, `${new URL(link).pathname}/my-data`);
    await own.close();
  });
});

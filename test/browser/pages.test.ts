import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanAct } from '../../src/core/plan/act.ts';
import type { TreatmentPlan } from '../../src/core/plan/plan.ts';
import { launchBrowser } from '../support/browser.ts';
import { opening, script } from '../web/support/conversation.ts';
import { memoryParts } from '../web/support/parts.ts';
import { agreedPlan, life, livedRow, lookedBack } from '../web/support/life.ts';
import { freshPlan, planAfter } from '../web/support/plan.ts';
import { spanishPlan, spanishView } from '../web/support/spanish.ts';
import { serve, type Served } from '../web/support/serve.ts';

const world = await memoryParts(script, opening);
let browser: Browser;
let served: Served;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), serve(world.parts)]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

const reword: PlanAct = { do: 'change', item: 'i4', to: { text: 'One evening a month', target: 5 }, reason: 'To start small.', seen: 1, send: false };
const drafted = (): TreatmentPlan => planAfter([
  ['client', { do: 'add', item: { kind: 'measure', text: 'I read the bedtime story', sources: [], goal: 'i4' }, reason: 'I miss it.', seen: 1, send: true }],
  ['client', { do: 'ask', item: 'i5', question: 'Three times?', seen: 1, send: true }],
  ['therapist', reword],
]);
const sent = (): TreatmentPlan => planAfter([['therapist', { ...reword, send: true }], ['therapist', { do: 'ask', item: 'i7', question: 'Six?', seen: 1, send: true }], ['client', { do: 'reply', proposal: 'p10', text: 'Why a month?' }]]);
const lived = (): TreatmentPlan => {
  world.setLife(life);
  world.setRow(livedRow);
  return agreedPlan();
};
const inSpanish = (): TreatmentPlan => {
  world.setRead(spanishView);
  return spanishPlan();
};
const due = (): TreatmentPlan => {
  world.setReview({ on: '2027-03-04', due: true, open: lookedBack, next: '2027-09-04' });
  return lived();
};
const closed = (): TreatmentPlan => {
  world.setReview({ earlier: [{ ...lookedBack, outcome: 'close' }] });
  const goals = [{ item: 'i3', ended: 'achieved' as const, words: 'I go home while there is some of me left.' }, { item: 'i4', ended: 'carried-on' as const }];
  return planAfter([['therapist', { do: 'close', seen: 1, goals, words: 'It was good to work with you.' }]], lived());
};
const declined = (): TreatmentPlan => planAfter([['therapist', { do: 'decline', reason: 'Let us meet first.' }]]);
const changedTwice = (): TreatmentPlan => planAfter([['therapist', { ...reword, send: true }], ['client', { do: 'decide', proposal: 'p10', decision: 'accept', remark: 'Fine.' }]]);

const pages: { name: string; path: string; plan?: () => TreatmentPlan; ready?: (page: Page) => Promise<unknown> }[] = [
  { name: 'the chat', path: '/', ready: (page) => page.getByRole('button', { name: 'Yes, I agree' }).waitFor() },
  { name: 'the chat with its menu open', path: '/', ready: (page) => page.locator('#menu summary').click() },
  {
    name: 'boxes to tick', path: '/',
    async ready(page) {
      await page.getByRole('button', { name: 'Yes, I agree' }).click();
      await page.getByText('What do you hope').waitFor();
      await page.getByRole('textbox', { name: 'Your message' }).fill('To be home.');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByLabel('Sleep').check();
    },
  },
  { name: 'a review with drafts and questions', path: '/review/review-token', plan: drafted, ready: unfoldAll },
  { name: 'a review after an answer', path: '/review/review-token?did=sent', plan: changedTwice, ready: unfoldAll },
  { name: 'a declined plan', path: '/review/review-token', plan: declined },
  { name: 'the client’s plan', path: '/plan/plan-token', plan: sent, ready: unfoldAll },
  { name: 'a review after check-ins', path: '/review/review-token', plan: lived, ready: unfoldAll },
  { name: 'the client’s plan after check-ins', path: '/plan/plan-token', plan: lived, ready: unfoldAll },
  { name: 'a review whose look at the whole plan is due', path: '/review/review-token', plan: due, ready: unfoldAll },
  { name: 'the client’s plan when its look is due', path: '/plan/plan-token', plan: due },
  { name: 'a review of a closed plan', path: '/review/review-token', plan: closed, ready: unfoldAll },
  { name: 'the client’s closed plan', path: '/plan/plan-token', plan: closed, ready: unfoldAll },
  { name: 'a review of a client who writes another language', path: '/review/review-token', plan: inSpanish, ready: unfoldAll },
  { name: 'the desk', path: '/desk/desk-token', plan: freshPlan },
  { name: 'the desk after check-ins', path: '/desk/desk-token', plan: lived },
  { name: 'a plan’s history', path: `/desk/desk-token/history/${freshPlan().id}`, plan: changedTwice, ready: unfoldAll },
  { name: 'inviting a client', path: '/desk/desk-token/invite' },
  { name: 'an invite just made', path: '/desk/desk-token/invite', ready: (page) => page.getByRole('button', { name: 'Make an invite' }).click() },
  { name: 'invites that are open', path: '/desk/desk-token/invite', ready: (page) => page.getByRole('button', { name: 'End all' }).waitFor() },
  { name: 'a therapist’s settings', path: '/desk/desk-token/settings' },
  { name: 'how far people come', path: '/desk/desk-token/intake' },
  { name: 'an invite', path: '/i/invite-token' },
  { name: 'a code for a chat', path: '/desk/desk-token/settings', ready: (page) => page.getByRole('button', { name: 'Connect another chat' }).click() },
  { name: 'help', path: '/help-now?practice=linden-street' },
  { name: 'the mailbox', path: '/mailbox' },
  { name: 'a link that does not open', path: '/review/nope' },
];

function unfoldAll(page: Page): Promise<unknown> {
  return page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
}

const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 900 } };

describe.each(Object.entries(sizes))('on a %s', (size, viewport) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each(pages)('$name is readable and operable for everybody', async ({ path, plan, ready }) => {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', hasTouch: size === 'phone', isMobile: size === 'phone' });
      const page = await context.newPage();
      const broken: string[] = [];
      page.on('pageerror', (error) => broken.push(error.message));
      page.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && broken.push(message.text()));
      world.setLife(null);
      world.setRow({});
      world.setRead({});
      world.setReview({ on: null, due: false, open: null, earlier: [] });
      if (plan) world.setPlan(plan());
      await page.goto(served.base + path);
      await ready?.(page);

      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 'nothing runs out of the screen').toBe(0);
      expect(await smallTargets(page), 'everything to press is at least 44 pixels high or wide').toEqual([]);
      expect(broken).toEqual([]);
      await context.close();
    });
  });
});

/** What can be pressed and is smaller than a fingertip; links inside running text may be. */
function smallTargets(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('button, summary, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), label.choice, a.button, nav a')]
    .filter((one) => one.checkVisibility())
    .map((one) => ({ box: one.getBoundingClientRect(), name: one.outerHTML.slice(0, 80) }))
    .filter(({ box }) => box.height < 44 || box.width < 44)
    .map(({ box, name }) => name + ' ' + Math.round(box.width) + 'x' + Math.round(box.height))`);
}

test('a phone turned on its side, or text twice as large, still shows the whole chat', async () => {
  const context = await browser.newContext({ viewport: { width: 640, height: 320 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(served.base);
  await page.getByRole('button', { name: 'Yes, I agree' }).click();
  await page.getByText('What do you hope').waitFor();
  await page.evaluate('document.documentElement.style.fontSize = "200%"');
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  await context.close();
});

test('what is to be passed on can be copied with one press, and by hand where there is no script', async () => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${served.base}/desk/desk-token/invite`);
  await page.getByRole('button', { name: 'Make an invite' }).click();
  for (const what of ['Link', 'Code']) {
    await page.getByRole('button', { name: `Copy: ${what}` }).click();
    await page.getByText('Copied.').first().waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await page.getByLabel(what, { exact: true }).inputValue());
  }
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await plain.newPage();
  await without.goto(`${served.base}/desk/desk-token/invite`);
  await without.getByRole('button', { name: 'Make an invite' }).click();
  expect(await without.getByLabel('Link', { exact: true }).inputValue()).toContain('/i/');
  expect(await without.getByRole('button', { name: 'Copy' }).count()).toBe(0);
  await plain.close();
});

test('printing a review leaves the controls, the drafts and what is private on the screen', async () => {
  world.setPlan(drafted());
  const page = await browser.newPage();
  await page.goto(`${served.base}/review/review-token`);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['Ask about sleep next time.', 'Jonas does not know yet', 'One evening a month', 'Suggest this', 'Your decision']) {
    expect([hidden, await page.getByText(hidden).first().isVisible()]).toEqual([hidden, false]);
  }
  for (const kept of ['Notice sooner when work takes over', 'My father worked like this', 'Linden Street Practice', 'content mark']) expect([kept, await page.getByText(kept).first().isVisible()]).toEqual([kept, true]);
  expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000);
  await page.close();
});

test('how a plan ended is printed with it', async () => {
  world.setPlan(closed());
  const page = await browser.newPage();
  await page.goto(`${served.base}/plan/plan-token`);
  await page.emulateMedia({ media: 'print' });
  for (const kept of ['It was good to work with you.', 'I go home while there is some of me left.', 'Goes on without the plan', 'That nobody minded.']) expect([kept, await page.getByText(kept).first().isVisible()]).toEqual([kept, true]);
  await page.close();
});

test('the pictures of a plan are printed, what is to be pressed is not', async () => {
  world.setPlan(lived());
  const page = await browser.newPage();
  await page.goto(`${served.base}/plan/plan-token`);
  await page.getByRole('button', { name: 'Print this page' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  const visible = await Promise.all(['.progress-chart', '.noted', '.copies', '.moved .fold'].map((part) => page.locator(part).first().isVisible()));
  expect(visible).toEqual([true, true, false, false]);
  await page.close();
});

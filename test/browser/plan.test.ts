import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { memoryParts } from '../web/support/parts.ts';
import { planAfter } from '../web/support/plan.ts';
import { serve, type Served } from '../web/support/serve.ts';

let browser: Browser;
let served: Served;
let context: BrowserContext;
let world: Awaited<ReturnType<typeof memoryParts>>;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await memoryParts();
  served = await serve(world.parts);
});
afterEach(async () => {
  await context.close();
  await served.close();
});

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  await page.goto(served.base + path);
  return page;
}

const goal = (page: Page) => page.locator('#line-i4');
async function reword(page: Page, words: string, why: string): Promise<void> {
  await goal(page).getByText('Reword').click();
  await goal(page).getByLabel('New wording').fill(words);
  await goal(page).getByLabel('Why (Mara reads this)').first().fill(why);
}

describe.each([true, false])('with script: %s', (javaScriptEnabled) => {
  test('a therapist rewords, suggests, thinks again, sends; the client answers; both agree', async () => {
    const review = await open('/review/review-token', { javaScriptEnabled });
    await reword(review, 'One evening a month with Jonas', 'To start small.');
    await goal(review).getByRole('button', { name: 'Add to my suggestions' }).first().click();
    await review.getByText('Added to your suggestions. Not sent yet.').waitFor();
    await review.getByRole('button', { name: 'Suggest this: A fixed time for Monday on Sunday' }).click();
    await review.getByRole('button', { name: 'Suggest this: I notice when I speak harshly' }).click();
    await review.getByRole('group', { name: 'You suggest adding' }).last().getByRole('button', { name: 'Undo' }).click();
    await review.getByRole('button', { name: 'Send 2 suggestions to Mara' }).click();
    await review.getByText('Sent to Mara.').waitFor();

    await review.goto(`${served.base}/plan/plan-token`);
    await review.getByRole('link', { name: 'Go to the first one' }).click();
    const change = review.getByRole('group', { name: 'Dr. Ines Albrecht suggests a change' });
    await change.getByLabel('Anything you want to add').fill('Yes, small is good.');
    await change.getByRole('button', { name: 'Yes' }).click();
    await review.getByRole('group', { name: 'Dr. Ines Albrecht suggests adding' }).getByRole('button', { name: 'Not for me' }).click();
    await review.getByText('That is fine. The plan stays as it is.').waitFor();

    await review.goto(`${served.base}/review/review-token`);
    await review.getByText('Yes, small is good.').first().waitFor();
    await review.getByRole('button', { name: 'Approve this plan' }).click();
    await review.goto(`${served.base}/plan/plan-token`);
    await review.getByRole('button', { name: 'I agree with this plan' }).click();
    await review.getByText('You and Dr. Ines Albrecht agreed on this plan').waitFor();
    expect(world.plan().versions.at(-1)!.items.find(({ id }) => id === 'i4')!.text).toBe('One evening a month with Jonas');
  });
});

test('a line is reworded by keyboard alone', async () => {
  const page = await open('/review/review-token', { viewport: { width: 1280, height: 900 } });
  await goal(page).locator('summary', { hasText: 'Reword' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Other words');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Because.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent yet', { exact: true }).waitFor();
  expect(world.plan().proposals[0]).toMatchObject({ reason: 'Because.', change: { do: 'change', after: { text: 'Other words' } } });
});

test('half-written words survive a reload, and are gone once they are sent', async () => {
  const page = await open('/review/review-token');
  await reword(page, 'Half-written words', 'A reason');
  await page.reload();
  expect(await goal(page).getByLabel('New wording').inputValue()).toBe('Half-written words');
  expect(await goal(page).getByLabel('New wording').isVisible()).toBe(true);
  await goal(page).getByRole('button', { name: 'Add to my suggestions' }).first().click();
  await page.getByText('Not sent yet', { exact: true }).waitFor();
  expect(page.url()).not.toContain('did=');
  await goal(page).getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  expect(await goal(page).getByLabel('New wording').inputValue()).not.toBe('Half-written words');
});

test('two quick presses are one suggestion', async () => {
  const page = await open('/review/review-token');
  await reword(page, 'Pressed twice', 'A reason');
  await goal(page).getByRole('button', { name: 'Add to my suggestions' }).first().dblclick();
  await page.getByText('Not sent yet', { exact: true }).waitFor();
  expect(world.plan().proposals).toHaveLength(1);
});

test('a plan that changed meanwhile: the words are still in the open form, one tap away', async () => {
  const page = await open('/review/review-token');
  await reword(page, 'My careful words', 'My careful reason');
  world.setPlan(planAfter([['therapist', { do: 'change', item: 'i4', to: { text: 'Changed elsewhere' }, reason: 'r', seen: 1, send: true }], ['client', { do: 'decide', proposal: 'p10', decision: 'accept' }]]));
  await goal(page).getByRole('button', { name: 'Add to my suggestions' }).first().click();
  await page.getByText('This plan changed while you were writing').first().waitFor();
  await page.getByRole('link', { name: 'Your words are still in the form.' }).click();
  expect(await goal(page).getByLabel('New wording').inputValue()).toBe('My careful words');
  await goal(page).getByRole('button', { name: 'Add to my suggestions' }).first().click();
  await page.getByText('Not sent yet', { exact: true }).waitFor();
  expect(world.plan().proposals.at(-1)).toMatchObject({ state: 'drafted', reason: 'My careful reason' });
});

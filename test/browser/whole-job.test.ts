import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startCairn, type TestCairn } from '../support/cairn.ts';

/** The whole job as two people see it: a client on a phone, a therapist at a desk, until both have agreed. */

const shots = 'test-results/whole-job';
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 900 } };

/** What axe found on the pages looked at, told at the end so that one barrier does not hide the next. */
const barriers: string[] = [];

let cairn: TestCairn;
let browser: Browser;
let clientContext: BrowserContext;
let therapistContext: BrowserContext;
let client: Page;
let therapist: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  [cairn, browser] = await Promise.all([startCairn(), launchBrowser()]);
  clientContext = await browser.newContext(phone);
  therapistContext = await browser.newContext(desktop);
  client = await clientContext.newPage();
  therapist = await therapistContext.newPage();
});

afterAll(async () => {
  await browser?.close();
  await cairn?.stop();
});

const said = (page: Page) => page.getByRole('log').locator('.entry.cairn .said');

/** Waits until Cairn has said something that holds these words. */
const hear = (page: Page, words: string) => expect.poll(async () => (await said(page).allInnerTexts()).slice(-3).join('\n'), { timeout: 15_000 }).toContain(words);

async function write(text: string, next: string): Promise<void> {
  await client.getByRole('textbox', { name: 'Your message' }).fill(text);
  await client.getByRole('button', { name: 'Send', exact: true }).click();
  await hear(client, next);
}

async function press(label: string, next: string): Promise<void> {
  await client.getByRole('button', { name: label, exact: true }).click();
  await hear(client, next);
}

/** A chat is looked at as it stands on the screen, a page from top to bottom. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: !name.includes('-chat-') });
  const { violations } = await new AxeBuilder({ page }).analyze();
  barriers.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`));
}

const main = () => therapist.getByRole('main').innerText();

/** Opens one of the folded forms of a plan line on the therapist's page. */
async function fold(line: string, form: string, fill: (form: Locator) => Promise<void>, ready: number): Promise<void> {
  const item = therapist.locator('.line').filter({ has: therapist.getByRole('heading', { name: line, exact: true }) });
  const details = item.locator('details').filter({ has: therapist.locator('summary').getByText(form, { exact: true }) });
  await details.locator('summary').click();
  await fill(details);
  await drafted(ready);
}

/** Waits until so many suggestions are ready to send. */
const drafted = (count: number) => therapist.getByRole('button', { name: count === 1 ? 'Send one suggestion to Sam' : `Send ${count} suggestions to Sam` }).waitFor();

async function openFromMail(subject: string): Promise<void> {
  await expect.poll(async () => {
    await therapist.goto(`${cairn.url}/mailbox`);
    return main();
  }).toContain(subject);
  await therapist.getByRole('link', { name: /\/review\// }).first().click();
}

async function onPhone(url: string): Promise<Page> {
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(url);
  return page;
}

/** Has the code sent, reads it in the mailbox that the page leads to, and enters it. */
async function enterCode(page: Page, shot: string): Promise<void> {
  await look(page, `${shot}-code`);
  expect(await page.getByRole('main').innerText()).not.toMatch(/Sam|Sleep through/);
  await page.getByRole('button', { name: 'Send me the code' }).click();
  await look(page, `${shot}-code-sent`);
  const [mailbox] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Demo mailbox' }).click()]);
  const newest = mailbox.getByRole('listitem').first();
  await expect.poll(async () => {
    await mailbox.reload();
    return newest.innerText();
  }).toMatch(/your code is \d{6}/);
  const [, code] = /your code is (\d{6})/.exec(await newest.innerText())!;
  await mailbox.close();
  await page.getByLabel('The code').fill(code!);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

describe('from a first hello to a plan that both agreed to', () => {
  test('the client holds the intake conversation in the web chat', { timeout: 120_000 }, async () => {
    await client.goto(cairn.url);
    await hear(client, 'Do you agree?');
    await look(client, '01-chat-first-words');
    await press('Yes, I agree', 'Are you 18 or older?');
    await press('Yes', 'What would you like to be called?');
    await write('Sam', 'Which country are you in');
    await write('ireland', 'What do you hope to get out of coming to therapy?');
    await write('I want to feel less tense at work and be myself at home again', 'What feels hardest right now?');
    await write('I lie awake worrying about what my manager said. <b>Every</b> night.', 'Which of these fit?');
    await look(client, '02-chat-areas');
    await client.getByRole('checkbox', { name: /Sleep/ }).check();
    await client.getByRole('checkbox', { name: /Work/ }).check();
    await press('Done', 'What would feeling better actually look like?');
    await write('I would laugh with my kids in the evening instead of going over the day', 'What do you want more of');
    await write('Rest, and time outside', 'What would you like to be able to do');
    await write('Never feel anxious at work again', 'You can send another');
    await write('Sleep through most nights', 'You can send another');
    await press('That is all', 'Which one matters most');
    await press('Sleep through most nights', 'Why does this matter to you?');
    await write('I snap at everyone when I am tired', 'How would you know that things have improved?');
    await write('I would wake up before the alarm and feel ready', 'How close does');
    await look(client, '03-chat-scale');
    await press('2', 'good enough for you?');
    await press('7', 'You wrote: “Never feel anxious at work again”');
    await look(client, '04-chat-wording-offer');
    await press('Keep mine', 'Why does this matter to you?');
    await write('I liked my job once', 'How would you know');
    await write('I could say in a meeting what I think', 'How close does');
    await press('3', 'good enough for you?');
    await press('6', 'What has helped you before');
    await write('Long walks, and talking to my sister', 'would like to try');
    await client.getByRole('checkbox', { name: 'Writing things down' }).check();
    await press('Done', 'rather not do');
    await client.getByRole('checkbox', { name: 'Talking about the past' }).check();
    await press('Done', 'look at the whole plan together');
    await write('six months', 'that should stay out of the plan?');
    await write('My father was ill last year and I do not want to talk about it yet', 'Does this look right to you?');
    await look(client, '05-chat-summary');
    await press('Yes, send it to Robin Hale', 'I have put your words into a first draft');
  });

  test('history and the open question survive a reload', async () => {
    await client.reload();
    await hear(client, 'I have put your words into a first draft');
    expect(await client.getByRole('log').innerText()).toContain('I lie awake worrying about what my manager said. <b>Every</b> night.');
  });

  test('the therapist gets a mail without the client\'s words, and opens the plan from it', async () => {
    await expect.poll(async () => {
      await therapist.goto(`${cairn.url}/mailbox`);
      return therapist.getByRole('main').innerText();
    }).toContain('A draft plan is ready for your review');
    const mail = await therapist.getByRole('main').innerText();
    expect(mail).not.toMatch(/Sleep through|manager|Sam/);
    await look(therapist, '06-mailbox');
    await therapist.getByRole('link', { name: /\/review\// }).click();
    await enterCode(therapist, '06');
    await expect.poll(() => therapist.getByRole('main').innerText()).toContain('Sleep through most nights');
    const page = await therapist.getByRole('main').innerText();
    expect(page).toContain('I lie awake worrying about what my manager said. <b>Every</b> night.');
    expect(page).toContain('My father was ill last year');
    await look(therapist, '07-review');
  });

  test('the therapist rewords a goal, takes an area out, suggests from the library, asks and notes; nothing reaches the client yet', { timeout: 90_000 }, async () => {
    const before = await client.getByRole('log').innerText();
    await fold('Never feel anxious at work again', 'Reword', async (form) => {
      await form.getByLabel('New wording').fill('Notice anxiety at work sooner, and steady myself');
      await form.getByLabel(/^Why/).fill('So that a hard day does not undo what you have won.');
      await form.getByRole('button', { name: 'Add to my suggestions' }).click();
    }, 1);
    await fold('Work or study', 'Remove', async (form) => {
      await form.getByLabel(/^Why/).fill('Your second goal says it already.');
      await form.getByRole('button', { name: 'Add to my suggestions' }).click();
    }, 2);
    await fold('Sleep through most nights', 'Ask', async (form) => {
      await form.getByLabel('Your question to Sam').fill('What does your evening look like now?');
      await form.getByRole('button', { name: 'Add to my suggestions' }).click();
    }, 3);
    await therapist.getByRole('button', { name: /^Suggest this:/ }).first().click();
    await drafted(4);
    await therapist.getByLabel('A note to yourself').fill('Grief for the father? Leave room, do not push.');
    await therapist.getByRole('button', { name: 'Save note' }).click();
    await expect.poll(() => main()).toContain('Note saved.');
    await look(therapist, '08-review-with-suggestions');
    expect(await client.getByRole('log').innerText()).toBe(before);
    expect(await therapist.getByRole('button', { name: 'Approve this plan' }).count()).toBe(0);
  });

  test('sent suggestions come to the chat one by one, and the client answers each', { timeout: 90_000 }, async () => {
    await therapist.getByRole('button', { name: 'Send 4 suggestions to Sam' }).click();
    await expect.poll(() => main()).toContain('Sent to Sam.');
    await hear(client, 'Notice anxiety at work sooner, and steady myself');
    await hear(client, 'So that a hard day does not undo what you have won.');
    await look(client, '09-chat-suggestion');
    await press('Why?', 'If that is not enough');
    await press('Yes', 'suggests taking this out');
    await press('Not for me', 'suggests adding this');
    await press('Let us talk about it', 'What would you like to say or ask about it?');
    await write('I am not sure I could do that at home', 'What does your evening look like now?');
    await write('I scroll on my phone until one', 'That is all for now');
    expect(await client.getByRole('log').innerText()).not.toContain('Grief for the father');
  });

  test('the therapist answers, the client says yes, and both approve the same version', { timeout: 90_000 }, async () => {
    await openFromMail('A client has answered your suggestions');
    const page = await main();
    expect(page).toContain('I am not sure I could do that at home');
    expect(page).toContain('I scroll on my phone until one');
    await look(therapist, '10-review-answered');
    const card = therapist.getByRole('group', { name: /^You suggest adding/ });
    await card.getByText('Reply').click();
    await card.getByRole('textbox').fill('We can try it here first, for two minutes.');
    await card.getByRole('button', { name: /^Send/ }).click();
    await hear(client, 'We can try it here first, for two minutes.');
    await press('Yes', 'This is your plan as it stands');
    await hear(client, 'Notice anxiety at work sooner, and steady myself');
    await look(client, '11-chat-approve');
    await press('Yes, I agree to this plan', 'That is all for now');
    await therapist.reload();
    await therapist.getByRole('button', { name: 'Approve this plan' }).click();
    await hear(client, 'You and Robin Hale have now both agreed to the plan.');
    await expect.poll(() => main()).toContain('You have both agreed.');
    await look(therapist, '12-review-agreed');
  });

  test('the client sees the agreed plan on a page of their own, without the therapist\'s notes', async () => {
    await client.getByRole('textbox', { name: 'Your message' }).fill('my plan');
    await client.getByRole('button', { name: 'Send', exact: true }).click();
    await hear(client, 'Here is your plan as it stands.');
    await client.getByRole('link', { name: 'Open your plan' }).last().click();
    const page = await client.getByRole('main').innerText();
    expect(page).toContain('Notice anxiety at work sooner, and steady myself');
    expect(page).not.toContain('Grief for the father');
    await look(client, '13-client-plan');
  });

  test('the desk lists the plan as agreed, and its history says what changed', async () => {
    await therapist.goto(`${cairn.url}/mailbox`);
    await therapist.getByRole('link', { name: /\/desk\// }).first().click();
    await expect.poll(() => main()).toContain('Sam');
    await look(therapist, '14-desk');
    const other = await onPhone(therapist.url());
    await enterCode(other, '15');
    await expect.poll(() => other.getByRole('main').innerText()).toContain('Sam');
    await look(other, '15-desk-phone');
  });

  test('the therapist signs out on every device, and the desk asks for a code again on each', async () => {
    const desk = therapist.url();
    await therapist.getByRole('button', { name: 'Sign out on every device' }).click();
    await expect.poll(() => main()).toContain('You are signed out on every device.');
    await look(therapist, '16-signed-out');
    await therapist.goto(desk);
    expect(await main()).toContain('One more step');
    expect(await main()).not.toContain('Sam');
  });

  test('no page that was looked at holds a barrier', () => {
    expect(barriers).toEqual([]);
  });
});

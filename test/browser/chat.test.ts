import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MessageBody } from '../../src/core/conversation/message.ts';
import { launchBrowser } from '../support/browser.ts';
import { opening, script } from '../web/support/conversation.ts';
import { memoryParts, type Script } from '../web/support/parts.ts';
import { serve, type Served } from '../web/support/serve.ts';

let browser: Browser;
let served: Served;
let context: BrowserContext;
let world: Awaited<ReturnType<typeof memoryParts>>;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(() => start());
afterEach(async () => {
  await context.close();
  await served.close();
});

async function start(says: Script = script, first: MessageBody[] = opening, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  world = await memoryParts(says, first);
  served = await serve(world.parts);
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...options });
}

/** Another world, browser window and conversation than the one that was prepared. */
async function restart(...args: Parameters<typeof start>): Promise<void> {
  await context.close();
  await served.close();
  await start(...args);
}

const open = async (path = '/'): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(served.base + path);
  return page;
};
const box = (page: Page) => page.getByRole('textbox', { name: 'Your message', exact: true });
const said = (page: Page) => page.locator('#log .said').allTextContents();
const fromClient = () => world.everyone()[0]!.entries.filter(({ from }) => from === 'client').map(({ body }) => body.text);
const poll = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
const stored = (many: number) => poll(() => (world.everyone()[0] ? fromClient().length : 0)).toBe(many);

describe('a conversation', () => {
  test('begins by itself, is answered by thumb, and stands as it was after a reload', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
    await box(page).fill('To be home when I am home.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByLabel('Sleep').check();
    await page.getByLabel('Work', { exact: true }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: '3', exact: true }).click();
    await page.getByRole('link', { name: 'Open your plan' }).waitFor();
    expect(fromClient()).toEqual(['Yes, I agree', 'To be home when I am home.', 'Sleep, Work', '3']);
    const before = await said(page);
    await page.reload();
    expect(await said(page)).toEqual(before);
    expect(await page.locator('#progress progress').getAttribute('value')).toBe('6');
  });

  test('goes by keyboard alone', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    const to = async (name: string) => {
      for (let at = 0; at < 20; at += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate('document.activeElement.textContent || document.activeElement.labels?.[0]?.textContent || ""') as string).includes(name)) return;
      }
      throw new Error(`${name} was not reached`);
    };
    await to('Yes, I agree');
    await page.keyboard.press('Enter');
    await page.getByText('What do you hope').waitFor();
    await to('Your message');
    await page.keyboard.type('One line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('and another');
    await page.keyboard.press('Enter');
    await page.getByLabel('Sleep').waitFor();
    // The box keeps the focus, and the choices stand right before it.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await to('Done');
    await page.keyboard.press('Enter');
    await page.getByText('How close').waitFor();
    // The pressed button is gone; the next press of Tab leads to the new choices.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await stored(4);
    expect(fromClient()).toEqual(['Yes, I agree', 'One line\nand another', 'Low mood', '0']);
  });

  test('only what is new is announced', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    const log = page.getByRole('log');
    expect([await log.getAttribute('aria-live'), await log.getAttribute('aria-relevant')]).toEqual(['polite', 'additions']);
    await page.evaluate(`window.changes = []; new MutationObserver((all) => all.forEach((one) => { window.changes.push([one.removedNodes.length, [...one.addedNodes].map((node) => node.tagName)]); })).observe(document.querySelector('#log .entries'), { childList: true })`);
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
    // Mine once when it was written, then the two that came: nothing was put in again.
    expect(await page.evaluate('window.changes')).toEqual([[0, ['LI']], [0, ['LI']], [0, ['LI']]]);
    expect(await page.locator('#answers').evaluate((one: any) => !!one.closest('[aria-live]'))).toBe(false);
  });

  test('the menu sends plain words', async () => {
    const page = await open();
    await page.locator('#menu summary').click();
    await page.getByRole('button', { name: 'Why are you asking?' }).click();
    await stored(1);
    expect(fromClient()).toEqual(['why']);
    expect(await page.locator('#menu').getAttribute('open')).toBeNull();
  });

  test('on a touch keyboard Enter is a new line', async () => {
    await restart(script, opening, { hasTouch: true, isMobile: true });
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await box(page).click();
    await page.keyboard.type('a');
    await page.keyboard.press('Enter');
    await page.keyboard.type('b');
    expect(await box(page).inputValue()).toBe('a\nb');
  });

  test('a message that is too long is neither cut nor sent nor lost', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await box(page).fill('a'.repeat(3_700));
    await page.getByText('300 characters left').waitFor();
    await box(page).fill('🌊'.repeat(4_010));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('This is 10 characters too long').waitFor();
    expect((await box(page).inputValue()).length).toBe(8_020);
    await box(page).fill('🌊'.repeat(4_000));
    await page.getByRole('button', { name: 'Send' }).click();
    await stored(1);
    expect([...fromClient()[0]!].length).toBe(4_000);
  });

  test('no more boxes than there is room for', async () => {
    await restart(script, [{ text: 'Which?', question: { step: 'areas', kind: 'many', most: 1, ownWords: true, choices: [{ id: 'a', label: 'One' }, { id: 'b', label: 'Two' }] } }]);
    const page = await open();
    await page.getByLabel('One').check();
    await page.getByLabel('Two').check();
    await page.getByText('Please pick at most 1.').waitFor();
    expect(await page.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    await page.getByLabel('One').uncheck();
    await page.getByRole('button', { name: 'Done' }).click();
    await stored(1);
    expect(fromClient()).toEqual(['Two']);
  });

  test('earlier messages come in above, without a jump and without a word from the screen reader', async () => {
    await restart(() => [], Array.from({ length: 70 }, (_, at) => ({ text: `Note ${at}.` })));
    const page = await open();
    await page.getByText('Note 69.').waitFor();
    await page.reload();
    expect(await page.getByText('Note 3.', { exact: true }).count()).toBe(0);
    const where = () => page.getByText('Note 12.', { exact: true }).evaluate((one: any) => Math.round(one.getBoundingClientRect().top));
    await page.evaluate('scrollTo(0, 0)');
    const before = await where();
    await page.getByRole('link', { name: 'Show earlier messages' }).click();
    await page.getByText('Note 3.', { exact: true }).waitFor({ state: 'attached' });
    expect(Math.abs((await where()) - before)).toBeLessThan(3);
    expect(await said(page)).toHaveLength(70);
    expect(await page.getByRole('link', { name: 'Show earlier messages' }).count()).toBe(0);
  });

  test('two windows of one person show the same', async () => {
    const [one, other] = [await open(), await open()];
    await one.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await other.reload();
    await other.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await box(one).fill('Seen in both.');
    await one.getByRole('button', { name: 'Send' }).click();
    await other.getByText('Seen in both.').waitFor();
    expect(await other.locator('#answers button').count()).toBe(await one.locator('#answers button').count());
  });
});

describe('whatever is written', () => {
  const nasty = ['<script>window.hit = 1</script>', '<img src=x onerror="window.hit = 1">', '"><svg onload=window.hit=1>', '**bold** [link](javascript:window.hit=1)', '{{7*7}} ${7*7}', '</textarea><script>window.hit=1</script>'];

  test('stands there as text, live and after a reload, from either side', async () => {
    await restart(({ body }) => [{ text: `You wrote: ${body.text}`, question: { step: 's', kind: 'one', ownWords: true, choices: [{ id: '"><img src=x onerror=window.hit=1>', label: body.text, hint: body.text }] } }]);
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    for (const [at, text] of nasty.entries()) {
      await box(page).fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
      await poll(async () => (await said(page)).length).toBe(4 + at * 2);
    }
    for (let round = 0; round < 2; round += 1) {
      expect((await said(page)).slice(2)).toEqual(nasty.flatMap((text) => [text, `You wrote: ${text}`]));
      expect(await page.evaluate('window.hit')).toBeUndefined();
      expect(await page.locator('#log img, #log script, #log svg').count()).toBe(0);
      await page.reload();
    }
    await page.locator('#answers button').click();
    await stored(nasty.length + 1);
  });

  test('runs in its own direction', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await box(page).fill('אני רוצה לישון');
    expect(await box(page).evaluate((one) => (globalThis as unknown as { getComputedStyle(one: unknown): { direction: string } }).getComputedStyle(one).direction)).toBe('rtl');
    await page.getByRole('button', { name: 'Send' }).click();
    await stored(1);
    await page.reload();
    expect(await page.locator('.entry.client .said').getAttribute('dir')).toBe('auto');
  });
});

describe('a bad connection', () => {
  test('what is written without one is shown, kept and sent in its order when it is back', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
    await context.setOffline(true);
    for (const text of ['First.', 'Second.']) {
      await box(page).fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
    }
    await page.getByText('No connection.').waitFor();
    expect((await said(page)).slice(-2)).toEqual(['First.', 'Second.']);
    expect(fromClient()).toEqual(['Yes, I agree']);
    await context.setOffline(false);
    await stored(3);
    expect(fromClient().slice(1)).toEqual(['First.', 'Second.']);
    await page.getByText('How close').waitFor();
    await poll(() => page.locator('.entry .state:not(:empty)').count()).toBe(0);
  });

  test('a closed window loses nothing: the draft and what was not sent are there again, and go once', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
    world.fail(true);
    await box(page).fill('Sent while the server was down.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Not sent yet.').waitFor();
    await box(page).fill('Half a thou');
    await page.close();
    const again = await open();
    expect((await said(again)).at(-1)).toBe('Sent while the server was down.');
    expect(await box(again).inputValue()).toBe('Half a thou');
    world.fail(false);
    await stored(2);
    await again.getByText('Which of these').waitFor();
    expect(fromClient().at(-1)).toBe('Sent while the server was down.');
    await again.reload();
    expect((await said(again)).filter((text) => text.startsWith('Sent while'))).toHaveLength(1);
  });

  test('an answer that got lost on its way makes no second message', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
    // The message arrives; the page never hears so the first time.
    await page.route('**/messages', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await box(page).fill('Only once.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Which of these').waitFor();
    await poll(() => page.evaluate('Object.keys(localStorage).length')).toBe(0);
    expect(fromClient().filter((text) => text === 'Only once.')).toHaveLength(1);
    expect((await said(page)).filter((text) => text === 'Only once.')).toHaveLength(1);
  });

  test('a server that went away and came back goes on where it was', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    const { port } = new URL(served.base);
    await served.close();
    await page.getByText('No connection.').waitFor();
    const { createServer } = await import('../../src/web/server.ts');
    const server = createServer(world.parts);
    await world.sayTo(world.everyone()[0]!.token, { text: 'Said while you were away.' });
    await server.listen(Number(port), '127.0.0.1');
    await page.getByText('Said while you were away.').waitFor();
    await page.getByText('Connected again.').waitFor();
    await box(page).fill('Still here.');
    await page.getByRole('button', { name: 'Send' }).click();
    await stored(1);
    await page.close();
    await server.drain(1_000);
  });

  test('where streams are held back, asking brings what they should have', async () => {
    await context.route('**/events?*', (route) => route.abort());
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await page.getByText('What do you hope').waitFor();
  });

  test('a message that can never be taken gives its words back', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Yes, I agree' }).waitFor();
    await page.route('**/messages', (route) => route.fulfill({ status: 400, json: { error: { code: 'invalid-input' } } }), { times: 2 });
    await box(page).fill('Words of mine.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('This could not be sent.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Put it back in the box' }).click();
    expect(await box(page).inputValue()).toBe('Words of mine.');
    expect(await said(page)).not.toContain('Words of mine.');
  });

  test('a browser without cookies is told what to do, and begins no second conversation', async () => {
    let begun = 0;
    // The page is told that it has begun, and nothing that it asks for afterwards brings a cookie along.
    await context.route('**/begin', (route) => {
      begun += 1;
      return route.fulfill({ status: 201, json: { person: 'somebody' } });
    });
    const page = await open();
    await page.getByText('did not keep our cookie').waitFor();
    expect(begun).toBe(1);
  });
});

describe('without script', () => {
  test('the whole conversation works by forms', async () => {
    await restart(script, opening, { javaScriptEnabled: false });
    const page = await open();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await box(page).fill('To be home.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByLabel('Sleep').check();
    await page.getByLabel('Work', { exact: true }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: '3', exact: true }).click();
    await page.getByRole('link', { name: 'Open your plan' }).waitFor();
    await page.locator('#menu summary').click();
    await page.getByRole('button', { name: 'Take a break' }).click();
    await page.locator('.entry.client').getByText('pause').waitFor();
    expect(fromClient()).toEqual(['Yes, I agree', 'To be home.', 'Sleep, Work', '3', 'pause']);
  });
});

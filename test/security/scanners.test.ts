import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, theirWords, type World } from './support/world.ts';

/**
 * Mail scanners and link previews open every address in a message, follow where it leads, and some press every button. They
 * run in a browser of their own, which holds no session and cannot read the code.
 */

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.cairn.stop());

let scanners = 0;

/** A browser that keeps cookies, follows redirects, and sends every form of every page with what stands in it. */
class Scanner {
  readonly pages: { at: string; status: number; text: string }[] = [];
  readonly pressed: string[] = [];
  private readonly cookies = new Map<string, string>();
  private readonly seen = new Set<string>();
  private readonly headers: Record<string, string>;

  constructor(headers: Record<string, string>) {
    scanners += 1;
    // Each comes from somewhere else.
    this.headers = { ...headers, 'x-forwarded-for': `198.19.0.${scanners}` };
  }

  async open(at: string, init: RequestInit = {}): Promise<string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(world.cairn.url + at, { ...init, redirect: 'manual', headers: { accept: 'text/html', ...this.headers, ...(cookie && { cookie }) } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=') as [string, string];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const text = await response.text();
    this.pages.push({ at, status: response.status, text });
    const to = response.headers.get('location');
    return to && response.status < 400 ? this.open(to.split('#')[0]!) : text;
  }

  /** Whatever can be reached from an address, breadth first. */
  async scan(start: string, most = 150): Promise<void> {
    const queue = [start];
    while (queue.length > 0 && this.pages.length < most) {
      const at = queue.shift()!;
      if (this.seen.has(at)) continue;
      this.seen.add(at);
      await fetch(world.cairn.url + at, { method: 'HEAD', headers: this.headers });
      const text = await this.open(at);
      for (const form of text.matchAll(/<form method="post" action="([^"]+)"[^>]*>([^]*?)<\/form>/g)) queue.push(...await this.press(form[1]!, form[2]!));
      queue.push(...linksIn(text));
    }
  }

  /** Sends a form, with a number in every empty box, as a scanner that guesses would. Returns where that leads to. */
  private async press(action: string, inner: string): Promise<string[]> {
    const fields = [...inner.matchAll(/<(?:input|textarea|button)\b[^>]*\bname="([^"]+)"(?:[^>]*?\bvalue="([^"]*)")?/g)].map(([, name, value]): [string, string] => [name!, value ?? '123456']);
    const key = `${action} ${JSON.stringify(fields.filter(([name]) => name !== 'form-key'))}`;
    // Twice, because some press again what did not lead on.
    if (this.pressed.filter((one) => one === key).length >= 2) return [];
    this.pressed.push(key);
    const text = await this.open(action, { method: 'POST', body: new URLSearchParams(fields) });
    return [this.pages.at(-1)!.at, ...linksIn(text)];
  }
}

const linksIn = (text: string): string[] =>
  [...text.matchAll(/<a\b[^>]*href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&').split('#')[0]!).filter((href) => href !== '' && !href.startsWith('/mailbox'));

const kinds: [string, Record<string, string>][] = [
  ['that says where a form comes from', { 'sec-fetch-site': 'same-origin' }],
  ['that does not', {}],
  ['that says it followed a link from elsewhere', { 'sec-fetch-site': 'cross-site' }],
];

describe.each(kinds)('a scanner %s', (_name, headers) => {
  test.each(['review', 'plan', 'desk'] as const)('finds nothing behind a %s link and changes nothing, whatever it opens and presses', async (purpose) => {
    const before = await world.theirs();
    const scanner = new Scanner(headers);
    await scanner.scan(`/${purpose}/${world.links[purpose].good}`);
    expect(scanner.pages.length).toBeGreaterThan(4);
    expect(scanner.pages.filter(({ text }) => theirWords.test(text)).map(({ at }) => at)).toEqual([]);
    expect(scanner.pages.filter(({ status }) => status >= 500).map(({ at }) => at)).toEqual([]);
    if (headers['sec-fetch-site'] !== 'cross-site') expect(scanner.pressed.filter((action) => action.includes('/code ')).length).toBeGreaterThan(2);
    expect(await world.theirs()).toEqual(before);
  });

  test.each(['expired', 'revoked'] as const)('gets no further with links that are %s', async (kind) => {
    const before = await world.theirs();
    for (const purpose of ['review', 'plan', 'desk'] as const) {
      const scanner = new Scanner(headers);
      await scanner.scan(`/${purpose}/${world.links[purpose][kind]}`);
      expect(scanner.pages.filter(({ text }) => theirWords.test(text))).toEqual([]);
    }
    expect(await world.theirs()).toEqual(before);
  });
});

test('three codes were sent for a link at most, and none was entered', async () => {
  const { prisma } = world.cairn.app.store;
  const links = await prisma.reviewLink.findMany({ include: { codes: true } });
  const scanned = links.filter(({ openedAt }) => openedAt === null);
  expect(Math.max(...scanned.map(({ codes }) => codes.length))).toBe(3);
  expect(scanned.flatMap(({ codes }) => codes).filter(({ usedAt }) => usedAt !== null)).toEqual([]);
});

test('the links still open for whom they are, when the scanners have gone', async () => {
  for (const [at, cookie] of [[`/review/${world.links.review.good}`, world.cookies.therapist], [`/plan/${world.links.plan.good}`, world.cookies.device]] as const) {
    const page = await fetch(world.cairn.url + at, { headers: { cookie } });
    expect([page.status, theirWords.test(await page.text())]).toEqual([200, true]);
  }
});

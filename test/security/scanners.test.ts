import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scanner } from './support/scanner.ts';
import { openWorld, theirWords, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.cairn.stop());

const kinds: [string, Record<string, string>][] = [
  ['that says where a form comes from', { 'sec-fetch-site': 'same-origin' }],
  ['that does not', {}],
  ['that says it followed a link from elsewhere', { 'sec-fetch-site': 'cross-site' }],
];

describe.each(kinds)('a scanner %s', (_name, headers) => {
  test.each(['review', 'plan', 'desk'] as const)('finds nothing behind a %s link and changes nothing, whatever it opens and presses', async (purpose) => {
    const before = await world.theirs();
    const scanner = new Scanner(world.cairn.url, headers);
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
      const scanner = new Scanner(world.cairn.url, headers);
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

import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { myDataPage } from '../../src/export/my-data-page.ts';
import { myDataZip, type MyData } from '../../src/export/my-data.ts';
import { agreedAfter, CLIENT, copyOf, planAfter } from './support/copy.ts';
import { readPdf } from './support/read-pdf.ts';
import { english, spanish } from './support/words.ts';

const dataOf = (more: Partial<MyData> = {}): MyData => {
  const copy = copyOf(planAfter([
    ['therapist', { do: 'open' }],
    ['therapist', { do: 'change', item: 'i2', to: { text: 'A thought of the therapist' }, reason: 'Not for anybody yet.', seen: 1, send: false }],
    ['client', { do: 'add', item: { kind: 'goal', text: 'Call my brother', sources: [] }, reason: 'It is time.', seen: 1, send: true }],
  ]));
  const { at, timeZone, practice, consents } = copy;
  return {
    at, timeZone, practice, consents,
    client: { id: CLIENT, name: 'Noor', language: 'English', country: 'Ireland', since: '2026-09-04T08:55:00.000Z', chats: [{ name: 'Slack', since: '2026-09-04T08:55:00.000Z' }] },
    conversations: [{ title: 'The first conversation', at: '2026-09-04T09:00:00.000Z', answers: [
      { question: 'What you hope for', text: 'To feel rested.', at: '2026-09-04T09:01:00.000Z', outOfPlan: false },
      { question: 'What feels hardest', text: null, at: '2026-09-04T09:02:00.000Z', outOfPlan: false },
      { question: 'For your therapist only', text: 'My sister must not hear of this.', at: '2026-09-04T09:03:00.000Z', outOfPlan: true },
    ] }],
    messages: [{ at: '2026-09-04T09:00:30.000Z', from: 'cairn', text: 'Hello.' }, { at: '2026-09-04T09:01:00.000Z', from: 'client', text: 'To feel rested.' }],
    plans: [copy],
    checkIns: [{ id: 'c1', at: '2026-10-05T18:00:00.000Z', words: 'A long week.' }],
    disclosures: [{ at: '2026-10-06T18:00:00.000Z' }],
    releases: [{ at: '2026-11-06T18:00:00.000Z', what: 'The plan', whom: 'Dr. Okafor' }],
    more: { settings: { checkIns: 'weekly' } },
    ...more,
  };
};

describe('a client’s own data', () => {
  let files: Record<string, Uint8Array>;
  let page: string;
  beforeAll(async () => {
    files = unzipSync(await myDataZip(dataOf(), english));
    page = strFromU8(files['index.html']!);
  });

  test('is one file with a page, the data and the plan', async () => {
    expect(Object.keys(files)).toEqual(['index.html', 'data.json', 'plan.pdf']);
    expect((await readPdf(files['plan.pdf']!)).pages.join('')).toContain('Sleep through most nights');
    expect(Object.keys(unzipSync(await myDataZip(dataOf({ plans: [copyOf(agreedAfter()), copyOf(agreedAfter())] }), spanish)))).toEqual(['index.html', 'data.json', 'plan.pdf', 'plan-2.pdf']);
    expect(Object.keys(unzipSync(await myDataZip(dataOf({ plans: [] }), english)))).toEqual(['index.html', 'data.json']);
  });

  test('the page shows all of it, also what was to stay out of the plan, which is theirs', () => {
    for (const words of ['Noor', 'Ireland', 'Slack, 4 September 2026', 'Cairn is software.', 'My sister must not hear of this.', 'Skipped', 'A long week.', 'To add: Call my brother', 'Why: It is time.',
      'Waiting for an answer', 'Dr. Okafor', 'we heard words that may mean danger', 'Sign 1: Slept until six, twice.', 'good enough 7']) expect(page).toContain(words);
  });

  test('the data holds every detail, with a name for its form', () => {
    const data = JSON.parse(strFromU8(files['data.json']!)) as MyData & { format: string; formatVersion: number };
    const { plans, ...rest } = dataOf();
    expect(data).toMatchObject({ format: 'cairn-my-data', formatVersion: 1, ...rest });
    expect(data.plans[0]!.plan.versions).toEqual(plans[0]!.plan.versions);
  });

  test('what the therapist has not sent is in none of the files', async () => {
    const all = Object.values(files).map((file) => Buffer.from(file).toString('utf8')).join('') + (await readPdf(files['plan.pdf']!)).pages.join('');
    expect(all).not.toMatch(/A thought of the therapist|Not for anybody yet/u);
  });

  test('the page needs nothing but itself: no script, no address elsewhere, and a policy that refuses both', () => {
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son[a-z]+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/u);
    expect(page).toContain('@media print');
  });

  test('the same data gives the same file', async () => {
    expect(Buffer.compare(await myDataZip(dataOf(), english), await myDataZip(dataOf(), english))).toBe(0);
  });
});

test('any text stands on the page as text, never as markup', async () => {
  const elements = (page: string): number => [...page.matchAll(/<[a-z!/][^>]*>/giu)].length;
  const usual = elements(await myDataPage(dataOf({ plans: [] }), english));
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('<script>alert(1)</script>', '</p><h1>', '&lt;', '"><b>', '{name}', '${x}', '<!--'));
  await fc.assert(fc.asyncProperty(text, async (word) => {
    const page = await myDataPage(dataOf({ plans: [], checkIns: [{ id: 'c', at: '2026-10-05T18:00:00.000Z', words: word }], practice: { ...dataOf().practice, name: word } }), english);
    expect(elements(page)).toBe(usual);
    const decoded = page.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
    expect(decoded).toContain(`<p class="said" dir="auto">${word}</p>`);
  }), { numRuns: 60 });
});

import { afterEach, describe, expect, test } from 'vitest';
import { agreedPlan, life, livedRow } from './support/life.ts';
import { memoryParts } from './support/parts.ts';
import { postForm, serve, type Served } from './support/serve.ts';
import type { Limits } from '../../src/web/limits.ts';

let served: Served | undefined;
afterEach(() => served?.close());

async function start(limits: Partial<Limits> = {}) {
  const world = await memoryParts();
  world.setPlan(agreedPlan());
  served = await serve({ ...world.parts, limits });
  const { base } = served;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers });
  return { ...world, base, get, text: async (path: string) => (await get(path)).text() };
}

describe('how things have moved', () => {
  test('is on no page before the first rating', async () => {
    const { text, setLife } = await start();
    setLife({ ratings: [], signs: [], checkIns: [] });
    for (const path of ['/review/review-token', '/plan/plan-token']) expect(await text(path)).not.toContain('How things have moved');
    expect(await text('/review/review-token')).toContain('Nothing new since then.');
  });

  test('is a picture, words and a table for every rated goal, and nothing in it is taken for markup', async () => {
    const { text, setLife } = await start();
    setLife(life);
    for (const path of ['/review/review-token', '/plan/plan-token']) {
      const page = await text(path);
      expect(page.match(/<svg class="progress-chart"/g)).toHaveLength(2);
      expect(page.match(/<caption>/g)).toHaveLength(2);
      expect(page).toContain('About 4 points closer than at the start.');
      expect(page).toContain('I laughed at &lt;dinner&gt;.');
      expect(page).not.toContain('<dinner>');
      expect(page).not.toMatch(/ style="/);
    }
    expect(await text('/plan/plan-token')).toContain('This is where you said would be good enough.');
    expect(await text('/review/review-token')).toContain('This is where Mara said would be good enough.');
  });

  test('the therapist reads first what came since both agreed, and the client is not told it like that', async () => {
    const { text, setLife } = await start();
    setLife(life);
    const page = await text('/review/review-token');
    const [since, own] = [page.indexOf('Since version 1, agreed on 4 September 2026'), page.indexOf('In their own words')];
    expect(since).toBeGreaterThan(0);
    expect(since).toBeLessThan(own);
    expect(page).toContain('2 → 1 of 10');
    expect(page).toContain('Why I could not say no to my sister.');
    expect(await text('/plan/plan-token')).not.toContain('Since version');
  });

  test('the desk says who has moved away, who has gone quiet, and what they would like', async () => {
    const { text, setRow } = await start();
    setRow(livedRow);
    const page = await text('/desk/desk-token');
    for (const said of ['Further from a goal, 5 → 1 of 10:', 'Gone quiet', 'last check-in on 26 October 2026', 'Would like to change something.', 'Due for review <span class="count">1<']) expect(page).toContain(said);
    setRow({ ...livedRow, status: 'closed' });
    expect(await text('/desk/desk-token')).toContain('<span class="badge closed">Closed</span>');
  });
});

describe('copies', () => {
  test('are files that no browser keeps, for the side whose page they are below', async () => {
    const { get, plan } = await start();
    const desk = `/desk/desk-token/plan/${plan().id}`;
    for (const [path, file, body] of [['/review/review-token', 'plan.pdf', 'the pdf for the therapist'], [desk, 'plan.ics', 'the calendar for the therapist'], [desk, 'plan.fhir.json', 'the fhir for the therapist'], ['/plan/plan-token', 'plan.pdf', 'the pdf for the client']]) {
      const answer = await get(`${path}/${file}`);
      expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('cache-control'), await answer.text()]).toEqual([200, `attachment; filename=${file}`, 'no-store', body]);
    }
  });

  test('come from the chat by its cookie, and from a link that opens nothing not at all', async () => {
    const { base, get } = await start();
    const begun = await postForm(`${base}/p/linden-street/begin`, {});
    const cookie = begun.headers.get('set-cookie')!.split(';')[0]!;
    expect(await (await get('/p/linden-street/my-plan/plan.ics', { cookie })).text()).toBe('the calendar for the client');
    const refused = await Promise.all(['/p/linden-street/my-plan/plan.ics', '/review/nope/plan.pdf', '/review/plan-token/plan.pdf', '/desk/desk-token/plan/other/plan.pdf', '/plan/plan-token/plan.fhir.json'].map(async (path) => (await get(path)).status));
    expect(refused).toEqual([404, 404, 404, 404, 404]);
  });

  test('the pages lead to them, and the client is offered no record file', async () => {
    const { text } = await start();
    expect(await text('/review/review-token')).toContain('href="/review/review-token/plan.fhir.json"');
    const page = await text('/plan/plan-token');
    expect(page).toContain('href="/plan/plan-token/plan.pdf"');
    expect(page).not.toContain('fhir');
  });

  test('asked for by HEAD are not made: it costs nothing and counts for nothing', async () => {
    const { base, get, parts } = await start({ copiesPerMinute: 1 });
    const made: string[] = [];
    const { copy } = parts.plans;
    parts.plans.copy = (key, as, format) => {
      made.push(format);
      return copy(key, as, format);
    };
    for (const path of ['/review/review-token', '/plan/plan-token']) {
      const answer = await fetch(`${base}${path}/plan.pdf`, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'application/pdf', '']);
    }
    expect(made).toEqual([]);
    expect((await get('/plan/plan-token/plan.pdf')).status).toBe(200);
    expect(made).toEqual(['pdf']);
  });

  test('cannot be asked for without end', async () => {
    const { get } = await start({ copiesPerMinute: 2 });
    const answers = [await get('/plan/plan-token/plan.pdf'), await get('/plan/plan-token/plan.pdf'), await get('/plan/plan-token/plan.pdf')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect((await get('/plan/plan-token')).status).toBe(200);
  });
});

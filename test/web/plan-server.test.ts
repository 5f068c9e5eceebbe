import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebParts } from '../../src/web/parts.ts';
import { deeds } from '../../src/web/routes/plan-outcome.ts';
import { memoryParts } from './support/parts.ts';
import { planAfter } from './support/plan.ts';
import { postForm, serve, type Served } from './support/serve.ts';

let served: Served | undefined;
afterEach(() => served?.close());

async function start(more: Partial<WebParts> = {}) {
  const world = await memoryParts();
  served = await serve({ ...world.parts, ...more });
  const url = `${served.base}/review/review-token`;
  return { ...world, base: served.base, url, text: async (at = url) => (await fetch(at)).text() };
}

const change = { form: 'change:i4', do: 'change', item: 'i4', seen: '1', text: 'One evening a month', target: '5', reason: 'To start small.' };

describe('links', () => {
  test('looking changes nothing, however often', async () => {
    const { url, plan, base } = await start();
    const before = plan();
    for (const method of ['GET', 'HEAD', 'GET']) {
      await fetch(url, { method });
      await fetch(`${url}?do=approve&version=1`, { method });
      await fetch(`${base}/plan/plan-token`, { method });
      await fetch(`${base}/desk/desk-token`, { method });
    }
    expect(plan()).toBe(before);
  });

  test('unknown, expired and revoked links cannot be told apart', async () => {
    const { base, plan } = await start();
    const answers = await Promise.all(['/review/nope', '/plan/nope', '/desk/nope', '/review/plan-token', '/plan/review-token', `/desk/nope/plan/${plan().id}`, '/desk/desk-token/plan/other', '/desk/desk-token/history/other'].map(async (path) => {
      const response = await fetch(base + path, { headers: { 'sec-fetch-site': 'none' } });
      // The page offers a new link in place of the one that was opened, and names that alone.
      const page = (await response.text()).replace(/name="link" value="[\w-]+"/, '');
      return `${response.status} ${createHash('sha256').update(page).digest('hex')}`;
    }));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 /);
    const late = await postForm(`${base}/review/nope`, change);
    expect([late.status, (await late.text()).includes('To start small.')]).toEqual([404, true]);
  });

  test('a desk leads to each of its plans without a link of its own', async () => {
    const { base, plan, text } = await start();
    expect(await text(`${base}/desk/desk-token`)).toContain(`/desk/desk-token/plan/${plan().id}`);
    const page = `${base}/desk/desk-token/plan/${plan().id}`;
    expect(await text(page)).toContain('Treatment plan of Mara');
    expect((await postForm(page, change)).status).toBe(303);
    expect(plan().proposals).toHaveLength(1);
  });

  test('a client in the chat reaches their plan with the cookie alone', async () => {
    const { base, plan } = await start();
    const page = `${base}/p/linden-street/my-plan`;
    expect((await fetch(page)).status).toBe(404);
    const begun = await postForm(`${base}/p/linden-street/begin`, {});
    const headers = { cookie: begun.headers.get('set-cookie')!.split(';')[0]! };
    expect(await (await fetch(page, { headers })).text()).toContain('action="/p/linden-street/my-plan"');
    await postForm(page, { form: 'ask:', do: 'ask', question: 'When do we look at this?', seen: '1' }, headers);
    expect(plan().proposals).toMatchObject([{ by: 'client', state: 'open' }]);
  });

  test('a form from another site is refused', async () => {
    const { url, plan } = await start();
    expect((await postForm(url, change, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(plan().proposals).toHaveLength(0);
  });
});

describe('the review, by plain forms', () => {
  test('draft, undo, draft again, send: the client sees it only then', async () => {
    const { url, base, text, plan } = await start();
    const drafted = await postForm(url, change);
    expect([drafted.status, drafted.headers.get('location')]).toEqual([303, '/review/review-token?did=drafted#line-i4']);
    expect(await text()).toContain('Not sent yet');
    expect(await text(`${base}/plan/plan-token`)).not.toContain('One evening a month');
    await postForm(url, { form: 'withdraw', do: 'withdraw', proposal: plan().proposals[0]!.id });
    expect(await text()).not.toContain('Not sent yet');
    await postForm(url, change);
    expect((await postForm(url, { form: 'send', do: 'send' })).headers.get('location')).toBe('/review/review-token?did=sent');
    expect(await text(`${url}?did=sent`)).toContain('Sent to Mara.');
    expect(await text(`${base}/plan/plan-token`)).toContain('One evening a month');
  });

  test('the client’s four answers reach the plan, and both approve the same version', async () => {
    const { url, base, plan } = await start();
    const client = `${base}/plan/plan-token`;
    await postForm(url, change);
    await postForm(url, { form: 'send', do: 'send' });
    const { id } = plan().proposals[0]!;
    await postForm(client, { form: `answer:${id}`, do: 'answer', proposal: id, answer: 'why', text: '' });
    expect(plan().proposals[0]!.remarks.at(-1)!.text).toBe('Why do you suggest this?');
    await postForm(url, { form: `reply:${id}`, do: 'reply', proposal: id, text: 'So that it stays easy.' });
    await postForm(client, { form: `answer:${id}`, do: 'answer', proposal: id, answer: 'accept', text: 'All right.' });
    expect(plan().versions).toHaveLength(2);
    const { number, hash } = plan().versions.at(-1)!;
    await postForm(url, { form: 'approve', do: 'approve', version: String(number), hash });
    expect((await postForm(client, { form: 'approve', do: 'approve', version: String(number), hash })).headers.get('location')).toBe('/plan/plan-token?did=approved');
    expect(plan().approvals.map(({ party }) => party)).toEqual(['therapist', 'client']);
  });

  test('a line that changed meanwhile: nothing is taken, every word is kept, and the page says what changed', async () => {
    const { url, plan, setPlan } = await start();
    setPlan(planAfter([['therapist', { do: 'change', item: 'i4', to: { text: 'One evening, mostly' }, reason: 'r', seen: 1, send: true }], ['client', { do: 'decide', proposal: 'p10', decision: 'accept' }]]));
    const response = await postForm(url, { ...change, reason: 'My long reason.' });
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain('This plan changed while you were writing');
    expect(page).toContain('<ins>mostly</ins>');
    expect(page).toContain('My long reason.</textarea>');
    expect(page).toContain('One evening a month</textarea>');
    expect(plan().proposals).toHaveLength(1);
  });

  test('a form that lacks something comes back with its words', async () => {
    const { url } = await start();
    const response = await postForm(url, { ...change, reason: '   ' });
    const page = await response.text();
    expect([response.status, page.includes('One evening a month</textarea>')]).toEqual([422, true]);
    expect(page).toContain('There were no words in it yet.');
    const nonsense = await postForm(url, { form: 'change:i4', do: 'change', seen: 'x', text: 'Kept words' });
    expect(nonsense.status).toBe(400);
    expect(await nonsense.text()).toContain('Something was missing in this form');
  });

  test('private notes are kept apart', async () => {
    const { url, base, text, plan } = await start();
    expect((await postForm(url, { form: 'note', do: 'note', text: 'Only for me.' })).headers.get('location')).toBe('/review/review-token?did=noted#notes');
    expect(await text()).toContain('Only for me.');
    expect(await text(`${base}/plan/plan-token`)).not.toContain('Only for me.');
    expect(JSON.stringify(plan())).not.toContain('Only for me.');
    expect((await postForm(`${base}/plan/plan-token`, { form: 'note', do: 'note', text: 'x' })).status).toBe(400);
  });

  test('when the store fails the words are given back with a way to send them again', async () => {
    const { parts } = await start();
    await served!.close();
    served = await serve({ ...parts, plans: { ...parts.plans, act: () => Promise.reject(new Error('down')) } });
    const response = await postForm(`${served.base}/review/review-token`, change);
    const page = await response.text();
    expect(response.status).toBe(500);
    expect(page).toContain('To start small.</blockquote>');
    expect(page).toContain('action="/review/review-token"');
  });

  test('only what we did ourselves is announced, on the page of the side that did it', async () => {
    const { text, base } = await start();
    for (const [side, path] of [['therapist', '/review/review-token'], ['client', '/plan/plan-token']] as const) {
      expect(await text(`${base}${path}?did=%3Cscript%3E`)).not.toContain('class="flash"');
      for (const deed of new Set(Object.values(deeds).flat())) {
        const page = await text(`${base}${path}?did=${deed}`);
        expect([path, deed, page.includes('id="main"'), page.includes('class="flash"')]).toEqual([path, deed, true, deeds[side].some((own) => own === deed)]);
      }
    }
  });
});

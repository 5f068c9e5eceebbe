import { afterEach, describe, expect, test } from 'vitest';
import { statusOf } from '../../src/core/plan/status.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { agreedPlan, life, lookedBack } from './support/life.ts';
import { memoryParts } from './support/parts.ts';
import { planAfter } from './support/plan.ts';
import { postForm, serve, type Served } from './support/serve.ts';

let served: Served | undefined;
afterEach(() => served?.close());

async function start() {
  const world = await memoryParts();
  world.setPlan(agreedPlan());
  served = await serve(world.parts);
  const { base } = served;
  const review = `${base}/review/review-token`;
  return { ...world, base, review, client: `${base}/plan/plan-token`, text: async (at: string) => (await fetch(at)).text(), post: (fields: Record<string, string>, at = review) => postForm(at, fields) };
}

const keep = { form: 'keep', do: 'keep', seen: '1', on: '2027-09-01' };
const close = { form: 'close', do: 'close', seen: '1', 'ended:i3': 'achieved', 'ended:i4': 'carried-on', words: 'It was good to work with you.' };
const revisit = { form: 'revisit', do: 'revisit', why: 'relapse', words: 'Let us look again.' };

describe('an agreed plan', () => {
  test('can be kept, closed or opened again by its therapist, and the client’s page offers none of it', async () => {
    const { review, client, text } = await start();
    const page = await text(review);
    for (const form of ['keep', 'close', 'revisit']) expect(page).toContain(`data-form="${form}"`);
    expect(page).not.toContain('data-form="decline"');
    for (const end of ['Reached', 'Goes on without the plan', 'Set aside']) expect(page.match(new RegExp(`>${end}</option>`, 'g'))).toHaveLength(2);
    expect(await text(client)).not.toMatch(/data-form="(keep|close|revisit)"/);
  });

  test('is kept: no line changes but the day, and the client is asked', async () => {
    const { post, plan, text, review } = await start();
    expect((await post(keep)).headers.get('location')).toBe('/review/review-token?did=kept');
    expect(await text(`${review}?did=kept`)).toContain('Mara is asked about the new day.');
    const [before, after] = plan().versions;
    expect(after!.items).toEqual(before!.items.map((item) => (item.kind === 'review' ? { ...item, on: '2027-09-01' } : item)));
    expect([statusOf(plan()), plan().approvals.at(-1)]).toMatchObject(['with-client', { party: 'therapist', version: 2 }]);
  });

  test('is closed: each goal says what became of it, and both pages keep the summary', async () => {
    const { post, plan, text, review, client, setLife, setReview } = await start();
    expect((await post(close)).headers.get('location')).toBe('/review/review-token?did=closed');
    expect(statusOf(plan())).toBe('closed');
    setLife(life);
    setReview({ earlier: [{ ...lookedBack, outcome: 'close' }] });
    const mine = await text(client);
    for (const said of ['came to the end of this plan on 5 September 2026', 'Yours to keep', 'It was good to work with you.', 'What you would like to remember', 'That nobody minded.', '<b>Reached</b>', '<b>Goes on without the plan</b>', 'Both said yes to version 1 on 4 September 2026.']) expect(mine).toContain(said);
    // It is there to read, and nothing in it can be changed.
    expect(mine.match(/data-form="/g)).toBeNull();
    expect(await (await post({ form: 'ask:', do: 'ask', question: 'And now?', seen: '2' }, client)).text()).toContain('This plan has come to its end, so nothing was changed.');
    const theirs = await text(`${review}?did=closed`);
    for (const said of ['Mara gets a summary to keep.', 'You closed this plan on 5 September 2026.', 'How this plan ended']) expect(theirs).toContain(said);
    expect([...theirs.matchAll(/data-form="([^"]+)"/g)].map(([, form]) => form)).toEqual(['revisit', 'note']);
    const late = await post(keep);
    expect([late.status, (await late.text()).includes('This plan is closed. Open it again first.')]).toEqual([409, true]);
  });

  test('is opened again with a reason, and what was agreed holds meanwhile', async () => {
    const { post, plan, text, client } = await start();
    expect((await post(revisit)).headers.get('location')).toBe('/review/review-token?did=reopened');
    expect([statusOf(plan()), currentVersion(plan())]).toMatchObject(['in-review', { number: 2, reason: 'Let us look again.', items: plan().versions[0]!.items }]);
    expect(await text(client)).toContain('What you both agreed to on 4 September 2026 stays in use until you both say yes to something new.');
  });

  test('that was closed goes on where it was left, with a day for the next look', async () => {
    const { post, plan, review, text } = await start();
    await post(close);
    await post(revisit);
    const [before, , after] = plan().versions;
    expect([statusOf(plan()), after!.items.slice(0, -1)]).toEqual(['in-review', before!.items.slice(0, -1)]);
    expect(after!.items.at(-1)).toEqual({ ...before!.items.at(-1), id: 'i10' });
    expect(await text(review)).toContain('data-form="approve"');
  });
});

describe('a form for the whole plan that cannot be taken', () => {
  test('of a plan that changed meanwhile, or has something open, says so and keeps what was typed', async () => {
    const { post, plan, setPlan } = await start();
    setPlan(planAfter([['client', { do: 'ask', question: 'May we talk first?', seen: 1, send: true }]], agreedPlan()));
    for (const form of [keep, close]) {
      const refused = await post(form);
      expect([refused.status, (await refused.text()).includes('One suggestion is still open, so this could not be done yet.')]).toEqual([409, true]);
    }
    setPlan(agreedPlan());
    await post(keep);
    const before = plan();
    const stale = await post(close);
    const page = await stale.text();
    expect([stale.status, page.includes('This plan changed while you were writing'), page.includes('It was good to work with you.</textarea>')]).toEqual([409, true, true]);
    expect(page).toMatch(/<select id="close-ended-i3"[\s\S]*?<option value="achieved" selected>/);
    expect(plan()).toBe(before);
  });

  test('that leaves a goal without its end, names a past day, or makes an end or a reason up, changes nothing', async () => {
    const { post, plan } = await start();
    const before = plan();
    const { 'ended:i4': _, ...withoutOne } = close;
    const answers = [
      [400, 'Please say of each goal what becomes of it.', { ...close, 'ended:i4': '' }], [400, 'Please say of each goal', { ...close, 'ended:i4': 'cured' }],
      [422, 'There were no words in it yet.', withoutOne], [422, 'a date has to lie ahead', { ...keep, on: '2020-01-01' }], [422, 'a date has to lie ahead', { ...keep, on: '' }],
      [400, 'Something was missing in this form', { ...revisit, why: 'boredom' }],
    ] as const;
    for (const [status, said, fields] of answers) {
      const answer = await post(fields);
      expect([answer.status, (await answer.text()).includes(said)]).toEqual([status, true]);
    }
    expect(plan()).toBe(before);
  });

  test('is no client’s to send', async () => {
    const { post, plan, client } = await start();
    const before = plan();
    for (const form of [close, revisit]) expect((await post(form, client)).status).toBe(422);
    expect(plan()).toBe(before);
  });

  test('asked for in an address does nothing', async () => {
    const { review, plan } = await start();
    const before = plan();
    for (const form of [keep, close, revisit]) for (const method of ['GET', 'HEAD']) await fetch(`${review}?${new URLSearchParams(form)}`, { method });
    expect(plan()).toBe(before);
  });
});

describe('the look at the whole plan', () => {
  test('what the client said in it stands on top and in the form, under their name', async () => {
    const { text, review, client, setLife, setReview } = await start();
    setLife(life);
    setReview({ on: '2027-03-04', due: true, open: lookedBack, next: '2027-09-04' });
    const page = await text(review);
    const since = page.slice(page.indexOf('id="since"'), page.indexOf('class="standing"'));
    for (const said of ['What Mara said about the whole plan', 'Would like to bring the plan to a close.', 'I go home while there is some of me left.', '<b>Reached</b>', 'What Mara would like to remember', 'That nobody minded.']) expect(since).toContain(said);
    expect(page).toContain('The look at the whole plan was set for 4 March 2027.');
    const form = page.slice(page.indexOf('data-form="close"'), page.indexOf('data-form="revisit"'));
    expect(form).toMatch(/<option value="achieved" selected>[\s\S]*?I go home while there is some of me left\./);
    expect(form).toMatch(/ended:i4[\s\S]*?<option value="carried-on" selected>/);
    expect(page).toContain('value="2027-09-04"');
    expect(await text(client)).toContain('planned to look at the whole plan together on 4 March 2027');
  });

  test('shows every suggestion and question since then, with the way to those that wait', async () => {
    const { text, review, setLife, setPlan } = await start();
    setLife({ ratings: [], signs: [], checkIns: [] });
    setPlan(planAfter([
      ['therapist', { do: 'open' }],
      ['client', { do: 'ask', item: 'i5', question: 'Must it be three times?', seen: 1, send: true }],
      ['therapist', { do: 'change', item: 'i4', to: { text: 'One evening a month' }, reason: 'To start small.', seen: 1, send: true }],
      ['client', { do: 'decide', proposal: 'p11', decision: 'decline', remark: 'A week is fine.' }],
    ], agreedPlan()));
    const page = await text(review);
    const since = page.slice(page.indexOf('id="since"'), page.indexOf('class="standing"'));
    for (const said of ['Suggestions and questions', 'Must it be three times?', 'href="#proposal-p10"', 'One evening a month', 'A week is fine.']) expect(since).toContain(said);
    expect(since).not.toContain('Nothing new since then.');
    expect(page).not.toContain('What changed since last time');
  });
});

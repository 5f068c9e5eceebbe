import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actOnPlan, openPlan } from '../../src/actions/open-plan.ts';
import { sayingOf } from '../../src/actions/page-words.ts';
import { planProgress } from '../../src/actions/plan-progress.ts';
import { closePlan, type Closing } from '../../src/actions/review-plan.ts';
import { changePlan } from '../../src/actions/change-plan.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { PageWords } from '../../src/core/page-words.ts';
import { statusOf } from '../../src/core/plan/status.ts';
import { currentVersion, reviewOn } from '../../src/core/plan/versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { dueNow, lifeOf, linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { caseload, chooses, goesBy, heardSince, subjectsIn, withPlan } from './living.ts';

eachDatabase('the look at the whole plan', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    test = await openTestApp(store);
    client = await withPlan(test);
    await dueNow(test);
    await chooses(client, 'none');
  });
  const asked = () => client.step === 'look';
  const view = async () => lifeOf(test.app, (await client.plan()).id, 'therapist');
  const row = async () => (await caseload(test))[0]!;
  const subjects = () => subjectsIn(test);
  const approve = async (): Promise<void> => {
    const { number, hash } = currentVersion(await client.plan());
    await client.act('therapist', { do: 'approve', version: number, hash });
  };
  const close = async (closing: Partial<Closing> = {}) => {
    const { plan, therapistId } = await client.storedPlan();
    const goals = linesOf(plan, 'goal').map(({ id }) => ({ item: id, ended: 'achieved' as const }));
    const done = await closePlan(test.app, plan.id, therapistId, { seen: currentVersion(plan).number, goals, words: 'It was good to work with you.', ...closing });
    await test.settle();
    return done!;
  };

  it('comes on its day: some days before, both are told; on the day the client is asked, by day where they are', async () => {
    const from = client.heard.length;
    await goesBy(test, 200, asked);
    expect(test.now().toISOString().slice(0, 16)).toBe('2026-09-02T09:00');
    const said = heardSince(client, from);
    expect(said).toMatch(/On 2 September 2026 you and Robin Hale planned[\s\S]*Today is the day/);
    expect(client.last).toContain('Sleep through most nights');
    expect(subjects().slice(-2)).toEqual(['A plan is to be looked at soon', 'A plan is due to be looked at']);
    expect(await row()).toMatchObject({ review: { on: '2026-09-02', due: 'this-week', said: null } });
  });

  it('is reminded of a few times, and then rests on the desk', async () => {
    await goesBy(test, 200, asked);
    const from = client.heard.length;
    const mails = subjects().length;
    await goesBy(test, 120);
    expect(client.heard.slice(from).map(({ text }) => text).filter((text) => text.includes('still open'))).toHaveLength(2);
    expect(client.heard).toHaveLength(from + 2);
    expect(subjects().slice(mails)).toEqual(['A plan is due to be looked at', 'A plan is due to be looked at']);
    expect(await row()).toMatchObject({ review: { due: 'overdue' } });
  });

  it('keeping it: the client\'s yes names the day, the therapist\'s yes settles it, and the next look is due as far away', async () => {
    await goesBy(test, 200, asked);
    await client.press('keep');
    expect(client.last).toContain('look again on 2 March 2027');
    expect(subjects().at(-1)).toBe('A client has looked at their plan');
    const kept = await client.plan();
    expect([statusOf(kept), reviewOn(currentVersion(kept).items)]).toEqual(['in-review', '2027-03-02']);
    await approve();
    expect(statusOf(await client.plan())).toBe('agreed');
    expect(await view()).toMatchObject({ review: { on: '2027-03-02', due: false, open: null, earlier: [{ said: 'keep', outcome: 'keep' }] } });
    await goesBy(test, 200, asked);
    expect(test.now().toISOString().slice(0, 10)).toBe('2027-03-02');
  });

  it('the therapist may keep it first, with a day of their own; the client is asked for their yes to that', async () => {
    await goesBy(test, 200, asked);
    await client.act('therapist', { do: 'keep', seen: currentVersion(await client.plan()).number, on: '2026-12-01' });
    expect(client.step).toBe('approve');
    await client.press('approve');
    expect([statusOf(await client.plan()), (await view()).review]).toMatchObject(['agreed', { on: '2026-12-01', earlier: [{ outcome: 'keep' }] }]);
  });

  it('changing it: their words open it again, and the next agreement with a later day settles the review', async () => {
    await goesBy(test, 200, asked);
    await client.press('change');
    await client.write('The second goal is not the main thing any more.');
    const plan = await client.plan();
    expect([statusOf(plan), plan.proposals.at(-1)!.change]).toMatchObject(['in-review', { do: 'ask', question: 'The second goal is not the main thing any more.' }]);
    await client.act('therapist', { do: 'reply', proposal: plan.proposals.at(-1)!.id, text: 'Then let us take it out.' });
    const { number, items } = currentVersion(plan);
    const second = linesOf(plan, 'goal')[1]!;
    await client.act('therapist', { do: 'remove', item: second.id, reason: 'You said it is not the main thing.', seen: number, send: true });
    await client.act('therapist', { do: 'change', item: items.find(({ kind }) => kind === 'review')!.id, to: { on: '2026-12-01' }, reason: 'Three months on.', seen: number, send: true });
    await client.talk({ decision: [{ press: ['accept'] }, { press: ['accept'] }] }, 'approve');
    await approve();
    await client.press('approve');
    expect(await view()).toMatchObject({ review: { on: '2026-12-01', open: null, earlier: [{ said: 'change', outcome: 'change' }] } });
  });

  it('closing it: each goal ends in the client\'s own words, and they keep the summary', async () => {
    await goesBy(test, 200, asked);
    const [first, second] = linesOf(await client.plan(), 'goal');
    await client.press('close');
    await client.press('achieved');
    await client.write('I sleep, most nights, and I know what to do on the others.');
    await client.press('carried-on');
    await client.write('skip');
    await client.write('That asking for help did not make me weak.');
    expect(await view()).toMatchObject({ review: { open: { said: 'close', words: {
      goals: [{ item: first!.id, ended: 'achieved', words: 'I sleep, most nights, and I know what to do on the others.' }, { item: second!.id, ended: 'carried-on' }],
      lookBack: 'That asking for help did not make me weak.',
    } } } });
    const from = client.heard.length;
    expect(await close({ goals: [{ item: first!.id, ended: 'achieved' }, { item: second!.id, ended: 'carried-on' }] })).toMatchObject({ ok: true });
    const summary = heardSince(client, from);
    for (const part of ['Sleep through most nights (reached: “I sleep, most nights', 'Speak up in meetings (going on alone)', 'did not make me weak', 'It was good to work with you.']) expect(summary).toContain(part);
    const closed = await client.plan();
    expect([statusOf(closed), linesOf(closed, 'review'), closed.versions.length > 1]).toEqual(['closed', [], true]);
    expect(await view()).toMatchObject({ review: { on: null, open: null, earlier: [{ outcome: 'close' }] } });
    // Nothing comes any more, and nothing can be changed.
    const heard = client.heard.length;
    await goesBy(test, 400);
    expect(client.heard).toHaveLength(heard);
    await client.write('something changed');
    expect(client.last).toContain('Your plan is closed');
    expect(await client.tries('client', { do: 'ask', question: 'And now?', seen: 1, send: true })).toMatchObject({ refusal: { code: 'declined' } });
  });

  it('closing it on the page takes the client\'s own words of each goal, and nobody else\'s in their name', async () => {
    await goesBy(test, 200, asked);
    const [first, second] = linesOf(await client.plan(), 'goal');
    for (const said of ['close', 'achieved']) await client.press(said);
    await client.write('I sleep, most nights.');
    await client.press('carried-on');
    const { plan, clientId, therapistId } = await client.storedPlan();
    const tokenOf = async (link: Parameters<typeof linkTo>[1]) => ({ token: (await linkTo(test.app, link, 14)).split('/').at(-1)! });
    const closing = { do: 'close', seen: currentVersion(plan).number, words: '', goals: [{ item: first!.id, ended: 'achieved', words: 'Made up.' }, { item: second!.id, ended: 'set-aside' }] } as const;
    const own = await tokenOf({ purpose: 'plan', practiceId: test.practice.id, clientId, planId: plan.id });
    expect(await actOnPlan(test.app, own, { ...closing, goals: [...closing.goals] })).toMatchObject({ ok: false, refusal: { code: 'not-yours' } });
    const theirs = await tokenOf({ purpose: 'review', practiceId: test.practice.id, therapistId, planId: plan.id });
    expect((await planProgress((await openPlan(test.app, theirs, 'therapist'))!, sayingOf(test.app, 'en') as PageWords)).review).toMatchObject({ due: true, open: { said: 'close', words: { goals: [{ words: 'I sleep, most nights.' }, {}] } } });
    expect(await actOnPlan(test.app, theirs, { ...closing, goals: [...closing.goals] })).toEqual({ ok: true });
    await test.settle();
    expect(linesOf(await client.plan(), 'goal')).toMatchObject([{ ended: 'achieved', endedWords: 'I sleep, most nights.' }, { ended: 'set-aside' }]);
    expect(JSON.stringify(await client.plan())).not.toContain('Made up.');
  });

  it('a closed plan can be opened again by the therapist, and is agreed anew', async () => {
    await close();
    const { plan, therapistId } = await client.storedPlan();
    await changePlan(test.app, plan.id, { party: 'therapist', person: therapistId }, { do: 'revisit', why: 'relapse', words: 'We begin again where we were.' });
    await test.settle();
    expect(client.last).toContain('We begin again where we were.');
    const open = await client.plan();
    expect([statusOf(open), linesOf(open, 'goal').some(({ ended }) => ended)]).toEqual(['in-review', false]);
    await approve();
    await client.press('approve');
    expect([statusOf(await client.plan()), (await view()).review.on]).toEqual(['agreed', linesOf(open, 'review')[0]!.on]);
  });

  describe('is refused', () => {
    it('to close a plan with a goal that nothing is said of, one with open questions, or for the client', async () => {
      expect(await close({ goals: [] })).toMatchObject({ refusal: { code: 'empty' } });
      expect(await client.tries('client', { do: 'close', seen: 1, goals: [], words: '' })).toMatchObject({ refusal: { code: 'not-yours' } });
      await client.act('client', { do: 'ask', question: 'Is it over?', seen: currentVersion(await client.plan()).number, send: true });
      expect(await close()).toMatchObject({ refusal: { code: 'open-proposals', count: 1 } });
    });

    it('to keep what has changed since, or for a day that is past or no day', async () => {
      const seen = currentVersion(await client.plan()).number;
      expect(await client.tries('therapist', { do: 'keep', seen: seen - 1, on: '2027-01-01' })).toMatchObject({ ok: false });
      expect(await client.tries('therapist', { do: 'keep', seen, on: '2026-02-30' })).toMatchObject({ refusal: { code: 'out-of-range' } });
      expect(await client.tries('therapist', { do: 'keep', seen, on: '2026-03-01' })).toMatchObject({ refusal: { code: 'out-of-range' } });
    });
  });
});

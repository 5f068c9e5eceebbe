import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePlan } from '../../src/actions/change-plan.ts';
import { runDue } from '../../src/actions/run-due.ts';
import type { RevisitReason } from '../../src/core/plan/act.ts';
import type { Proposal, TreatmentPlan } from '../../src/core/plan/plan.ts';
import { statusOf } from '../../src/core/plan/status.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { agreements } from '../../src/core/progress/agreements.ts';
import type { Store } from '../../src/store/open-store.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { heardSince, withPlan } from './living.ts';

eachDatabase('coming back to a plan', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let from: number;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    test = await openTestApp(store);
    client = await withPlan(test);
    from = client.heard.length;
  });
  const proposals = async (): Promise<Proposal[]> => (await client.plan()).proposals;
  const goal = async () => linesOf(await client.plan(), 'goal')[0]!;

  it('before there is a plan the same words are an answer', async () => {
    const early = test.newClient();
    await early.write('hello');
    await early.talk({}, 'hardest');
    await early.write('something changed');
    expect([early.step, early.last]).toEqual(['areas', expect.not.stringContaining('no plan')]);
  });

  describe('by the client', () => {
    it('something changed: their words become a question to the therapist, and the plan that was agreed stays to read', async () => {
      const agreed = currentVersion(await client.plan());
      await client.write('Something has changed.');
      const { therapist } = await client.newsOf(() => client.write('I lost my job last week.'));
      expect(therapist).toEqual(['client-proposed']);
      expect(await proposals()).toMatchObject([{ by: 'client', state: 'open', change: { do: 'ask', question: 'I lost my job last week.' } }]);
      expect(client.last).toContain('I have passed that on');
      const plan = await client.plan();
      expect([statusOf(plan), plan.versions.some(({ hash }) => hash === agreed.hash)]).toEqual(['in-review', true]);
    });

    it('a question that is answered leaves the old agreement as it was, without telling anybody that it is agreed anew', async () => {
      await client.write('things have changed');
      await client.write('I lost my job last week.');
      const [asked] = await proposals();
      const { client: told, therapist } = await client.newsOf(() => client.act('therapist', { do: 'reply', proposal: asked!.id, text: 'Let us begin there on Monday.' }));
      expect(statusOf(await client.plan())).toBe('agreed');
      expect(told.join()).toContain('Let us begin there on Monday.');
      expect([told.join().includes('both agreed'), therapist]).toEqual([false, []]);
    });

    it('a goal reached: it is met with their own words, marked once both agree, and followed by the next step', async () => {
      const { id } = await goal();
      await client.write('I reached a goal!');
      expect(heardSince(client, from)).toContain('worth a pause');
      await client.press(id);
      await client.write('I slept six nights out of seven.');
      await client.press('next-step');
      await client.write('Have friends over on a weeknight');
      expect(await proposals()).toMatchObject([
        { change: { do: 'change', after: { id, ended: 'achieved', endedWords: 'I slept six nights out of seven.' } } },
        { change: { do: 'add', item: { kind: 'goal', text: 'Have friends over on a weeknight' } } },
      ]);
      for (const { id: proposal } of await proposals()) await client.act('therapist', { do: 'decide', proposal, decision: 'accept' });
      const { number, hash } = currentVersion(await client.plan());
      await client.act('therapist', { do: 'approve', version: number, hash });
      expect(client.last).toContain('reached: “I slept six nights out of seven.”');
      await client.press('approve');
      expect(statusOf(await client.plan())).toBe('agreed');
      // What is reached is not asked about any more.
      await client.write('check in');
      expect(client.last).not.toContain('Sleep through most nights');
    });

    it('a line that no longer fits: reworded, taken out, or talked about first', async () => {
      const { id } = await goal();
      await client.write('this no longer fits');
      await client.press(id);
      await client.press('reword');
      await client.write('Rest without my phone');
      expect(await proposals()).toMatchObject([{ change: { do: 'change', after: { id, text: 'Rest without my phone' } } }]);
      const [strategy] = linesOf(await client.plan(), 'strategy');
      await client.write('this does not fit any more');
      await client.press(strategy!.id);
      await client.press('take-out');
      await client.write('skip');
      expect((await proposals()).at(-1)).toMatchObject({ change: { do: 'remove', before: { id: strategy!.id } }, reason: '' });
      await client.write('it no longer fits');
      await client.press(id);
      await client.press('talk');
      await client.write('skip');
      expect((await proposals()).at(-1)).toMatchObject({ change: { do: 'ask', about: { id }, question: 'I would like to talk about it first' } });
      await client.write('it no longer fits');
      await client.press('whole-plan');
      await client.write('skip');
      expect([(await proposals()).length, client.last]).toEqual([3, expect.stringContaining('stays as it is')]);
    });

    it('not understood: every line is explained from its own sources, and a question goes to the therapist', async () => {
      const [strategy] = linesOf(await client.plan(), 'strategy').filter(({ what }) => what);
      await client.write("I don't understand my plan");
      await client.press(strategy!.id);
      for (const part of [strategy!.text, strategy!.what!, strategy!.why!, strategy!.connects!]) expect(client.last).toContain(part);
      await client.press('ask');
      await client.write('why this one first?');
      expect(await proposals()).toMatchObject([{ change: { do: 'ask', about: { id: strategy!.id }, question: 'why this one first?' } }]);
      await client.write('what does my plan mean');
      await client.press((await goal()).id);
      expect(client.last).toContain('from your own words: “Sleep through most nights”');
      await client.press('clear');
      await client.write('explain my plan');
      await client.press('whole-plan');
      expect(client.last).toContain('It is a map and not a contract');
    });

    it('why this approach: the ways of working alone', async () => {
      await client.write('Why this approach?');
      const ids = client.question!.choices.map(({ id }) => id).filter((id) => id !== 'whole-plan');
      expect(ids).toEqual(linesOf(await client.plan(), 'strategy').map(({ id }) => id));
    });

    it('simpler: what they picked is asked in their name, with the lines they mean', async () => {
      const { id } = await goal();
      await client.write('Can we make it simpler?');
      await client.press('fewer-lines');
      await client.press(id);
      expect(await proposals()).toMatchObject([{ change: { do: 'ask', about: { id }, question: 'I would like fewer lines' } }]);
      await client.write('my plan is too much');
      await client.write('one thing at a time');
      await client.press('all-of-it');
      expect((await proposals()).at(-1)).toMatchObject({ change: { do: 'ask', question: 'one thing at a time' } });
    });

    it('when, and how: answered at once, and what was asked before is asked again', async () => {
      const { versions } = await client.plan();
      await client.act('therapist', { do: 'ask', question: 'How are the nights?', seen: versions.length, send: true });
      await client.write('When do we look at it again?');
      expect(client.heard.at(-2)!.text).toContain('2 September 2026');
      expect(client.step).toBe('reply');
      await client.write('how am i doing');
      expect(client.heard.at(-2)!.text).toContain('Sleep through most nights');
      expect(client.step).toBe('reply');
    });
  });

  describe('by the therapist', () => {
    const openAgain = ({ id }: TreatmentPlan, person: string, why: RevisitReason, words = '') =>
      changePlan(test.app, id, { party: 'therapist', person }, { do: 'revisit', why, words });

    it('opens it again with a reason: the client is told, both yeses are needed anew, and the old version stays', async () => {
      const { plan, therapistId } = await client.storedPlan();
      const { client: told } = await client.newsOf(() => openAgain(plan, therapistId, 'relapse', 'The nights are hard again.'));
      expect(told[0]).toMatch(/some things have become harder[\s\S]*“The nights are hard again\.”/);
      const open = await client.plan();
      expect([statusOf(open), open.versions.length, open.approvals.length]).toEqual(['in-review', plan.versions.length + 1, plan.approvals.length]);
      // Nobody is asked for a yes before the therapist has looked.
      expect(client.question).toBeUndefined();
      const before = currentVersion(open);
      await client.act('therapist', { do: 'change', item: (await goal()).id, to: { target: 5 }, reason: 'A smaller step for now.', seen: before.number, send: true });
      await client.press('accept');
      const { number, hash } = currentVersion(await client.plan());
      await client.act('therapist', { do: 'approve', version: number, hash });
      await client.press('approve');
      const after = await client.plan();
      expect([statusOf(after), agreements(after).length]).toEqual(['agreed', 2]);
    });

    it('does nothing to a plan that is open already, and is not the client\'s to do', async () => {
      const { plan, therapistId, clientId } = await client.storedPlan();
      await openAgain(plan, therapistId, 'progress');
      const { client: told } = await client.newsOf(() => openAgain(plan, therapistId, 'progress'));
      expect(told).toEqual([]);
      expect((await client.plan()).versions).toHaveLength(plan.versions.length + 1);
      expect(await openAgain(plan, clientId, 'other')).toMatchObject({ ok: true });
      expect(await client.tries('client', { do: 'revisit', why: 'other', words: '' })).toMatchObject({ ok: false, refusal: { code: 'not-yours' } });
    });
  });

  it('a half-done revisit gives way to a new one', async () => {
    await client.write('something changed');
    await client.write('this no longer fits');
    expect(client.step).toBe('which-line');
    await runDue(test.app);
    expect(await store.prisma.conversation.count({ where: { clientId: (await client.ids()).client, flow: 'revisit', state: 'open' } })).toBe(1);
  });
});

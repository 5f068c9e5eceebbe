import { describe, expect, test } from 'vitest';
import { sinceAgreed } from '../../../src/core/progress/since.ts';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import type { Party, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { agreedAfter, CLIENT, planAfter, THERAPIST } from '../../export/support/copy.ts';

const AGREED = agreedAfter();
const later = (plan: TreatmentPlan, steps: [Party, PlanAct][]): TreatmentPlan =>
  steps.reduce((current, [party, what], at) => {
    const result = act(current, { party, person: party === 'client' ? CLIENT : THERAPIST }, what, new Date(Date.UTC(2026, 9, 1 + at)).toISOString());
    if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
    return result.plan;
  }, plan);

const rating = (value: number, at: string) => ({ goal: 'i2', at, value });
const BEFORE = '2026-09-04T11:00:00.000Z';
const AFTER = '2026-10-05T18:00:00.000Z';
const nothing = { ratings: [], signs: [], checkIns: [] };

describe('since both last said yes', () => {
  test('nothing is nothing', () => {
    expect(sinceAgreed({ plan: AGREED, ...nothing, viewer: 'therapist' })).toMatchObject({ since: { version: 1, at: '2026-09-04T12:30:00.000Z' }, quiet: true });
  });

  test('only what came after counts, and change is told from the last rating before', () => {
    const found = sinceAgreed({
      plan: AGREED, viewer: 'therapist',
      ratings: [rating(4, BEFORE), rating(6, AFTER), rating(8, '2026-11-05T18:00:00.000Z')],
      signs: [{ at: BEFORE, text: 'before' }, { at: AFTER, text: 'after' }],
      checkIns: [{ id: 'c1', at: BEFORE, words: '' }, { id: 'c2', at: AFTER, words: 'A long week.' }],
    });
    expect(found.goals).toEqual([expect.objectContaining({ goal: 'i2', text: 'Sleep through most nights', change: expect.objectContaining({ by: 4, clear: true }) })]);
    expect(found.goals[0]!.ratings.map(({ value }) => value)).toEqual([6, 8]);
    expect(found.signs.map(({ text }) => text)).toEqual(['after']);
    expect(found.checkIns.map(({ id }) => id)).toEqual(['c2']);
    expect(found.quiet).toBe(false);
  });

  test('before anything was agreed, all there is counts', () => {
    const plan = planAfter([['therapist', { do: 'open' }]]);
    expect(sinceAgreed({ plan, ratings: [rating(4, BEFORE)], signs: [], checkIns: [], viewer: 'client' })).toMatchObject({ since: null, changes: [], goals: [{ goal: 'i2' }] });
  });

  test('suggestions and questions are told apart, waiting ones from decided ones, with what they changed', () => {
    const plan = later(AGREED, [
      ['client', { do: 'change', item: 'i2', to: { text: 'Sleep through, and wake up slowly' }, reason: '', seen: 1, send: true }],
      ['therapist', { do: 'decide', proposal: 'p8', decision: 'accept' }],
      ['client', { do: 'ask', question: 'Why the calm hour?', item: 'i4', seen: 2, send: true }],
      ['therapist', { do: 'change', item: 'i3', to: { text: 'Say no at work' }, reason: 'Shorter.', seen: 2, send: true }],
    ]);
    const found = sinceAgreed({ plan, ...nothing, viewer: 'therapist' });
    // The approach quotes its goal, so it follows.
    expect(found.changes.map(({ item, field }) => [item, field])).toEqual([['i2', 'text'], ['i4', 'connects']]);
    expect(found.decided.map(({ id, state }) => [id, state])).toEqual([['p8', 'accepted']]);
    expect(found.open).toEqual([expect.objectContaining({ by: 'therapist', state: 'open' })]);
    expect(found.questions).toEqual([expect.objectContaining({ by: 'client', state: 'open' })]);
  });

  test('a suggestion whose line was changed under it is told as well; one that was taken back is not', () => {
    const plan = later(AGREED, [
      ['therapist', { do: 'change', item: 'i2', to: { text: 'Sleep well' }, reason: 'Shorter.', seen: 1, send: true }],
      ['client', { do: 'change', item: 'i2', to: { text: 'Sleep, and wake up slowly' }, reason: '', seen: 1, send: true }],
      ['client', { do: 'change', item: 'i3', to: { text: 'Say no' }, reason: '', seen: 1, send: true }],
      ['client', { do: 'withdraw', proposal: 'p10' }],
      ['therapist', { do: 'decide', proposal: 'p9', decision: 'accept' }],
    ]);
    const found = sinceAgreed({ plan, ...nothing, viewer: 'client' });
    expect(found.decided.map(({ id, state }) => [id, state])).toEqual([['p8', 'withdrawn'], ['p9', 'accepted']]);
  });

  test('what the other side has not sent is nobody else’s business', () => {
    const plan = later(AGREED, [['therapist', { do: 'change', item: 'i3', to: { text: 'Say no at work' }, reason: 'Shorter.', seen: 1, send: false }]]);
    expect(sinceAgreed({ plan, ...nothing, viewer: 'client' }).quiet).toBe(true);
    expect(JSON.stringify(sinceAgreed({ plan, ...nothing, viewer: 'client' }))).not.toContain('Shorter');
  });
});

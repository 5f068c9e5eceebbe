import { describe, expect, it } from 'vitest';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { planText } from '../../../src/core/review/plan-text.ts';
import { planWords } from '../../../src/core/review/plan-words.ts';
import { reviewInputs } from '../../../src/core/review/review-inputs.ts';
import { loaded } from '../../support/flows.ts';

const AT = '2026-03-02T10:00:00.000Z';
const sources: PlanItem['sources'] = [{ from: 'client', answer: 'goals#9', quote: 'Sleep' }];
const items: PlanItem[] = [
  { id: 'i1', kind: 'goal', text: 'Sleep through the night', baseline: 2, target: 7, sources },
  { id: 'i2', kind: 'strategy', goal: 'i1', text: 'A fixed hour for going to bed', sources },
  { id: 'i3', kind: 'goal', text: 'Call Mum {once} a week', sources },
  { id: 'i4', kind: 'review', text: 'Look at it together', on: '2026-09-02', sources },
];
const words = planWords(loaded.notices.en!);

/** A plan after some acts of either side; a refused act fails the test. */
function after(...acts: [Party, PlanAct][]): TreatmentPlan {
  return acts.reduce((plan, [party, what]) => {
    const result = act(plan, { party, person: party }, what, AT);
    if (!result.ok) throw new Error(result.refusal.code);
    return result.plan;
  }, newPlan('plan-1', { items, nextNumber: 5 }, AT));
}
const asked = (plan: TreatmentPlan, ...keys: string[]) => reviewInputs(plan, words, new Set(keys));

const reword: [Party, PlanAct] = ['therapist', { do: 'change', item: 'i1', to: { text: 'Sleep five nights out of seven' }, reason: 'Nobody sleeps well every night.', seen: 1, send: true }];
const remove: [Party, PlanAct] = ['therapist', { do: 'remove', item: 'i2', reason: 'Your shifts change.', seen: 1, send: true }];
const question: [Party, PlanAct] = ['therapist', { do: 'ask', item: 'i3', question: 'Which day is best?', seen: 1, send: true }];
const approval = (version: number, plan: TreatmentPlan): PlanAct => ({ do: 'approve', version, hash: plan.versions[version - 1]!.hash });

describe('what the client is asked about a plan', () => {
  it('is nothing while the therapist has only looked', () => {
    expect(asked(after(['therapist', { do: 'open' }]))).toEqual({ proposals: [], questions: [], approvals: [] });
  });
  it('is every suggestion that was sent, with how the line reads and would read, and why', () => {
    const { proposals } = asked(after(reword, remove, ['therapist', { do: 'add', item: { kind: 'goal', text: 'Rest', sources: [] }, reason: 'You said it twice.', seen: 1, send: true }]));
    expect(proposals).toEqual([
      { id: 'p5-r0', text: 'p5', proposal: 'p5', change: 'change', name: 'Sleep through the night', line: 'Sleep through the night (today 2 of 10, good enough at 7)', suggestion: 'Sleep five nights out of seven (today 2 of 10, good enough at 7)', reason: 'Nobody sleeps well every night.', replied: 'no', answer: '' },
      { id: 'p6-r0', text: 'p6', proposal: 'p6', change: 'remove', name: 'A fixed hour for going to bed', line: 'A fixed hour for going to bed', suggestion: '', reason: 'Your shifts change.', replied: 'no', answer: '' },
      { id: 'p7-r0', text: 'p7', proposal: 'p7', change: 'add', name: 'Rest', line: '', suggestion: 'Rest', reason: 'You said it twice.', replied: 'no', answer: '' },
    ]);
  });
  it('is not what the therapist has not sent', () => {
    expect(asked(after(['therapist', { ...(reword[1] as object), send: false } as PlanAct])).proposals).toEqual([]);
  });
  it('is no suggestion of the client’s own', () => {
    const own = after(['therapist', { do: 'open' }], ['client', { do: 'remove', item: 'i2', reason: '', seen: 1, send: true }]);
    expect(asked(own)).toEqual({ proposals: [], questions: [], approvals: [] });
  });
  it('is a question, and the line it is about', () => {
    expect(asked(after(question)).questions).toEqual([{ id: 'p5', text: 'Which day is best?', question: 'Which day is best?', about: 'line', line: 'Call Mum {once} a week' }]);
    expect(asked(after(['therapist', { do: 'ask', question: 'How is it going?', seen: 1, send: true }])).questions[0]).toMatchObject({ about: 'plan', line: '' });
  });
  it('is not asked twice', () => {
    expect(asked(after(reword, question), 'decision@p5-r0', 'reply@p6')).toEqual({ proposals: [], questions: [], approvals: [] });
  });
  it('is asked again once the therapist has answered', () => {
    const talked = after(reword, ['client', { do: 'decide', proposal: 'p5', decision: 'discuss' }], ['client', { do: 'reply', proposal: 'p5', text: 'Why five?' }]);
    expect(asked(talked, 'decision@p5-r0').proposals).toEqual([]);
    const answered = act(talked, { party: 'therapist', person: 'noor' }, { do: 'reply', proposal: 'p5', text: 'Because you work two nights.' }, AT);
    expect(answered.ok && asked(answered.plan, 'decision@p5-r0').proposals).toMatchObject([{ id: 'p5-r1', replied: 'yes', answer: 'Because you work two nights.' }]);
  });
});

describe('the yes to the whole plan', () => {
  const agreedLines = after(reword, ['client', { do: 'decide', proposal: 'p5', decision: 'accept' }]);
  it('is asked for when nothing is open and the therapist was heard', () => {
    expect(asked(agreedLines).approvals).toMatchObject([{ id: 'v2' }]);
    expect(asked(after(reword)).approvals).toEqual([]);
    expect(asked(after(reword, ['client', { do: 'decide', proposal: 'p5', decision: 'discuss' }])).approvals).toEqual([]);
  });
  it('shows the whole plan as it stands', () => {
    expect(asked(agreedLines).approvals[0]).toMatchObject({
      plan: 'Goals\n• Sleep five nights out of seven (today 2 of 10, good enough at 7)\n• Call Mum {once} a week\n\nWays we work on it\n• A fixed hour for going to bed\n\nWhen we look at it again\n• 2 September 2026',
    });
  });
  it('is asked for again when the therapist has said yes to the same words', () => {
    const approved = act(agreedLines, { party: 'therapist', person: 'noor' }, approval(2, agreedLines), AT);
    expect(approved.ok && asked(approved.plan, 'approve@v2').approvals).toMatchObject([{ id: 'v2-approved' }]);
  });
  it('is not asked for twice, nor after it was given, nor while the therapist holds back', () => {
    expect(asked(agreedLines, 'approve@v2').approvals).toEqual([]);
    const given = act(agreedLines, { party: 'client', person: 'sam' }, approval(2, agreedLines), AT);
    expect(given.ok && asked(given.plan).approvals).toEqual([]);
    expect(asked(after(reword, ['therapist', { do: 'decline', reason: 'Let us start again.' }])).approvals).toEqual([]);
  });
});

describe('a plan in a chat', () => {
  it('leaves out headings without lines, and takes every line as it stands', () => {
    expect(planText([items[2]!], words)).toBe('Goals\n• Call Mum {once} a week');
    expect(planText([], words)).toBe('');
  });
  it('names the day of the review as it is, wherever the reader is', () => {
    expect(words.line({ id: 'i9', kind: 'review', text: 'Look at it', on: '2026-01-01', sources })).toBe('1 January 2026');
    expect(words.line({ id: 'i9', kind: 'review', text: 'Look at it', sources })).toBe('Look at it');
  });
  it('shows ratings only when there are both', () => {
    expect(words.line({ ...items[0]!, target: undefined })).toBe('Sleep through the night');
    expect(words.line({ ...items[0]!, baseline: 0 })).toBe('Sleep through the night (today 0 of 10, good enough at 7)');
  });
});

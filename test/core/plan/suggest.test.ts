import { expect, it } from 'vitest';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import { draftPlan } from '../../../src/core/plan/draft.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { suggestForPlan } from '../../../src/core/plan/suggest.ts';
import type { Answer } from '../../../src/core/conversation/answer.ts';
import { loaded } from '../../support/flows.ts';

const AT = '2026-03-02T10:00:00.000Z';
const { en } = loaded.knowledge as Record<'en', (typeof loaded.knowledge)[string]>;
const answers: Answer[] = [
  { id: 'areas#1', key: 'areas', step: 'areas', value: [{ choice: 'sleep' }], at: AT },
  { id: 'goals#1', key: 'goals', step: 'goals', value: [{ id: 'g1', text: 'Sleep through most nights.' }], at: AT },
];
const draft = (): TreatmentPlan => newPlan('p', draftPlan({ ...en, answers, orientations: ['cbt'], today: '2026-03-02', reviewMonths: 6 }), AT);
const after = (plan: TreatmentPlan, party: Party, what: PlanAct): TreatmentPlan => {
  const result = act(plan, { party, person: party }, what, AT);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.plan;
};
const offered = (plan: TreatmentPlan) => suggestForPlan({ plan, ...en, orientations: ['cbt'], answers });

it('does not offer a line of the library again that stands in the plan in other words', () => {
  const plan = draft();
  const seen = plan.versions.at(-1)!.number;
  const line = plan.versions.at(-1)!.items.find(({ kind, sources }) => kind === 'strategy' && sources[0]?.from === 'library')!;
  const entry = line.sources[0]!.from === 'library' ? line.sources[0]!.entry : '';
  const change = after(plan, 'therapist', { do: 'change', item: line.id, to: { text: 'The same, as we call it between us' }, reason: 'So that it sounds like you.', seen, send: true });
  const reworded = after(change, 'client', { do: 'decide', proposal: change.proposals[0]!.id, decision: 'accept' });
  expect(reworded.versions.at(-1)!.items.find(({ id }) => id === line.id)!.text).toBe('The same, as we call it between us');
  expect(offered(reworded).map((one) => one.entry)).not.toContain(entry);
});

it('nor one that is suggested already, in other words', () => {
  const plan = draft();
  const [first] = offered(plan);
  const suggested = after(plan, 'therapist', {
    do: 'add', reason: 'It may help.', seen: plan.versions.at(-1)!.number, send: false,
    item: { kind: first!.kind, text: 'Our own words for it', goal: first!.goal!, sources: [{ from: 'library', entry: first!.entry, rule: 'chosen-by-therapist', because: first!.because }] },
  });
  expect(offered(suggested).filter(({ kind }) => kind === first!.kind).map(({ entry }) => entry)).not.toContain(first!.entry);
  expect(offered(suggested).map(({ entry }) => entry)).toContain(offered(plan)[1]!.entry);
});

import type { Copy } from '../../../src/export/copy.ts';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';

const PLAN = '5b1f3c52-7d2a-4c1e-9a70-2f6d1c0e8a11';
export const CLIENT = '0c9a4d0e-6a57-4f6d-8f0b-8f5b6a0f4d21';
export const THERAPIST = 'e2b7c9d4-1f35-47c2-b0de-6a9c51f3d730';
const DRAFTED = '2026-09-04T09:30:00.000Z';

export const items: PlanItem[] = [
  { id: 'i1', kind: 'area', text: 'Sleep', sources: [{ from: 'library', entry: 'sleep', rule: 'picked', because: 'You picked it.', answer: 'areas#6' }] },
  { id: 'i2', kind: 'goal', text: 'Sleep through most nights', baseline: 3, target: 7, sources: [{ from: 'client', answer: 'goals#9', quote: 'Sleep through most nights' }] },
  { id: 'i3', kind: 'goal', text: 'Say no at work without a knot in my stomach', baseline: 2, target: 6, sources: [{ from: 'client', answer: 'goals#9', quote: 'never feel bad again when I say no' }, { from: 'person', party: 'client' }] },
  { id: 'i4', kind: 'strategy', goal: 'i2', text: 'A calm last hour', what: 'The hour before bed has the same three quiet steps.', why: 'The body learns when the day is over.', connects: 'It makes room for “Sleep through most nights”.', sources: [{ from: 'library', entry: 'calm-hour', rule: 'area', because: 'It fits sleep.' }] },
  { id: 'i5', kind: 'measure', goal: 'i2', text: 'I wake up before the alarm and stay calm', sources: [{ from: 'client', answer: 'signs@g1#12', quote: 'I wake up before the alarm and stay calm' }] },
  { id: 'i6', kind: 'measure', text: 'I get over a bad day faster', sources: [{ from: 'library', entry: 'recover', rule: 'any', because: 'Many people notice this first.' }] },
  { id: 'i7', kind: 'review', text: 'Look at the whole plan together', on: '2027-03-04', sources: [{ from: 'library', entry: 'review', rule: 'chosen', because: 'You chose six months.' }] },
];

/** Acts one after the other, an hour apart from the draft on; fails when the core refuses one. */
export function planAfter(steps: [Party, PlanAct][], from: PlanItem[] = items): TreatmentPlan {
  const plan = newPlan(PLAN, { items: structuredClone(from), nextNumber: from.length + 1 }, DRAFTED);
  return steps.reduce((current, [party, what], at) => {
    const now = new Date(Date.parse(DRAFTED) + (at + 1) * 3_600_000).toISOString();
    const result = act(current, { party, person: party === 'client' ? CLIENT : THERAPIST }, what, now);
    if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
    return result.plan;
  }, plan);
}

/** Both say yes to the plan as it then stands. */
export function agreedAfter(steps: [Party, PlanAct][] = [], from: PlanItem[] = items): TreatmentPlan {
  const opened: [Party, PlanAct][] = [['therapist', { do: 'open' }], ...steps];
  const { number: version, hash } = currentVersion(planAfter(opened, from));
  return planAfter([...opened, ['therapist', { do: 'approve', version, hash }], ['client', { do: 'approve', version, hash }]], from);
}

/** An agreed plan that the therapist has closed: one goal reached, in the client's words, the other set aside. */
export const closedPlan = (): TreatmentPlan => {
  const result = act(agreedAfter(), { party: 'therapist', person: THERAPIST }, {
    do: 'close', seen: 1, words: 'It was good to work with you.',
    goals: [{ item: 'i2', ended: 'achieved', words: 'I sleep, most nights.' }, { item: 'i3', ended: 'set-aside' }],
  }, '2026-11-20T10:00:00.000Z');
  if (!result.ok) throw new Error(result.refusal.code);
  return result.plan;
};

export const copyOf = (plan: TreatmentPlan, more: Partial<Copy> = {}): Copy => ({
  at: '2026-12-01T16:20:00.000Z',
  timeZone: 'Europe/Madrid',
  practice: { slug: 'harbour', name: 'Harbour Lane Practice', accent: '#2f6f62', contact: 'Call 0555 010 880, weekdays 8 to 4' },
  therapist: { id: THERAPIST, name: 'Dr. Amaia Ruiz' },
  client: { id: CLIENT, name: 'Noor' },
  plan,
  foreign: {},
  words: [
    { answer: 'hope#3', step: 'hope', question: 'What you hope to get out of therapy', text: 'To feel rested.\nTo be less afraid of the phone.', outOfPlan: false },
    { answer: 'why-it-matters@g1#11', step: 'why-it-matters', question: 'Why it matters', text: 'I snap at the children when I am tired.', goal: 'i2', outOfPlan: false },
    { answer: 'rather-not#19', step: 'rather-not', question: 'What you would rather not do', text: 'A diary. I would only forget it.', outOfPlan: false },
    { answer: 'private-note#21', step: 'private-note', question: 'For your therapist only', text: 'My sister must not hear of this.', outOfPlan: true },
  ],
  ratings: [
    { goal: 'i2', at: '2026-10-05T18:00:00.000Z', value: 4 },
    { goal: 'i2', at: '2026-11-02T18:00:00.000Z', value: 6 },
    { goal: 'i3', at: '2026-10-05T18:00:00.000Z', value: 2 },
  ],
  signs: [
    { at: '2026-10-12T07:00:00.000Z', text: 'Slept until six, twice.', goal: 'i2' },
    { at: '2026-11-01T07:00:00.000Z', text: 'I laughed on the phone.' },
  ],
  consents: [
    { id: '77a1b0de-3b39-4a6e-9d94-70b1a2c7e001', at: '2026-09-04T09:00:00.000Z', given: true, shown: 'Cairn is software.\n\nYour answers go to your therapist.', withdrawnAt: null },
  ],
  ...more,
});

import type { PlanProgress } from '../../../src/actions/plan-progress.ts';
import type { DeskRow } from '../../../src/actions/plan-view.ts';
import type { TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import type { SinceFrom } from '../../../src/core/progress/since.ts';
import { freshPlan, planAfter } from './plan.ts';

/** What a client of these tests has said in check-ins, once their plan was agreed. */

export function agreedPlan(): TreatmentPlan {
  const { number: version, hash } = currentVersion(freshPlan());
  return planAfter([['therapist', { do: 'open' }], ['therapist', { do: 'approve', version, hash }], ['client', { do: 'approve', version, hash }]]);
}

const at = (day: string): string => `${day}T18:00:00.000Z`;
const ratings = ([['i3', '2026-09-14', 4], ['i3', '2026-09-28', 6], ['i3', '2026-10-26', 7], ['i4', '2026-09-14', 5], ['i4', '2026-10-26', 1]] as const)
  .map(([goal, day, value]) => ({ goal, at: at(day), value }));

export const life: Omit<SinceFrom, 'plan' | 'viewer'> = {
  ratings,
  signs: [{ at: at('2026-09-20'), text: 'I went home at five. Nobody minded.', goal: 'i3' }, { at: at('2026-10-13'), text: 'I laughed at <dinner>.' }],
  checkIns: [{ id: 'c1', at: at('2026-10-26'), words: 'Why I could not say no to my sister.' }],
};

/** What the client said when they were asked what should become of the plan: that it is done, and how each goal is now. */
export const lookedBack: NonNullable<PlanProgress['review']['open']> = {
  id: 'r1', planId: freshPlan().id, clientId: 'c1', on: '2027-03-04', openedAt: new Date('2027-03-04T10:00:00.000Z'), said: 'close', saidAt: new Date('2027-03-04T10:05:00.000Z'), outcome: null, settledAt: null,
  words: { goals: [{ item: 'i3', ended: 'achieved', words: 'I go home while there is some of me left.' }, { item: 'i4', ended: 'carried-on' }], lookBack: 'That nobody minded.' },
};

export const livedRow: Partial<DeskRow> = {
  status: 'agreed', waiting: 'nobody', lastCheckIn: at('2026-10-26'), goneQuiet: true, review: { on: '2027-03-04', due: 'this-week', said: 'change' },
  drop: { goal: 'Have one evening a week with Jonas that is only ours', change: { from: ratings[3]!, to: ratings[4]!, by: -4, direction: 'further', clear: true } },
};

import { withoutRatings } from '../../src/actions/review-plan.ts';
import { goalInputs, lineInputs } from '../../src/actions/plan-inputs.ts';
import type { Inputs } from '../../src/core/flow/conditions.ts';
import { timeInWords } from '../../src/core/living/times-of-day.ts';
import { usualQuiet } from '../../src/core/living/quiet.ts';
import type { PlanItem } from '../../src/core/plan/plan.ts';
import { planText } from '../../src/core/review/plan-text.ts';
import { planWords } from '../../src/core/review/plan-words.ts';
import { loaded } from '../support/flows.ts';

const said = (quote: string): PlanItem['sources'] => [{ from: 'client', answer: 'goals#11', quote }];

/** A plan that is half a year old. */
const items: PlanItem[] = [
  { id: 'i1', kind: 'area', text: 'Worry and anxiety', sources: [{ from: 'library', entry: 'anxiety', rule: 'picked', because: 'You picked it.' }] },
  { id: 'i2', kind: 'goal', text: 'Say what I think in the team meeting', baseline: 2, target: 7, sources: said('Say what I think in the team meeting') },
  { id: 'i3', kind: 'goal', text: 'Sleep through most nights', baseline: 3, target: 6, sources: said('Sleep through most nights') },
  {
    id: 'i4', kind: 'strategy', goal: 'i2', text: 'Facing a fear in small steps', sources: [{ from: 'library', entry: 'small-steps', rule: 'usual', because: 'It is often used for worry.' }],
    what: 'You list what you avoid, from easy to hard, and begin with the easiest.', why: 'Each step that goes all right makes the next one smaller.', connects: 'One step may be a single sentence on the way to “Say what I think in the team meeting”.',
  },
  { id: 'i5', kind: 'measure', goal: 'i2', text: 'I speak once in a meeting without rehearsing it', sources: [{ from: 'person', party: 'therapist' }] },
  { id: 'i6', kind: 'review', text: 'Look at the whole plan together', on: '2026-09-02', sources: [{ from: 'person', party: 'client' }] },
];

/** What the shell brings along for the flows of the living plan; `told` stands in brackets behind a flow's name. */
export function livingInputs(flow: string, [told]: string[]): Inputs | null {
  const notices = loaded.notices.en!;
  switch (flow) {
    case 'check-in': return { scheduled: told !== 'begun by the client', goals: goalInputs(items, [{ goal: 'i2', at: '2026-08-01T10:00:00Z', value: 6 }]), next: '14 September 2026' };
    case 'rhythm': return {
      occasion: told ?? 'agreed', quiet: usualQuiet, now: '2026-03-02T10:00:00Z', country: 'US', knownZone: null, otherZone: 'Europe/Dublin',
      quietFrom: timeInWords(usualQuiet.from, 'en'), quietUntil: timeInWords(usualQuiet.until, 'en'),
    };
    case 'revisit': return { topic: told, version: 3, lines: lineInputs(items, notices) };
    case 'review': return { planText: planText(withoutRatings(items), planWords(notices)), next: '2 March 2027', nextOn: '2027-03-02', version: 3, goals: goalInputs(items, []) };
    default: return null;
  }
}

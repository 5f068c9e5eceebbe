import type { PlanView, SafetyAlert } from '../../../src/actions/plan-view.ts';
import type { PlanSuggestion } from '../../../src/core/plan/suggest.ts';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import type { ClientWord } from '../../../src/core/plan/client-words.ts';
import { diffVersions } from '../../../src/core/plan/diff.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { statusOf } from '../../../src/core/plan/status.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { visibleTo } from '../../../src/core/plan/visible.ts';

export const practice = { slug: 'linden-street', name: 'Linden Street Practice', accent: '#2f6f62', contact: 'Call 0555 014 220, weekdays 9 to 5' };

const said = (answer: string, quote: string): PlanItem['sources'][number] => ({ from: 'client', answer, quote });
const library = (entry: string, because: string): PlanItem['sources'][number] => ({ from: 'library', entry, rule: 'area-and-orientation', because });

const items: PlanItem[] = [
  { id: 'i1', kind: 'area', text: 'Work stress and burnout', sources: [said('areas#7', 'I am worn out before the day starts')] },
  { id: 'i2', kind: 'area', text: 'Feeling close to my partner again', sources: [said('areas#7', 'we mostly talk about chores now')] },
  { id: 'i3', kind: 'goal', text: 'Notice sooner when work takes over, and stop before I am empty', baseline: 3, target: 7, sources: [said('goals#11', 'Notice sooner when work takes over, and stop before I am empty')] },
  { id: 'i4', kind: 'goal', text: 'Have one evening a week with Jonas that is only ours', baseline: 2, target: 6, sources: [said('goals#11', 'Have one evening a week with Jonas that is only ours')] },
  {
    id: 'i5', kind: 'strategy', goal: 'i3', text: 'A short check-in with yourself three times a day',
    what: 'Three moments a day when you stop for a minute and ask: how full am I, from 0 to 10?', why: 'Noticing early is easier than recovering late.', connects: 'It makes the moment visible when work begins to take over.',
    sources: [library('check-in-with-self', 'It fits stress at work and was picked from the list.')],
  },
  { id: 'i6', kind: 'strategy', goal: 'i4', text: 'Plan one shared evening and protect it', what: 'One evening, agreed on Sunday, with the phones in the hall.', why: 'Closeness grows from small things that happen again and again.', sources: [library('shared-time', 'It fits the goal about evenings together.')] },
  { id: 'i7', kind: 'measure', goal: 'i3', text: 'I leave my desk before six on at least three days', sources: [said('signs@g1#14', 'I leave my desk before six on at least three days')] },
  { id: 'i8', kind: 'measure', goal: 'i3', text: 'After a hard day I feel like myself again by bedtime', sources: [library('recover-faster', 'Recovering faster is often the first thing people notice.')] },
  { id: 'i9', kind: 'review', text: 'Look at the whole plan together', on: '2027-03-04', sources: [said('review-rhythm#20', 'Every six months')] },
];

export const clientWords: ClientWord[] = [
  { answer: 'hope#3', step: 'hope', question: 'What you hope to get out of therapy', text: 'I want to be home when I am home. Not half at work, not asleep on the sofa at eight.', outOfPlan: false },
  { answer: 'hardest#4', step: 'hardest', question: 'What feels hardest right now', text: 'Sunday afternoons. I can feel Monday coming and then the day is gone.', outOfPlan: false },
  { answer: 'better#9', step: 'better', question: 'What feeling better would look like', text: 'I laugh at dinner.\nI do not check my phone in the bathroom.', outOfPlan: false },
  { answer: 'why-it-matters@g1#12', step: 'why-it-matters', question: 'Why it matters', text: 'My father worked like this. I remember his back more than his face.', goal: 'i3', outOfPlan: false },
  { answer: 'signs@g1#14', step: 'signs', question: 'How you would know', text: 'I leave my desk before six on at least three days', goal: 'i3', outOfPlan: false },
  { answer: 'why-it-matters@g2#16', step: 'why-it-matters', question: 'Why it matters', text: 'We used to be good at this.', goal: 'i4', outOfPlan: false },
  { answer: 'rather-not#19', step: 'rather-not', question: 'What you would rather not do', text: 'Homework with forms. I fill in forms all day.', outOfPlan: false },
  { answer: 'private-note#21', step: 'private-note', question: 'For your therapist only', text: 'Jonas does not know yet that I am here.', outOfPlan: true },
];

const suggestions: PlanSuggestion[] = [
  { entry: 'values-compass', kind: 'strategy', text: 'Find out what an evening is for', what: 'A short conversation about what matters to you, and one small step towards it this week.', why: 'Doing a little of what matters makes it easier to leave the rest.', connects: 'It gives the evening a pull of its own.', goal: 'i4', because: 'You said you used to be good at this. I would like to find out together what made it good.' },
  { entry: 'worry-window', kind: 'strategy', text: 'A fixed time for Monday on Sunday', what: 'Twenty minutes on Sunday to write down what Monday brings, and then the lid goes on.', why: 'A worry that has its own time leaves the rest of the day alone.', goal: 'i3', because: 'Sunday afternoons sound like the hardest part of the week.' },
  { entry: 'kinder-to-self', kind: 'measure', text: 'I notice when I speak harshly to myself', because: 'It is often one of the first quiet signs of change.' },
];

export const AT = '2026-09-04T09:30:00.000Z';

/** An open alert, of which the therapist was told and nobody has said that they have seen it. */
export const alertOf = (text: string): SafetyAlert => ({
  id: '7d0c2f7e-0001-4000-8000-00000000a1e7', client: { id: 'c1', name: 'Mara' }, level: 'concern', openedAt: AT,
  said: [{ at: AT, text }], answers: [], told: [{ whom: 'therapist', name: 'Dr. Ines Albrecht', route: 'mail', at: AT }],
  acknowledged: null, cleared: null,
});

export const freshPlan = (): TreatmentPlan => newPlan('7d0c2f7e-0001-4000-8000-000000000001', { items: structuredClone(items), nextNumber: 10 }, AT);

/** The plan after acts of either side, a minute apart; fails the test when the core refuses one. */
export function planAfter(steps: [Party, PlanAct][], plan = freshPlan()): TreatmentPlan {
  return steps.reduce((current, [party, what], at) => {
    const result = act(current, { party, person: party }, what, new Date(Date.parse(AT) + (at + 1) * 60_000).toISOString());
    if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
    return result.plan;
  }, plan);
}

/** As `actions` would show it to that party. */
export function viewOf(plan: TreatmentPlan, viewer: Party, more: Partial<PlanView> = {}): PlanView {
  const therapist = viewer === 'therapist';
  return {
    viewer, practice, foreign: {},
    therapist: { id: 't1', name: 'Dr. Ines Albrecht' }, client: { id: 'c1', name: 'Mara' },
    plan: visibleTo(plan, viewer), status: statusOf(plan), held: false, current: currentVersion(plan),
    words: clientWords.filter(({ outOfPlan }) => therapist || !outOfPlan),
    points: therapist ? { i3: [
      { letter: 'S', name: 'Specific', meets: true, note: 'It says what should be different.' },
      { letter: 'M', name: 'Measurable', meets: true, note: 'There are signs to look for.' },
      { letter: 'T', name: 'Time-bound', meets: false, note: 'No day is named yet.' },
    ] } : {},
    suggestions: therapist ? suggestions.map((one) => ({ ...one, foreign: {} })) : [],
    notes: therapist ? [{ id: 'n1', text: 'Ask about sleep next time.', at: AT }] : [],
    history: plan.versions.map((version, at) => ({ version, diff: at === 0 ? [] : diffVersions(plan.versions[at - 1]!.items, version.items) })).toReversed(),
    ...more,
  };
}

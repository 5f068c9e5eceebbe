import { wordsFor as wordsOfStep, choiceWordsOf, type Wording } from '../core/flow/wording.ts';
import type { GoalInput, LineInput } from '../core/living/lend.ts';
import type { Notices } from '../core/notices.ts';
import type { PlanItem, Source, TreatmentPlan } from '../core/plan/plan.ts';
import { agreements } from '../core/progress/agreements.ts';
import type { AnsweredCheckIn } from '../core/progress/since.ts';
import type { Rating, Sign } from '../core/progress/rating.ts';
import type { CheckIn } from '../store/check-ins.ts';

/** A plan as the flows of the living plan speak of it, and what was said in check-ins as the progress picture reads it. */

/** The lines that hold: of the last version both said yes to. Null while there was none, and once the plan is closed. */
export const linesInForce = (plan: TreatmentPlan): PlanItem[] | null =>
  (plan.closed || plan.declined ? null : agreements(plan).at(-1)?.version.items ?? null);

/** The goals that are still worked on. */
export const runningGoals = (items: PlanItem[]): PlanItem[] => items.filter(({ kind, ended }) => kind === 'goal' && ended === undefined);

export const goalInputs = (items: PlanItem[], ratings: Rating[]): GoalInput[] =>
  runningGoals(items).map(({ id, text, baseline }) => ({ id, text, goal: text, last: ratings.findLast(({ goal }) => goal === id)?.value ?? baseline ?? null }));

export const lineInputs = (items: PlanItem[], notices: Notices): LineInput[] => items.map((item) => ({
  id: item.id, text: item.text, kind: item.kind, kindName: notices.plan[item.kind],
  what: item.what ?? '', use: item.why ?? '', connects: item.connects ?? '',
  ...originOf(item.sources),
  running: item.kind === 'goal' && item.ended === undefined,
}));

/** Where a line comes from, said by its strongest source: the client's own words, then a person, then the library. */
function originOf(sources: Source[]): Pick<LineInput, 'origin' | 'quote'> {
  const own = sources.find((source) => source.from === 'client');
  if (own) return { origin: 'client', quote: own.quote };
  const person = sources.find((source) => source.from === 'person');
  if (person) return { origin: person.party === 'client' ? 'you' : 'therapist', quote: '' };
  const entry = sources.find((source) => source.from === 'library');
  return { origin: 'library', quote: entry?.because ?? '' };
}

/** Signs of change as people read them, in the language of the wording. "Nothing" is none. */
export const signsOf = (checkIns: CheckIn[], wording: Wording): Sign[] => {
  const words = wordsOfStep(wording, 'noticed');
  return checkIns.flatMap(({ noticed, answeredAt, askedAt }) => noticed.flatMap((one): Sign[] => {
    const at = (answeredAt ?? askedAt).toISOString();
    if ('own' in one) return [{ at, text: one.own, own: true }];
    return one.choice === 'nothing' || !words.choices?.[one.choice] ? [] : [{ at, text: choiceWordsOf(words, one.choice).label }];
  }));
};

/** Those they answered, for "what happened since"; their words are what they would like to bring along. */
export const answeredCheckIns = (checkIns: CheckIn[]): AnsweredCheckIn[] =>
  checkIns.flatMap(({ id, answeredAt, bring }) => (answeredAt ? [{ id, at: answeredAt.toISOString(), words: bring }] : []));

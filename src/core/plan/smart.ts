import { dateInWords } from '../dates-in-words.ts';
import { foldText } from './phrase.ts';
import { reviewOn } from './versions.ts';
import { offerWording, saysNothing, type GoalWordingRules } from './wording-rules.ts';
import type { PlanItem } from './plan.ts';

/** One point of SMART for one goal, for the therapist's eyes: a note in plain words, never a mark. */
export interface SmartPoint {
  letter: 'S' | 'M' | 'A' | 'R' | 'T';
  name: string;
  meets: boolean;
  note: string;
}

export interface GoalFacts {
  text: string;
  /** The client's signs that things have improved, each as they said it. */
  signs: string[];
  /** Ratings 0–10: today, and where would be good enough. */
  rating?: number;
  target?: number;
  /** Why it matters, in the client's words. */
  why?: string;
  /** YYYY-MM-DD. */
  reviewOn?: string;
}

/** Fewer words than this rarely tell what should be different. */
const FEWEST_WORDS = 3;
/** More points than this between today and good enough is a long way for one plan. */
const FARTHEST = 5;

const countWords = (text: string): number => foldText(text).trim().split(' ').filter((word) => word !== '.' && word !== '').length;
/** A number in digits, "twice a week", "tres veces", "cada día"; as `foldText` leaves them. */
const COUNTABLE = / (?:\d+|once|twice|one|two|three|four|five|every|each|daily|weekly|una vez|dos|tres|cuatro|cinco|cada|todos los dias|diario|diaria)(?= |$)/u;

/**
 * The SMART points a goal meets and lacks (Doran 1981), always five and in order. `goalWording` is in the language of the goal;
 * the words are authored, in `smart` of `said`, which is in the reader's.
 */
export function smartPoints(goal: GoalFacts, goalWording: GoalWordingRules, said: Pick<GoalWordingRules, 'smart' | 'language'> = goalWording): SmartPoint[] {
  const { smart, language } = said;
  const { rating, target } = goal;
  const kind = offerWording(goal.text, goalWording)?.kind;
  const isOpening = goal.text === goalWording.draft.goal.first;
  const point = <L extends SmartPoint['letter']>(letter: L, note: keyof (typeof smart)[L] & string): SmartPoint => ({
    letter,
    name: smart[letter].name,
    meets: note.startsWith('meets'),
    note: fill(String(smart[letter][note]), { rating, target, date: goal.reviewOn && dateInWords(goal.reviewOn, language) }),
  });
  return [
    point('S', kind === 'vague' || isOpening || countWords(goal.text) < FEWEST_WORDS ? 'lacks' : 'meets'),
    point('M', measurable(goal, goalWording)),
    point('A', achievable(rating, target, kind)),
    point('R', goal.why !== undefined && !saysNothing(goal.why, goalWording) ? 'meets' : 'lacks'),
    point('T', goal.reviewOn ? 'meets' : 'lacks'),
  ];
}

/** The facts of a goal as they stand in the lines of a version. */
export function goalFacts(goal: PlanItem, items: PlanItem[]): GoalFacts {
  const fromClient = (item: PlanItem, step: string) =>
    item.sources.flatMap((source) => (source.from === 'client' && source.answer.startsWith(step) ? [source.quote] : []));
  return {
    text: goal.text,
    signs: items.filter((item) => item.kind === 'measure' && item.goal === goal.id).flatMap((item) => fromClient(item, 'signs@')),
    rating: goal.baseline,
    target: goal.target,
    why: fromClient(goal, 'why-it-matters@')[0],
    reviewOn: reviewOn(items),
  };
}

function measurable({ signs, rating, target, text }: GoalFacts, goalWording: GoalWordingRules) {
  if (signs.some((sign) => !saysNothing(sign, goalWording))) return 'meets-signs';
  if (rating !== undefined && target !== undefined) return 'meets-ratings';
  return COUNTABLE.test(foldText(text)) ? 'meets-count' : 'lacks';
}

function achievable(rating: number | undefined, target: number | undefined, kind: string | undefined) {
  if (kind === 'absolute') return 'lacks-absolute';
  if (kind === 'other-directed') return 'lacks-other';
  if (rating === undefined || target === undefined) return 'meets';
  if (target <= rating) return 'lacks-reached';
  return target - rating > FARTHEST ? 'lacks-far' : 'meets';
}

const fill = (note: string, values: Record<string, string | number | undefined>): string =>
  note.replace(/\{([a-z]+)\}/gu, (_, name: string) => String(values[name] ?? ''));

import { answerKey, type Answer } from '../conversation/answer.ts';
import type { Condition } from './document.ts';

/** What a condition may look at. */
export interface Situation {
  answers: Record<string, Answer>;
  /** Id of the list item that is being talked about, inside a group. */
  item: string | null;
  inputs: Inputs;
  language: string;
}

/** Lists and values the code brings to a conversation, such as the proposals to go through. */
export type Inputs = Record<string, unknown>;
export type Fact = (situation: Situation) => boolean;

/** The answer to a step for the item at hand, or outside any item. */
export const answerTo = (step: string, { answers, item }: Pick<Situation, 'answers' | 'item'>): Answer | undefined =>
  (item ? answers[answerKey(step, item)] : undefined) ?? answers[step];

export function holds(condition: Condition, situation: Situation, facts: Record<string, Fact>): boolean {
  if ('not' in condition) return !holds(condition.not, situation, facts);
  if ('all' in condition) return condition.all.every((each) => holds(each, situation, facts));
  if ('any' in condition) return condition.any.some((each) => holds(each, situation, facts));
  if ('fact' in condition) return facts[condition.fact]!(situation);
  const value = answerTo(condition.answer, situation)?.value ?? null;
  if ('answered' in condition) return (value !== null) === condition.answered;
  if (typeof condition.is === 'boolean') return value === condition.is;
  const picked = Array.isArray(value) ? value : [value];
  return picked.some((one) => typeof one === 'object' && one !== null && 'choice' in one && one.choice === condition.is);
}

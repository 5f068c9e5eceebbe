import { answerKey, type Answer, type ListItem, type Picked } from '../conversation/answer.ts';
import { saysNothing, type GoalWordingRules } from './wording-rules.ts';

/** A client's own words and the answer they were given in. */
export interface Words {
  text: string;
  answer: string;
}

export interface Picks {
  answer: string;
  choices: string[];
  own: string[];
}

/** The answers of an intake by step id; skipped, missing and saying nothing are the same here. */
export interface IntakeAnswers {
  words(step: string, goal?: string): Words | undefined;
  picks(step: string, goal?: string): Picks | undefined;
  /** Whole, 0–10. */
  rating(step: string, goal: string): number | undefined;
  /** Ranked. */
  goals: (ListItem & { answer: string })[];
}

/** Where an answer was given more than once, the last one counts. */
export function readAnswers(answers: Answer[], goalWording: GoalWordingRules): IntakeAnswers {
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  const find = (step: string, goal?: string): Answer | undefined => byKey.get(answerKey(step, goal));
  const says = (text: string): boolean => !saysNothing(text, goalWording);

  const goals = find('goals');
  return {
    words(step, goal) {
      const given = find(step, goal);
      return typeof given?.value === 'string' && says(given.value) ? { text: given.value, answer: given.id } : undefined;
    },
    picks(step, goal) {
      const given = find(step, goal);
      if (typeof given?.value !== 'object' || given.value === null) return undefined;
      const picked = (Array.isArray(given.value) ? given.value : [given.value]).filter((one): one is Picked => 'choice' in one || 'own' in one);
      return {
        answer: given.id,
        choices: picked.flatMap((one) => ('choice' in one ? one.choice : [])),
        own: picked.flatMap((one) => ('own' in one && says(one.own) ? one.own : [])),
      };
    },
    rating(step, goal) {
      const value = find(step, goal)?.value;
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10 ? value : undefined;
    },
    goals: Array.isArray(goals?.value)
      ? goals.value.filter((one): one is ListItem => 'text' in one && says(one.text)).map((one) => ({ ...one, answer: goals.id }))
      : [],
  };
}

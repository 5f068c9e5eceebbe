import type { PlanItem } from './plan.ts';
import type { Foreign, Piece } from './reading.ts';

/** One answer of the intake, in the client's own words, as it stands beside their plan. */
export interface ClientWord {
  answer: string;
  step: string;
  /** The short label of the question, in the reader's language. */
  question: string;
  /** As the client had it before them. */
  text: string;
  /** Its language, where it is not the reader's. */
  language?: string;
  /** The same with what was picked from a list in the reader's language, where there is any; the client's own words as they are. */
  reading?: Piece[];
  /** Id of the goal it is about, where it is about one. */
  goal?: string;
  /** Given for the therapist's eyes, to stay out of the plan: in no copy but the client's own. */
  outOfPlan: boolean;
}

/** A word as it is shown: with what it was said to, and how it is read. */
export type ToldWord = Pick<ClientWord, 'question' | 'text' | 'language' | 'reading'>;

/** The step in which the intake asks what the client would rather not do. */
const RATHER_NOT = 'rather-not';

const inPlan = (words: readonly ClientWord[]): ClientWord[] => words.filter(({ outOfPlan }) => !outOfPlan);

/** What the client said about no single line, in the order of the conversation. */
export const generalWords = (words: readonly ClientWord[]): ClientWord[] =>
  inPlan(words).filter(({ goal, step }) => goal === undefined && step !== RATHER_NOT);

export const ratherNotWords = (words: readonly ClientWord[]): ClientWord[] => inPlan(words).filter(({ step }) => step === RATHER_NOT);

/**
 * The client's words that led to a line: those it quotes, and what was said about it. Letter for letter the same as the line
 * needs no echo. `question` is '' for a quotation whose answer is not among the words; `foreign` is what is known of the line's
 * languages.
 */
export function wordsBeside(words: readonly ClientWord[], item: PlanItem, foreign: Foreign = {}): ToldWord[] {
  const quoted = item.sources.flatMap((source) => (source.from === 'client' && source.quote !== item.text ? [source] : []));
  const beside = inPlan(words).filter(({ answer, goal, text }) => text !== item.text && (goal === item.id || quoted.some((source) => source.answer === answer)));
  const alone = quoted.filter((source) => !words.some(({ answer }) => answer === source.answer));
  return [...beside, ...alone.map(({ quote }) => ({ question: '', text: quote, ...(foreign[quote] && { language: foreign[quote].language }) }))];
}

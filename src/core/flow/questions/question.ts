import type { AnswerValue } from '../../conversation/answer.ts';
import type { Choice, Question } from '../../conversation/message.ts';
import type { AskedStep } from '../document.ts';
import type { StepWords } from '../wording.ts';
import type { CommandName, CommonWords } from '../common-words.ts';

/** Everything a question type may look at while it asks or reads. */
export interface Asking<S extends AskedStep = AskedStep> {
  step: S;
  words: StepWords;
  common: CommonWords;
  /** Fills an authored text with the values of this conversation. */
  fill(message: string, values?: Record<string, string | number>): string;
  /** The choices shown, and all that are understood when typed. */
  readonly offered: Choice[];
  readonly understood: Choice[];
  /** What a choice is called; undefined for one that is not understood. */
  labelOf(id: string): string | undefined;
  /** What the type kept from an unfinished answer to this question. */
  partial: unknown;
  /** The answer that stands, when the question is asked again. */
  previous: AnswerValue | null;
}

export type Given = { text: string } | { ids: string[] };

export type MisfitReason =
  | 'not-a-choice' | 'too-many' | 'not-a-number' | 'not-whole' | 'out-of-range' | 'too-long' | 'not-yes-or-no' | 'nothing-picked';

export type Reading =
  | { is: 'value'; value: AnswerValue }
  /** The answer has begun; the question goes on with `partial`. */
  | { is: 'partial'; partial: unknown }
  | { is: 'command'; command: CommandName }
  | { is: 'reply'; text: string }
  | { is: 'misfit'; reason: MisfitReason; values?: Record<string, string | number> };

/**
 * One kind of question. A new kind is a file like this one's neighbours, a line in the register and a step in the
 * all-types fixture; no channel changes, since `ask` speaks in choices and free words only.
 */
export interface QuestionType<S extends AskedStep> {
  /** Wording keys the step cannot do without, dotted below the step: `choices.yes`. */
  needsWords(step: S): string[];
  /** The text of the question and what may be pressed. */
  ask(asking: Asking<S>): { text: string; question: Omit<Question, 'step'> };
  /** Never throws: what cannot be understood is a misfit. Text comes trimmed and non-empty. */
  read(given: Given, asking: Asking<S>): Reading;
  /** The answer as a person reads it. */
  show(value: AnswerValue, asking: Asking<S>): string;
  /** What a half-given answer amounts to when the client moves on. */
  settle?(partial: unknown, step: S): AnswerValue;
  /** A half-given answer as it was one stage earlier; null when "back" leaves the question. */
  stepBack?(partial: unknown): unknown;
}

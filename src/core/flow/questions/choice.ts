import type { z } from 'zod';
import type { AnswerValue, Picked } from '../../conversation/answer.ts';
import type { stepSchemas } from '../document.ts';
import { authoredChoices } from '../document.ts';
import { choiceWordsOf } from '../wording.ts';
import { matchChoice } from './matching.ts';
import type { Asking, QuestionType, Reading } from './question.ts';
import { LONGEST_ANSWER } from './text.ts';

type ChoiceStep = z.infer<typeof stepSchemas.choice>;

/** A pressed or typed choice that does something other than answer: a command, or a reply with the question again. */
export function sideChoice(id: string, asking: Asking<ChoiceStep | z.infer<typeof stepSchemas.choices>>): Reading | null {
  const authored = authoredChoices(asking.step.choices).find((choice) => choice.id === id);
  if (authored?.command) return { is: 'command', command: authored.command };
  if (authored?.reply) return { is: 'reply', text: asking.fill(choiceWordsOf(asking.words, id).reply!) };
  return null;
}

export const neededChoiceWords = (choices: ChoiceStep['choices']): string[] =>
  authoredChoices(choices).flatMap(({ id, reply }) => [`choices.${id}`, ...(reply ? [`choices.${id}.reply`] : [])]);

/** The client's own words as an answer, when the question welcomes them and they are not too long. */
export function ownWords(text: string, allowed: boolean | undefined): { own: string } | Reading {
  if (!allowed) return { is: 'misfit', reason: 'not-a-choice' };
  const length = [...text].length;
  if (length > LONGEST_ANSWER) return { is: 'misfit', reason: 'too-long', values: { most: LONGEST_ANSWER, length } };
  return { own: text };
}

export const showPicked = (picked: Picked, asking: Asking<never> | Asking): string =>
  'own' in picked ? picked.own : (asking.labelOf(picked.choice) ?? picked.choice);

export const choiceQuestion: QuestionType<ChoiceStep> = {
  needsWords: (step) => ['ask', ...neededChoiceWords(step.choices)],
  ask: ({ step, words, offered, fill }) => ({
    text: fill(words.ask!),
    question: { kind: 'one', choices: offered, ownWords: step['own-words'] ?? false },
  }),
  read(given, asking) {
    const picked = 'ids' in given
      ? asking.understood.find(({ id }) => id === given.ids[0])
      : matchChoice(given.text, asking, asking.common, { loosely: !asking.step['own-words'] });
    if (picked) return sideChoice(picked.id, asking) ?? { is: 'value', value: { choice: picked.id } };
    if ('ids' in given) return { is: 'misfit', reason: 'not-a-choice' };
    const own = ownWords(given.text, asking.step['own-words']);
    return 'own' in own ? { is: 'value', value: own } : own;
  },
  show: (value: AnswerValue, asking) => showPicked(value as Picked, asking),
};

import { stepSchemas } from '../document.ts';
import type { z } from 'zod';
import type { QuestionType } from './question.ts';

export const LONGEST_ANSWER = 4_000;

export const textQuestion: QuestionType<z.infer<typeof stepSchemas.text>> = {
  needsWords: () => ['ask', 'example', 'smaller'],
  ask: ({ words, fill }) => ({ text: fill(words.ask!), question: { kind: 'text', choices: [], ownWords: true } }),
  read(given) {
    if ('ids' in given) return { is: 'misfit', reason: 'not-a-choice' };
    const length = [...given.text].length;
    if (length > LONGEST_ANSWER) return { is: 'misfit', reason: 'too-long', values: { most: LONGEST_ANSWER, length } };
    return { is: 'value', value: given.text };
  },
  show: (value) => String(value),
};

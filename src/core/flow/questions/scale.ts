import type { z } from 'zod';
import type { stepSchemas } from '../document.ts';
import { plain, typedNumber } from './matching.ts';
import type { QuestionType, Reading } from './question.ts';

type Scale = z.infer<typeof stepSchemas.scale>;

export const scaleQuestion: QuestionType<Scale> = {
  needsWords: () => ['ask', 'low', 'high', 'example'],
  ask({ step, words, fill }) {
    const numbers = Array.from({ length: step.to - step.from + 1 }, (_, n) => String(step.from + n));
    return {
      text: fill(words.ask!),
      question: {
        kind: 'scale',
        choices: numbers.map((number) => ({ id: number, label: number })),
        scale: { from: step.from, to: step.to, low: fill(words.low!), high: fill(words.high!) },
        ownWords: false,
      },
    };
  },
  read(given, { step, common }) {
    const text = 'ids' in given ? (given.ids[0] ?? '') : given.text;
    return inRange(wholeNumber(text, step, (word) => typedNumber(word, common)), step);
  },
  show: (value, { step }) => `${value}/${step.to}`,
};

type Found = number | 'none' | 'fraction';

/** "7", "seven", "7/10", "about a 7": exactly one whole number in a short text. More than one is not guessed at. */
function wholeNumber(text: string, step: Scale, fromWord: (text: string) => number | null): Found {
  const word = fromWord(text);
  if (word !== null) return word;
  if (text.length > 60) return 'none';
  const withoutTop = text.replace(new RegExp(`\\s*(?:/|out of|de|sobre)\\s*${step.to}\\b`, 'i'), '');
  if (/\d[.,]\d/.test(withoutTop)) return 'fraction';
  const numbers = withoutTop.match(/-?\d+/g) ?? [];
  if (numbers.length === 1) return Number(numbers[0]);
  if (numbers.length > 1) return 'none';
  const words = plain(text).split(' ').map(fromWord).filter((number) => number !== null);
  return words.length === 1 ? words[0]! : 'none';
}

function inRange(found: Found, { from, to }: Scale): Reading {
  if (found === 'none') return { is: 'misfit', reason: 'not-a-number', values: { from, to } };
  if (found === 'fraction') return { is: 'misfit', reason: 'not-whole', values: { from, to } };
  if (found < from || found > to) return { is: 'misfit', reason: 'out-of-range', values: { from, to } };
  return { is: 'value', value: found };
}

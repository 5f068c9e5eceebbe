import type { z } from 'zod';
import type { CommonWords } from '../common-words.ts';
import type { stepSchemas } from '../document.ts';
import { plain, plainPhrases, typedNumber } from './matching.ts';
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
    if ('text' in given) return inRange(wholeNumber(given.text, step, common), step);
    const pressed = given.ids[0] ?? '';
    return inRange(/^-?\d{1,3}$/.test(pressed) ? Number(pressed) : 'none', step);
  },
  show: (value, { step }) => `${value}/${step.to}`,
};

type Found = number | 'none' | 'fraction';

/** No rating takes longer to say; a story with a number in it is not a rating. */
const LONGEST_RATING = 60;

/**
 * "7", "seven", "7/10", "about a 7", "7, a good day", "it feels like a 4": one whole number that stands first or last.
 * Two numbers are not guessed at, nor is "I slept 3 hours" or "one of those days".
 */
function wholeNumber(text: string, step: Scale, common: CommonWords): Found {
  if (text.length > LONGEST_RATING) return 'none';
  const rating = text.replace(new RegExp(`\\s*(?:/|out of|of|de|sobre)\\s*${step.to}(?!\\d)`, 'i'), '').trim();
  if (/\d\s*[.,/]\s*\d|\p{No}/u.test(rating)) return 'fraction';
  const bare = typedNumber(withoutAbout(plain(rating), common), common);
  if (bare !== null && !rating.includes('-')) return bare;
  const numbers = rating.match(/-?\d+/g) ?? [];
  const firstOrLast = /^-?\d+\s*(?:[^\p{L}\s]|$)|\d[^\p{L}]*$/u.test(rating);
  return numbers.length === 1 && firstOrLast ? Number(numbers[0]) : 'none';
}

/** "maybe a seven" → "seven": the authored words that people put around a rating come off, one after the other. */
function withoutAbout(said: string, common: CommonWords): string {
  for (const phrase of plainPhrases(common.phrases.about).keys()) {
    if (said.startsWith(`${phrase} `)) return withoutAbout(said.slice(phrase.length + 1), common);
    if (said.endsWith(` ${phrase}`)) return withoutAbout(said.slice(0, -phrase.length - 1), common);
  }
  return said;
}

function inRange(found: Found, { from, to }: Scale): Reading {
  if (found === 'none') return { is: 'misfit', reason: 'not-a-number', values: { from, to } };
  if (found === 'fraction') return { is: 'misfit', reason: 'not-whole', values: { from, to } };
  if (found < from || found > to) return { is: 'misfit', reason: 'out-of-range', values: { from, to } };
  return { is: 'value', value: found };
}

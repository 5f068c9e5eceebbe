import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { CairnError } from '../../errors.ts';

/** The authored form of a wording file: `flows/<name>/<language>.yaml`, texts by step id, in ICU message format. */

const text = z.string().min(1);
const choiceWords = z.union([
  text,
  z.strictObject({
    label: text,
    hint: text.optional(),
    also: z.array(text).min(1).optional().describe('Other ways to say it, understood when they are the whole message.'),
    reply: text.optional().describe('Said when a `reply` choice is pressed.'),
    thanks: text.optional().describe('Said after this choice, instead of the thanks of the step.'),
  }),
]);

export const stepWords = z.strictObject({
  ask: text.optional(),
  lead: text.optional().describe('Said before the question, in a message of its own.'),
  again: z.union([text, z.array(text).min(1)]).optional()
    .describe('The question in short, for asking it again right after something that was said about it. A list: the question in other words, one after the other, so that it is never asked in the same words twice; the last one stays, so let it be no question.'),
  misfit: text.optional().describe('Said when something was written that is no answer, instead of an apology.'),
  example: text.optional().describe('Shown when an answer does not fit, and on "help".'),
  smaller: text.optional().describe('An easier question, for "I do not know".'),
  why: text.optional().describe('The answer to "why are you asking?"'),
  thanks: text.optional().describe('Said after the answer.'),
  'thanks-for-no': text.optional().describe('Said instead when the answer in own words is a bare "no".'),
  short: text.optional().describe('The name of the question in lists of answers.'),
  choices: z.record(z.string(), choiceWords).optional(),
  yes: text.optional(),
  no: text.optional(),
  low: text.optional(),
  high: text.optional(),
  rank: text.optional(),
  says: text.optional(),
  after: text.optional().describe('Said when the client writes once the conversation is over.'),
}).meta({ id: 'StepWords' });

export const wordingSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'use two small letters, such as en'),
  sections: z.record(z.string(), text),
  steps: z.record(z.string(), stepWords),
}).meta({ id: 'Wording' });

export type Wording = z.infer<typeof wordingSchema>;
export type StepWords = z.infer<typeof stepWords>;
export type Values = Record<string, string | number>;

/** An apostrophe counts, since it may quote a brace. */
export const hasPlaceholders = (message: string): boolean => message.includes('{') || message.includes("'");

const compiled = new Map<string, Map<string, IntlMessageFormat>>();

function formatOf(message: string, language: string): IntlMessageFormat {
  let ofLanguage = compiled.get(language);
  if (!ofLanguage) compiled.set(language, (ofLanguage = new Map()));
  let format = ofLanguage.get(message);
  if (!format) ofLanguage.set(message, (format = new IntlMessageFormat(message, language, undefined, { ignoreTag: true })));
  return format;
}

/**
 * Fills an authored text. Values go in as they are: a client's braces or markup stay text.
 * Throws `wording-missing` when a placeholder has no value, so that no half sentence reaches anybody.
 */
export function fill(message: string, language: string, values: Values): string {
  if (!hasPlaceholders(message)) return message;
  const format = formatOf(message, language);
  try {
    return String(format.format(values));
  } catch (cause) {
    throw new CairnError('wording-missing', 'A text has a placeholder that nothing fills.', { details: { placeholders: placeholdersOf(message) }, cause });
  }
}

type Part = { type: number; value?: unknown; options?: Record<string, { value: Part[] }> };

/** The names in braces of an authored text. Throws what the parser throws when the text is malformed. */
export function placeholdersOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (parts: Part[]): void => {
    for (const part of parts) {
      // 0 is literal text and 7 is "#" in the parser's numbering; every other part names an argument.
      if (part.type !== 0 && part.type !== 7 && typeof part.value === 'string') names.add(part.value);
      for (const option of Object.values(part.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst() as Part[]);
  return [...names];
}

/** Words of one choice, whichever of the two forms the author used. */
export function choiceWordsOf(words: StepWords, choice: string): { label: string; hint?: string; also?: string[]; reply?: string; thanks?: string } {
  const entry = words.choices?.[choice];
  if (entry === undefined) throw new CairnError('wording-missing', `A choice has no wording: ${choice}`);
  return typeof entry === 'string' ? { label: entry } : entry;
}

/** The words of a step. Checked at start, so a miss here is a flow from elsewhere. */
export function wordsFor(wording: Wording, step: string): StepWords {
  const words = wording.steps[step];
  if (!words) throw new CairnError('wording-missing', `A step has no wording: ${step}`);
  return words;
}

/**
 * Wording for a flow version that is no longer the current one: corrected texts reach it wherever the step
 * itself is unchanged; steps that have gone or changed keep the words they were last published with.
 */
export function wordingForOlder(stored: Wording, current: Wording, unchanged: (step: string) => boolean): Wording {
  const steps = { ...stored.steps };
  for (const [step, words] of Object.entries(current.steps)) if (steps[step] && unchanged(step)) steps[step] = words;
  return { language: stored.language, sections: { ...stored.sections, ...current.sections }, steps };
}

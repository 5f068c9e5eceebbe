import type { Choice } from '../../conversation/message.ts';
import type { CommonWords } from '../common-words.ts';

/** No authored phrase is longer; whatever is, is an answer. */
const LONGEST_PHRASE = 60;

/**
 * A text without case, accents, punctuation and spare space, which do not matter when a typed choice or command is
 * recognised. A text of nothing but signs ("?", an emoji) stays as it is.
 */
export function plain(text: string): string {
  const words = text
    .normalize('NFKD').replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[^\p{L}\p{N}'\s/-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? text.trim() : words;
}

const phraseSets = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Authored phrases in their plain form, each with its place in the list; worked out once for each list. */
function plainPhrases(phrases: readonly string[]): ReadonlyMap<string, number> {
  const known = phraseSets.get(phrases);
  if (known) return known;
  const set = new Map(phrases.map((phrase, at) => [plain(phrase), at]));
  phraseSets.set(phrases, set);
  return set;
}

export const isPhrase = (text: string, phrases: readonly string[]): boolean =>
  text.length <= LONGEST_PHRASE && plainPhrases(phrases).has(plain(text));

/** A whole number typed as digits or as a word from zero to ten; null when the text is anything else. */
export function typedNumber(text: string, common: CommonWords): number | null {
  if (text.length > LONGEST_PHRASE) return null;
  const said = plain(text);
  return /^\d{1,3}$/.test(said) ? Number(said) : (plainPhrases(common.phrases.numbers).get(said) ?? null);
}

/** A start shorter than this must be whole words, so that "no" never means a choice called "Nothing yet". */
const LONG_ENOUGH = 4;

/** `loosely`: the start of exactly one label is enough. Not where own words are welcome: they often begin like a label. */
export interface Matching {
  loosely: boolean;
}

/**
 * The choice that a typed text means: its number in the list, its label, the start of exactly one label, or, `loosely`
 * (where no own words are asked for), whole words that stand in exactly one label: "six months". Null when none or several fit.
 */
export function matchChoice(text: string, offered: Choice[], understood: Choice[], common: CommonWords, { loosely = false } = {}): Choice | null {
  const number = typedNumber(text, common);
  const numbered = number === null ? undefined : offered[number - 1];
  if (numbered) return numbered;
  const said = plain(text);
  if (said === '' || /^\d+$/.test(said)) return null;
  const exact = understood.find((choice) => plain(choice.label) === said || plain(choice.id) === said);
  if (exact) return exact;
  const starting = onlyOne(understood.filter(({ label }) => {
    const whole = plain(label);
    return whole.startsWith(said) && (said.length >= LONG_ENOUGH || whole[said.length] === ' ');
  }));
  if (starting || !loosely) return starting;
  return onlyOne(offered.filter(({ label }) => ` ${plain(label)} `.includes(` ${said} `)));
}

/** Several names of one choice count as one. */
const onlyOne = (choices: Choice[]): Choice | null => (new Set(choices.map(({ id }) => id)).size === 1 ? choices[0]! : null);

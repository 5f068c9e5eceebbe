import type { Choice } from '../../conversation/message.ts';
import type { CommonWords } from '../common-words.ts';

/** No authored phrase is longer; whatever is, is an answer. */
export const LONGEST_PHRASE = 60;

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

/** Whether two texts of a client say the same, letter by letter; spare space and case aside. */
export const sameText = (one: string, other: string): boolean => folded(one) === folded(other);
const folded = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

const plainOf = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Authored phrases in their plain form, each with its place in the list; worked out once for each list. */
export function plainPhrases(phrases: readonly string[]): ReadonlyMap<string, number> {
  const known = plainOf.get(phrases);
  if (known) return known;
  const places = new Map(phrases.map((phrase, at) => [plain(phrase), at]));
  plainOf.set(phrases, places);
  return places;
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

/** What a text may mean. A list may take work to make, so it is looked at only where it is needed. */
export interface Choosable {
  readonly offered: Choice[];
  readonly understood: Choice[];
}

/** All of them are shown, and no others are understood. */
export const justThese = (choices: Choice[]): Choosable => ({ offered: choices, understood: choices });

/**
 * The choice that a typed text means: its number in the list, its label, the start of exactly one label, or, `loosely`
 * (where no own words are asked for), whole words that stand in exactly one label: "six months". Null when none or several fit.
 */
export function matchChoice(text: string, among: Choosable, common: CommonWords, { loosely = false } = {}): Choice | null {
  const number = typedNumber(text, common);
  const numbered = number === null ? undefined : among.offered[number - 1];
  if (numbered) return numbered;
  const said = plain(text);
  if (/^\d+$/.test(said)) return null;
  const named = among.understood.filter((choice) => plainLabel(choice) === said);
  if (named.length > 0) return theOne(named);
  const starting = theOne(among.understood.filter((choice) => {
    const label = plainLabel(choice);
    return label.startsWith(said) && (said.length >= LONG_ENOUGH || label[said.length] === ' ');
  }));
  if (starting || !loosely) return starting;
  return theOne(among.offered.filter((choice) => ` ${plainLabel(choice)} `.includes(` ${said} `)));
}

const theOne = (choices: Choice[]): Choice | null => (new Set(choices.map(({ id }) => id)).size === 1 ? choices[0]! : null);

const plainLabels = new WeakMap<Choice, string>();

/** Long lists, such as all countries, keep their choices from turn to turn. */
export function plainLabel(choice: Choice): string {
  const label = plainLabels.get(choice) ?? plain(choice.label);
  plainLabels.set(choice, label);
  return label;
}

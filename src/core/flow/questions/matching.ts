import type { Choice } from '../../conversation/message.ts';
import type { CommonWords } from '../common-words.ts';

/** Case, accents, punctuation and spare space do not matter when a typed choice or command is recognised. */
export function plain(text: string): string {
  return text
    .normalize('NFKD').replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[^\p{L}\p{N}'\s/-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export const isPhrase = (text: string, phrases: readonly string[]): boolean => {
  const said = plain(text);
  return said !== '' && phrases.some((phrase) => plain(phrase) === said);
};

/** A whole number typed as digits or as a word from zero to ten; null when the text is anything else. */
export function typedNumber(text: string, common: CommonWords): number | null {
  const said = plain(text);
  if (/^\d{1,3}$/.test(said)) return Number(said);
  const word = common.phrases.numbers.findIndex((number) => plain(number) === said);
  return word >= 0 ? word : null;
}

/**
 * The choice that a typed text means: its number in the list, its label, or the start of exactly one label
 * (two letters at least). Null when none or several fit.
 */
export function matchChoice(text: string, offered: Choice[], understood: Choice[], common: CommonWords): Choice | null {
  const number = typedNumber(text, common);
  if (number !== null) return offered[number - 1] ?? null;
  const said = plain(text);
  if (said === '') return null;
  const exact = understood.find((choice) => plain(choice.label) === said || plain(choice.id) === said);
  if (exact) return exact;
  if (said.length < 2) return null;
  const starting = understood.filter((choice) => plain(choice.label).startsWith(said));
  return new Set(starting.map(({ id }) => id)).size === 1 ? starting[0]! : null;
}

/** A word of a text, as cues see it, and where it stands in what the client wrote. */
export interface Word {
  /** Lower case, no accents, no apostrophes, no possessive 's. */
  readonly form: string;
  readonly start: number;
  readonly end: number;
  /** Which sentence it belongs to, counted from 0: a cue never reaches over its end. */
  readonly sentence: number;
}

const WORD_OR_STOP = /[\p{L}\p{N}]+(?:['’ʼ`][\p{L}\p{N}]+)*|[.!?;:\n…]/gu;
const LETTER = /[\p{L}\p{N}]/u;

/** Most words have nothing to fold but their case. */
const PLAIN = /^[a-z0-9]+$/i;

/** "Mum's" → "mum", "he'll" → "he" (not "hell"), "can't" → "cant", "I'm" → "im". */
export const fold = (word: string): string => PLAIN.test(word) ? word.toLowerCase() : word
  .normalize('NFD')
  .replace(/\p{M}/gu, '')
  .toLowerCase()
  .replace(/['’ʼ`](?:s|ll|re|ve|d)$/u, '')
  .replace(/['’ʼ`]/gu, '');

export const splitWords = (text: string): Word[] => {
  const words: Word[] = [];
  let sentence = 0;
  for (const match of text.matchAll(WORD_OR_STOP)) {
    if (LETTER.test(match[0])) {
      words.push({ form: fold(match[0]), start: match.index, end: match.index + match[0].length, sentence });
    } else {
      sentence += 1;
    }
  }
  return words;
};

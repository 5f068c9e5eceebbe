import { matchCue } from './cue.ts';
import type { Hit } from './hits.ts';
import type { AreaCueTable } from './table.ts';
import type { Word } from './words.ts';

/** "not really anxious", "no panic or anxiety": is there a "not" before this cue? */
export const isDenied = (
  words: readonly Word[],
  hit: Hit<unknown>,
  negation: AreaCueTable['negation'],
  /** Indexes after the last word of the cues already found denied. */
  denied: ReadonlySet<number>,
): boolean => {
  const sentence = words[hit.from]?.sentence;
  for (let at = hit.from - 1; at >= 0; at -= 1) {
    const word = words[at];
    if (word === undefined || word.sentence !== sentence) return false;
    if (negation.words.has(word.form)) return true;
    if (negation.joining.has(word.form)) return denied.has(at);
    if (!negation.between.has(word.form)) return false;
  }
  return false;
};

/** "my sleep is fine" */
export const isFine = (words: readonly Word[], hit: Hit<unknown>, negation: AreaCueTable['negation']): boolean =>
  words[hit.to]?.sentence === words[hit.from]?.sentence &&
  negation.fine.some((cue) => matchCue(cue, words, hit.to) !== -1);

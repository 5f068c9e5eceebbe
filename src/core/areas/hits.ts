import { matchRest } from './cue.ts';
import type { Cue } from './cue.ts';
import { startingWith } from './cue-index.ts';
import type { CueIndex } from './cue-index.ts';
import type { Word } from './words.ts';

/** A cue found in a text. */
export interface Hit<T> {
  readonly entry: T;
  /** First word, and the index after the last one. */
  readonly from: number;
  readonly to: number;
}

/** Every cue of the index that the words hold, in the order in which they begin. */
export const findHits = <T extends { readonly cue: Cue }>(words: readonly Word[], index: CueIndex<T>): Hit<T>[] => {
  const hits: Hit<T>[] = [];
  for (const [from, word] of words.entries()) {
    for (const entry of startingWith(index, word.form)) {
      const to = matchRest(entry.cue, words, from);
      if (to !== -1) hits.push({ entry, from, to });
    }
  }
  return hits;
};

/** In words. */
export const lengthOf = (hit: Hit<unknown>): number => hit.to - hit.from;

/** Leaves out cues that are only a part of a turn of phrase ("work" in "work it out"). */
export const outsideIdioms = <T>(hits: readonly Hit<T>[], idioms: readonly Hit<unknown>[]): Hit<T>[] =>
  hits.filter(
    (hit) => !idioms.some((idiom) => idiom.from <= hit.from && hit.to <= idiom.to && lengthOf(hit) < lengthOf(idiom)),
  );

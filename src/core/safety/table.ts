import { z } from 'zod';
import { categories } from './document.ts';
import type { LearnedWord } from './lexicon.ts';

/** Weights are whole hundredths, so that the file stays small and reads well. */
const weight = z.number().int();
const pairs = z.record(z.string(), z.record(z.string(), weight));

/**
 * `flows/safety/table.*.json`: what words near one another say where no phrase speaks. Learned by
 * `src/evaluate/train/screening.ts` from texts the project's authors wrote; `like`, where a language has it, also from public
 * word vectors.
 * Words stand for themselves; `drug*` for all that begin so, `{drug}` for a kind of word and `[drug]` for a cue of the phrase file.
 */
export const learnedTableSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  /** A reading above this is asked about. */
  threshold: z.number(),
  /** What a text without a telling word amounts to. */
  bias: weight,
  /** A word, beginning, kind or cue anywhere. */
  alone: z.record(z.string(), weight),
  /**
   * What a word says by being like others, added to what it says itself: words that none of our texts holds have it, too. It makes
   * no word one of the language: many of them are names, and words that other languages share.
   */
  like: z.record(z.string(), weight).optional(),
  /** Before another, next to it or with one word between; words that are of a kind stand as the kind. */
  next: pairs,
  apart: pairs,
  /** Two kinds or cues in one sentence. */
  together: pairs,
  /** What danger a word, beginning, kind or cue speaks of, once there is any. */
  about: z.record(z.string(), z.partialRecord(z.enum(categories), weight)),
});
export type LearnedTable = z.infer<typeof learnedTableSchema>;

/** The words of a language that the table reads by, from the phrase file. */
export interface TableWords {
  /** Kinds in the order of the file, and the kind of each word. */
  kinds: readonly string[];
  /** Cues in the order of the file. */
  cues: readonly string[];
  kindOf: ReadonlyMap<string, number>;
  /** Kinds that all texts are full of: they say something only beside another. */
  quiet: ReadonlySet<number>;
  common: ReadonlySet<string>;
}

/** Words shorter than this have no beginning. */
const longEnough = 6;
const beginningOf = (text: string): string => `${text.slice(0, longEnough - 1)}*`;

/** What a table has of a word. */
export interface WordRows {
  /** Its number; -1 for one that has no rows. */
  numberOf(text: string): number;
  /** What it says by being like others; 0 for one that is like none. */
  likeOf(text: string): number;
}

export const rowsOf = (table: CompiledTable | undefined): WordRows => ({
  numberOf: (text) => table?.numbers.get(text) ?? -1, likeOf: (text) => table?.like.get(text) ?? 0,
});

/** How a word is numbered: kinds first, then cues, then words and beginnings. */
export function learnedWord(text: string, words: TableWords, { numberOf, likeOf }: WordRows, isKnown: (text: string) => boolean): LearnedWord {
  const kind = words.kindOf.get(text) ?? -1;
  const alone = numberOf(text);
  const common = words.common.has(text) || (kind !== -1 && words.quiet.has(kind));
  const beginning = common || text.length < longEnough ? -1 : numberOf(beginningOf(text));
  return {
    alone, kind, beginning, shape: kind === -1 ? alone : kind, common, like: words.common.has(text) ? 0 : likeOf(text),
    known: kind !== -1 || alone !== -1 || words.common.has(text) || isKnown(text),
  };
}

/** The kinds and cues by their numbers, as the table names them. */
export const sortNamesOf = ({ kinds, cues }: TableWords): string[] => [...kinds.map((kind) => `{${kind}}`), ...cues.map((cue) => `[${cue}]`)];

/** A table made ready; numbers as in `learnedWord`. */
export interface CompiledTable {
  threshold: number;
  bias: number;
  words: TableWords;
  /** Number of a word; a word without one says nothing. */
  numbers: ReadonlyMap<string, number>;
  alone: Float64Array;
  like: ReadonlyMap<string, number>;
  /** `first * size + second` → weight. */
  size: number;
  next: ReadonlyMap<number, number>;
  apart: ReadonlyMap<number, number>;
  /** Kind or cue by kind or cue: `first * sorts + second`. */
  sorts: number;
  together: Float64Array;
  about: ReadonlyMap<number, readonly number[]>;
}

export function compileTable(table: LearnedTable, words: TableWords): CompiledTable {
  const sortNames = sortNamesOf(words);
  const sorts = sortNames.length;
  const sortNumbers = new Map(sortNames.map((name, number) => [name, number]));
  const numbers = new Map<string, number>();
  /** -1 for a kind or cue that the phrase file no longer has. */
  const numberOf = (name: string): number => {
    if (/^[{[]/u.test(name)) return sortNumbers.get(name) ?? -1;
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, number = sorts + numbers.size);
    return number;
  };
  // Every name has its number before anything is laid out by numbers.
  for (const name of [...Object.keys(table.alone), ...Object.keys(table.about)]) numberOf(name);
  for (const rows of [table.next, table.apart]) {
    for (const first of Object.keys(rows)) {
      numberOf(first);
      for (const second of Object.keys(rows[first]!)) numberOf(second);
    }
  }
  const size = sorts + numbers.size;
  const alone = new Float64Array(size);
  for (const [name, value] of Object.entries(table.alone)) if (numberOf(name) !== -1) alone[numberOf(name)] = value / 100;
  const eachPair = (rows: LearnedTable['next'], take: (first: number, second: number, value: number) => void): void => {
    for (const [name, others] of Object.entries(rows)) {
      const first = numberOf(name);
      for (const [other, value] of Object.entries(others)) {
        const second = numberOf(other);
        if (first !== -1 && second !== -1) take(first, second, value / 100);
      }
    }
  };
  const [next, apart] = [table.next, table.apart].map((rows) => {
    const pairsOf = new Map<number, number>();
    eachPair(rows, (first, second, value) => pairsOf.set(first * size + second, value));
    return pairsOf;
  }) as [Map<number, number>, Map<number, number>];
  const together = new Float64Array(sorts * sorts);
  eachPair(table.together, (first, second, value) => { together[first * sorts + second] = value; });
  const like = new Map(Object.entries(table.like ?? {}).map(([word, value]) => [word, value / 100]));
  const about = new Map(Object.entries(table.about).map(([name, row]) => [numberOf(name), categories.map((category) => (row[category] ?? 0) / 100)]));
  return { threshold: table.threshold, bias: table.bias / 100, words, numbers, alone, like, size, next, apart, sorts, together, about };
}

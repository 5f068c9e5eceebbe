import { z } from 'zod';
import { categories, type Category } from './document.ts';
import type { LearnedWord } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** Weights are whole hundredths, so that the file stays small and reads well. */
const weight = z.number().int();
const pairs = z.record(z.string(), z.record(z.string(), weight));

/**
 * `flows/safety/table.*.json`: what words near one another say where no phrase speaks. Learned by
 * `src/evaluate/train/screening.ts` from texts the project's authors wrote, and from nothing else.
 * Words stand for themselves; `{drug}` is a kind of word, as the phrase file lists them.
 */
export const learnedTableSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  /** A reading above this is asked about. */
  threshold: z.number(),
  /** What a text without a telling word amounts to. */
  bias: weight,
  /** A word or kind anywhere. */
  alone: z.record(z.string(), weight),
  /** Before another, next to it or with one word between; words that are of a kind stand as the kind. */
  next: pairs,
  apart: pairs,
  /** Two kinds in one sentence. */
  together: pairs,
  /** What danger a word or kind speaks of, once there is any. */
  about: z.record(z.string(), z.partialRecord(z.enum(categories), weight)),
});
export type LearnedTable = z.infer<typeof learnedTableSchema>;

/** The words of a language that the table reads by, from the phrase file. */
export interface TableWords {
  /** Kinds in the order of the file, and the kind of each word. */
  kinds: readonly string[];
  kindOf: ReadonlyMap<string, number>;
  /** Kinds that all texts are full of; like common words they say something only beside another. */
  quiet: ReadonlySet<number>;
  common: ReadonlySet<string>;
}

/** How a word is numbered: kinds first, then words. `numberOf` gives -1 for a word that has no rows. */
export function learnedWord(text: string, words: TableWords, numberOf: (text: string) => number, isKnown: (text: string) => boolean): LearnedWord {
  const kind = words.kindOf.get(text) ?? -1;
  const alone = numberOf(text);
  const common = words.common.has(text) || (kind !== -1 && words.quiet.has(kind));
  return { alone, kind, shape: kind === -1 ? alone : kind, common, known: kind !== -1 || alone !== -1 || words.common.has(text) || isKnown(text) };
}

export type Joint = 'alone' | 'next' | 'apart' | 'together';

/** A table made ready; numbers as in `learnedWord`. */
export interface CompiledTable {
  threshold: number;
  bias: number;
  words: TableWords;
  /** Number of a word; a word without one says nothing. */
  numbers: ReadonlyMap<string, number>;
  alone: Float64Array;
  /** `first * size + second` → weight. */
  size: number;
  next: ReadonlyMap<number, number>;
  apart: ReadonlyMap<number, number>;
  /** Kind by kind. */
  together: Float64Array;
  about: ReadonlyMap<number, readonly number[]>;
}

export function compileTable(table: LearnedTable, words: TableWords): CompiledTable {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    if (name.startsWith('{')) return words.kinds.indexOf(name.slice(1, -1));
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, words.kinds.length + numbers.size);
    return words.kinds.length + numbers.size - 1;
  };
  const single = Object.entries(table.alone).map(([name, value]) => [numberOf(name), value / 100] as const);
  const pairsOf = (rows: LearnedTable['next']): [number, number, number][] => Object.entries(rows).flatMap(([first, others]) => {
    const number = numberOf(first);
    return Object.entries(others).map(([second, value]): [number, number, number] => [number, numberOf(second), value / 100]);
  }).filter(([first, second]) => first !== -1 && second !== -1);
  const [next, apart, together] = [table.next, table.apart, table.together].map(pairsOf) as [number, number, number][][];
  const about = new Map(Object.entries(table.about).map(([name, row]) => [numberOf(name), categories.map((category) => (row[category] ?? 0) / 100)]));
  const kinds = words.kinds.length;
  const size = kinds + numbers.size;
  const alone = new Float64Array(size);
  for (const [number, value] of single) if (number !== -1) alone[number] = value;
  const square = new Float64Array(kinds * kinds);
  for (const [first, second, value] of together!) square[first * kinds + second] = value;
  const mapOf = (rows: readonly [number, number, number][]): Map<number, number> => new Map(rows.map(([first, second, value]) => [first * size + second, value]));
  return { threshold: table.threshold, bias: table.bias / 100, words, numbers, alone, size, next: mapOf(next!), apart: mapOf(apart!), together: square, about };
}

/**
 * Visits the features of the tokens from `from` up to `to`: each word and its kind, each pair of neighbours, each pair with
 * one word between, and each two kinds. `masked` tokens (idioms, denials, other people's past) say nothing. Numbers as in
 * `learnedWord`; -1 where nothing was learned.
 */
export function eachFeature(
  tokens: readonly Token[], from: number, to: number, masked: ReadonlySet<number>, quiet: ReadonlySet<number>,
  visit: (joint: Joint, first: number, second: number) => void,
): void {
  const kinds: number[] = [];
  for (let at = from; at < to; at++) {
    if (masked.size > 0 && masked.has(at)) continue;
    const { learned } = tokens[at]!.is;
    if (!learned.common) visit('alone', learned.alone, -1);
    if (learned.kind !== -1) {
      if (!learned.common) visit('alone', learned.kind, -1);
      if (!kinds.includes(learned.kind)) kinds.push(learned.kind);
    }
    for (let reach = 1; reach <= 2; reach++) {
      if (at + reach >= to || (masked.size > 0 && masked.has(at + reach))) continue;
      const other = tokens[at + reach]!.is.learned;
      if (!learned.common || !other.common) visit(reach === 1 ? 'next' : 'apart', learned.shape, other.shape);
    }
  }
  for (let one = 0; one < kinds.length; one++) {
    for (let other = one + 1; other < kinds.length; other++) {
      const [first, second] = [Math.min(kinds[one]!, kinds[other]!), Math.max(kinds[one]!, kinds[other]!)];
      if (!(quiet.has(first) && quiet.has(second))) visit('together', first, second);
    }
  }
}

/** A stretch with more features is scaled down, so that length alone says nothing. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, 24));

/** Where a text says most, and what. Token positions, the last one included. */
export interface StretchReading {
  /** Log-odds of danger of any kind. */
  score: number;
  category: Category;
  first: number;
  last: number;
}

/** How much each further stretch of a long text raises what one of them must say. */
const caution = 2;

/** Where an idiom, a denial or another's past was found, the words around it belong to that: they must say more. */
const doubt = 0.6;

/** A text of which less than this share of words is known is in another language. */
const leastKnown = 0.5;

/** The most telling stretch of a text: two sentences at a time, so that a long text weighs no more than a short one. */
export function strongestStretch(tokens: readonly Token[], masked: ReadonlySet<number>, table: CompiledTable): StretchReading | undefined {
  if (!isInLanguage(tokens)) return undefined;
  const sentences = sentencesOf(tokens);
  const sums = sentences.map(([from, to]) => sumOf(tokens, from, to, masked, table));
  const stretches = Math.max(sentences.length - 1, 1);
  let best = 0;
  let score = -Infinity;
  for (let at = 0; at < stretches; at++) {
    const next = sums[at + 1] ?? nothing;
    const isDoubtful = sums[at]!.isDoubtful || next.isDoubtful;
    const here = table.bias + scaleOf(sums[at]!.count + next.count) * (sums[at]!.sum + next.sum) - (isDoubtful ? doubt : 0);
    if (here > score) [score, best] = [here, at];
  }
  const first = sentences[best]![0];
  const last = (sentences[best + 1] ?? sentences[best]!)[1] - 1;
  // The more stretches, the likelier that one stands out by chance.
  score -= caution * Math.log(stretches);
  return { score, category: score > table.threshold ? categoryOf(tokens, first, last, masked, table) : 'passive-ideation', first, last };
}

function isInLanguage(tokens: readonly Token[]): boolean {
  let known = 0;
  for (let at = 0; at < tokens.length; at++) if (tokens[at]!.is.learned.known) known++;
  return known > 0 && known >= tokens.length * leastKnown;
}

/** Many people write without full stops: what runs on for longer than this is cut. */
const longestSentence = 30;

/** The sentences as [first token, token after the last]. */
export function sentencesOf(tokens: readonly Token[]): [number, number][] {
  const sentences: [number, number][] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at++) {
    if (at < tokens.length && tokens[at]!.sentence === tokens[at - 1]!.sentence && at - from < longestSentence) continue;
    sentences.push([from, at]);
    from = at;
  }
  return sentences;
}

interface Sum {
  sum: number;
  count: number;
  isDoubtful: boolean;
}
const nothing: Sum = { sum: 0, count: 0, isDoubtful: false };

function sumOf(tokens: readonly Token[], from: number, to: number, masked: ReadonlySet<number>, table: CompiledTable): Sum {
  let sum = 0;
  let count = 0;
  eachFeature(tokens, from, to, masked, table.words.quiet, (joint, first, second) => {
    count++;
    if (first === -1) return;
    if (joint === 'alone') sum += table.alone[first]!;
    else if (second === -1) return;
    else if (joint === 'together') sum += table.together[first * table.words.kinds.length + second]!;
    else sum += (joint === 'next' ? table.next : table.apart).get(first * table.size + second) ?? 0;
  });
  let isDoubtful = false;
  if (masked.size > 0) for (let at = from; at < to; at++) isDoubtful ||= masked.has(at);
  return { sum, count, isDoubtful };
}

/** What the telling words of a stretch speak of most. */
function categoryOf(tokens: readonly Token[], first: number, last: number, masked: ReadonlySet<number>, { about, words }: CompiledTable): Category {
  const sums = categories.map(() => 0);
  eachFeature(tokens, first, last + 1, masked, words.quiet, (joint, number) => {
    if (joint === 'alone') about.get(number)?.forEach((value, category) => { sums[category]! += value; });
  });
  return categories[sums.indexOf(Math.max(...sums))]!;
}

import { z } from 'zod';
import { categories, type Category } from './document.ts';
import type { Token } from './tokens.ts';

/** Weights are whole hundredths, so that the file stays small and reads well. */
const weight = z.number().int();

/**
 * `flows/safety/table.*.json`: what words near one another say where no phrase speaks. Learned by
 * `src/evaluate/train/screening.ts` from texts the project's authors wrote, and from nothing else.
 */
export const learnedTableSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  /** A reading above this is asked about. */
  threshold: z.number(),
  /** Weight of each category when nothing is known, against "no danger" at 0. */
  bias: z.record(z.enum(categories), weight),
  /** Feature → category → weight. */
  weights: z.record(z.string(), z.partialRecord(z.enum(categories), weight)),
});
export type LearnedTable = z.infer<typeof learnedTableSchema>;

/** A feature: a word alone, or before another one, next to it or with one word between. */
export type Joint = 'alone' | 'next' | 'apart';
export const featureName = (word: string, joint: Joint, other: string): string =>
  (joint === 'alone' ? word : joint === 'next' ? `${word} ${other}` : `${word} _ ${other}`);

interface WordRows {
  alone: readonly number[] | undefined;
  next: Map<string, readonly number[]>;
  apart: Map<string, readonly number[]>;
}

/** A table made ready: for each word its rows of numbers, in the order of `categories`. */
export interface CompiledTable {
  threshold: number;
  bias: readonly number[];
  words: ReadonlyMap<string, WordRows>;
}

export function compileTable(table: LearnedTable): CompiledTable {
  const rowOf = (weights: Readonly<Partial<Record<Category, number>>>): number[] => categories.map((category) => (weights[category] ?? 0) / 100);
  const words = new Map<string, WordRows>();
  for (const [feature, weights] of Object.entries(table.weights)) {
    const [word, ...others] = feature.split(' ');
    const rows = words.get(word!) ?? { alone: undefined, next: new Map(), apart: new Map() };
    words.set(word!, rows);
    if (others.length === 0) rows.alone = rowOf(weights);
    else (others[0] === '_' ? rows.apart : rows.next).set(others.at(-1)!, rowOf(weights));
  }
  return { threshold: table.threshold, bias: rowOf(table.bias), words };
}

/** What the table needs to know of a language's words. */
export interface TableWords {
  /** What a word stands for besides itself: "{drug}" for any medicine; undefined for most words. */
  kindOf: (word: string) => string | undefined;
  /** Words of all texts alike ("would", "it"): they say something only beside another. */
  isCommon: (word: string) => boolean;
}

/**
 * Visits the features of the tokens from `from` up to `to`: each word, each pair of neighbours, each pair with one word
 * between, and the same with words replaced by their kind. `masked` tokens (idioms, denials, other people's past) say nothing.
 */
export function eachFeature(
  tokens: readonly Token[], from: number, to: number, masked: ReadonlySet<number>, words: TableWords,
  visit: (word: string, joint: Joint, other: string) => void,
): void {
  for (let at = from; at < to; at++) {
    if (masked.has(at)) continue;
    const { word } = tokens[at]!;
    const common = words.isCommon(word);
    for (const first of namesOf(word, words)) {
      if (!common) visit(first, 'alone', '');
      for (const [reach, joint] of joints) {
        if (at + reach >= to || masked.has(at + reach)) continue;
        const other = tokens[at + reach]!.word;
        if (common && words.isCommon(other)) continue;
        for (const second of namesOf(other, words)) visit(first, joint, second);
      }
    }
  }
}

const joints = [[1, 'next'], [2, 'apart']] as const;

function namesOf(word: string, { kindOf }: TableWords): readonly string[] {
  const kind = kindOf(word);
  return kind === undefined ? [word] : [word, kind];
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

/** The most telling stretch of a text: two sentences at a time, so that a long text weighs no more than a short one. */
export function strongestStretch(tokens: readonly Token[], masked: ReadonlySet<number>, table: CompiledTable, words: TableWords): StretchReading | undefined {
  const sentences = sentencesOf(tokens).map(([from, to]) => ({ from, to, ...sumsOf(tokens, from, to, masked, table, words) }));
  const stretches = sentences.length < 2 ? sentences.map((one) => [one]) : sentences.slice(1).map((next, at) => [sentences[at]!, next]);
  let strongest: StretchReading | undefined;
  for (const stretch of stretches) {
    const scale = scaleOf(stretch.reduce((count, sentence) => count + sentence.count, 0));
    const values = table.bias.map((bias, at) => bias + scale * stretch.reduce((sum, sentence) => sum + sentence.sums[at]!, 0));
    const doubtful = stretch.some(({ from, to }) => isMasked(masked, from, to));
    const score = logOfSum(values) - (doubtful ? doubt : 0);
    if (strongest && score <= strongest.score) continue;
    strongest = { score, category: categories[values.indexOf(Math.max(...values))]!, first: stretch[0]!.from, last: stretch.at(-1)!.to - 1 };
  }
  // The more stretches, the likelier that one stands out by chance.
  return strongest && { ...strongest, score: strongest.score - caution * Math.log(stretches.length) };
}

/** Many people write without full stops: what runs on for longer than this is cut. */
const longestSentence = 30;

/** The sentences as [first token, token after the last]. */
export function sentencesOf(tokens: readonly Token[]): [number, number][] {
  const starts: number[] = [];
  tokens.forEach((token, at) => {
    if (at === 0 || tokens[at - 1]!.sentence !== token.sentence || at - starts.at(-1)! >= longestSentence) starts.push(at);
  });
  return starts.map((from, place) => [from, starts[place + 1] ?? tokens.length]);
}

function sumsOf(
  tokens: readonly Token[], from: number, to: number, masked: ReadonlySet<number>, table: CompiledTable, words: TableWords,
): { sums: number[]; count: number } {
  const sums = categories.map(() => 0);
  let count = 0;
  eachFeature(tokens, from, to, masked, words, (word, joint, other) => {
    count++;
    const rows = table.words.get(word);
    const row = rows && (joint === 'alone' ? rows.alone : rows[joint].get(other));
    if (row) for (let at = 0; at < sums.length; at++) sums[at]! += row[at]!;
  });
  return { sums, count };
}

function isMasked(masked: ReadonlySet<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (masked.has(at)) return true;
  return false;
}

function logOfSum(values: readonly number[]): number {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

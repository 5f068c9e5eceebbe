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

/** A table made ready: rows of numbers in the order of `categories`. */
export interface CompiledTable {
  threshold: number;
  bias: readonly number[];
  rows: ReadonlyMap<string, readonly number[]>;
}

export function compileTable(table: LearnedTable): CompiledTable {
  const row = (weights: Readonly<Partial<Record<Category, number>>>): number[] => categories.map((category) => (weights[category] ?? 0) / 100);
  return {
    threshold: table.threshold,
    bias: row(table.bias),
    rows: new Map(Object.entries(table.weights).map(([feature, weights]) => [feature, row(weights)])),
  };
}

/** What a token stands for besides itself: "drug" for any medicine, "person" for any relative; undefined for most words. */
export type ClassOf = (word: string) => string | undefined;

/**
 * The features of a stretch of text: its words, pairs of neighbours, pairs with one word between, and the same with
 * words replaced by their class. `masked` tokens (idioms, denials, other people's past) say nothing.
 */
export function featuresOf(tokens: readonly Token[], from: number, to: number, masked: ReadonlySet<number>, classOf: ClassOf): Set<string> {
  const features = new Set<string>();
  for (let at = from; at < to; at++) {
    if (masked.has(at)) continue;
    const word = tokens[at]!.word;
    const kind = classOf(word);
    features.add(word);
    if (kind) features.add(`{${kind}}`);
    for (const reach of [1, 2]) {
      if (at + reach >= to || masked.has(at + reach)) continue;
      const other = tokens[at + reach]!.word;
      const otherKind = classOf(other);
      const joint = reach === 1 ? ' ' : ' _ ';
      features.add(`${word}${joint}${other}`);
      if (kind) features.add(`{${kind}}${joint}${other}`);
      if (otherKind) features.add(`${word}${joint}{${otherKind}}`);
      if (kind && otherKind) features.add(`{${kind}}${joint}{${otherKind}}`);
    }
  }
  return features;
}

/** Long stretches have many features: their sum is scaled so that length alone says nothing. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, 24));

export interface Reading {
  /** Log-odds of danger of any kind. */
  score: number;
  /** The likeliest kind. */
  category: Category;
}

export function readTable(features: ReadonlySet<string>, table: CompiledTable): Reading {
  const sums = categories.map(() => 0);
  for (const feature of features) {
    const row = table.rows.get(feature);
    if (row) for (let at = 0; at < sums.length; at++) sums[at]! += row[at]!;
  }
  const scale = scaleOf(features.size);
  const values = sums.map((sum, at) => sum * scale + table.bias[at]!);
  const highest = Math.max(...values);
  return {
    score: highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0)),
    category: categories[values.indexOf(highest)]!,
  };
}

export interface StretchReading extends Reading {
  /** Token positions, the last one included. */
  first: number;
  last: number;
}

/** The most telling stretch of a text: two sentences at a time, so that a long text weighs no more than a short one. */
export function strongestStretch(tokens: readonly Token[], masked: ReadonlySet<number>, table: CompiledTable, classOf: ClassOf): StretchReading | undefined {
  let strongest: StretchReading | undefined;
  const starts = tokens.flatMap((token, at) => (at === 0 || tokens[at - 1]!.sentence !== token.sentence ? [at] : []));
  starts.forEach((from, place) => {
    const to = starts[place + 2] ?? tokens.length;
    if (place > 0 && starts[place + 1] === undefined) return;
    const reading = readTable(featuresOf(tokens, from, to, masked, classOf), table);
    if (!strongest || reading.score > strongest.score) strongest = { ...reading, first: from, last: to - 1 };
  });
  return strongest;
}

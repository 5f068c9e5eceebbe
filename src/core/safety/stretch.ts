import { categories, type Category } from './document.ts';
import type { CompiledTable } from './table.ts';
import type { Token } from './tokens.ts';

export type Joint = 'alone' | 'next' | 'apart' | 'together';

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

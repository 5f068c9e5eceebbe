import { categories, type Category } from './document.ts';
import type { CompiledTable } from './table.ts';
import type { Token } from './tokens.ts';

export type Joint = 'alone' | 'next' | 'apart' | 'together';

/** A cue that was said, by its number, at the token where it begins. */
export interface Cue {
  cue: number;
  at: number;
}

/** What the table reads of a text. */
export interface WordsRead {
  tokens: readonly Token[];
  /** Positions of words that mean something else here: idioms, denials, other people's past. They say nothing. */
  masked: ReadonlySet<number>;
  cues: readonly Cue[];
}

/**
 * Visits the features of the tokens from `from` up to `to`: each word with its beginning and its kind, each cue, each pair of
 * neighbours, each pair with one word between, and each two kinds or cues. Numbers as in `learnedWord`; -1 where nothing was
 * learned.
 */
export function eachFeature(
  { tokens, masked, cues }: WordsRead, from: number, to: number, quiet: ReadonlySet<number>,
  visit: (joint: Joint, first: number, second: number) => void,
): void {
  const sorts: number[] = [];
  for (let at = from; at < to; at++) {
    if (masked.size > 0 && masked.has(at)) continue;
    const { learned } = tokens[at]!.is;
    visit('alone', learned.alone, -1);
    if (!learned.common) {
      visit('alone', learned.beginning, -1);
      if (learned.kind !== -1) visit('alone', learned.kind, -1);
    }
    if (learned.kind !== -1 && !sorts.includes(learned.kind)) sorts.push(learned.kind);
    for (let reach = 1; reach <= 2; reach++) {
      if (at + reach >= to || (masked.size > 0 && masked.has(at + reach))) continue;
      visit(reach === 1 ? 'next' : 'apart', learned.shape, tokens[at + reach]!.is.learned.shape);
    }
  }
  for (const { cue, at } of cues) {
    if (at < from || at >= to || sorts.includes(cue) || masked.has(at)) continue;
    visit('alone', cue, -1);
    sorts.push(cue);
  }
  for (let one = 0; one < sorts.length; one++) {
    for (let other = one + 1; other < sorts.length; other++) {
      const [first, second] = [Math.min(sorts[one]!, sorts[other]!), Math.max(sorts[one]!, sorts[other]!)];
      if (!(quiet.has(first) && quiet.has(second))) visit('together', first, second);
    }
  }
}

/** A stretch with more features is scaled down, so that length alone says little. */
export const scaleOf = (features: number): number => Math.max(features, 24) ** -0.3;

/** Where a text says most, and what. Token positions, the last one included. */
export interface StretchReading {
  /** Log-odds of danger of any kind. */
  score: number;
  category: Category;
  first: number;
  last: number;
}

/** A text of more stretches is longer than people write in a chat, and like nothing that the table learned from. */
const inChat = 3;
/** How much more one stretch of a long text must say: the more there are, the likelier that one stands out by chance. */
const caution = (stretches: number): number => 1.5 * Math.log(stretches) + 2 * Math.max(0, Math.log(stretches / inChat));

/** Where an idiom, a denial or another's past was found, the words around it belong to that: they must say more. */
const doubt = 0.6;

/** A text of which less than this share of words is known is in another language. */
const leastKnown = 0.5;

/** The most telling stretch of a text: two sentences at a time, so that a long text weighs no more than a short one. */
export function strongestStretch(read: WordsRead, table: CompiledTable): StretchReading | undefined {
  const { tokens } = read;
  // "Not yet" is an answer to anything.
  if (!isInLanguage(tokens) || (read.cues.length === 0 && tokens.every(({ is }) => is.learned.common))) return undefined;
  const sentences = sentencesOf(tokens);
  const sums = sentences.map(([from, to]) => sumOf(read, from, to, table));
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
  score -= caution(stretches);
  return { score, category: score > table.threshold ? categoryOf(read, first, last, table) : 'passive-ideation', first, last };
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

function sumOf(read: WordsRead, from: number, to: number, table: CompiledTable): Sum {
  let sum = 0;
  let count = 0;
  eachFeature(read, from, to, table.words.quiet, (joint, first, second) => {
    count++;
    if (first === -1) return;
    if (joint === 'alone') sum += table.alone[first]!;
    else if (second === -1) return;
    else if (joint === 'together') sum += table.together[first * table.sorts + second]!;
    else sum += (joint === 'next' ? table.next : table.apart).get(first * table.size + second) ?? 0;
  });
  let isDoubtful = false;
  for (let at = from; at < to; at++) {
    if (read.masked.has(at)) isDoubtful = true;
    else sum += read.tokens[at]!.is.learned.like;
  }
  return { sum, count, isDoubtful };
}

/** What the telling words of a stretch speak of most. */
function categoryOf(read: WordsRead, first: number, last: number, { about, words }: CompiledTable): Category {
  const sums = categories.map(() => 0);
  eachFeature(read, first, last + 1, words.quiet, (joint, number) => {
    if (joint === 'alone') about.get(number)?.forEach((value, category) => { sums[category]! += value; });
  });
  return categories[sums.indexOf(Math.max(...sums))]!;
}

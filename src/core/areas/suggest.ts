import { matchCue, matchRest } from './cue.ts';
import type { Cue } from './cue.ts';
import { weighLearned } from './learned.ts';
import { startingWith } from './table.ts';
import type { AreaCue, AreaCueTable, CueIndex } from './table.ts';
import { splitWords } from './words.ts';
import type { Word } from './words.ts';

export interface AreaSuggestion {
  area: string;
  /** Weight of the evidence, above 0: one cue that names the area outright counts about 6. */
  score: number;
  /** The client's own words that led here, at most three, strongest first; empty when only hints did. */
  because: string[];
}

interface Hit<T> {
  readonly entry: T;
  /** First word, and the index after the last one. */
  readonly from: number;
  readonly to: number;
}

/** What is left of a cue that the client denies or calls fine: little, for people also say so of what hurts. */
const WELL = 0.3;
/** A second cue adds less than the first, and the same cue again less still: long texts repeat themselves. */
const NEXT_CUE = 0.85;
const SAME_CUE_AGAIN = 0.4;
const MOST_REASONS = 3;

const findHits = <T extends { readonly cue: Cue }>(words: readonly Word[], index: CueIndex<T>): Hit<T>[] => {
  const hits: Hit<T>[] = [];
  for (const [from, word] of words.entries()) {
    for (const entry of startingWith(index, word.form)) {
      const to = matchRest(entry.cue, words, from);
      if (to !== -1) hits.push({ entry, from, to });
    }
  }
  return hits;
};

const length = (hit: Hit<unknown>): number => hit.to - hit.from;

/** Leaves out cues that are only a part of a turn of phrase ("work" in "work it out"). */
const outsideIdioms = <T>(hits: readonly Hit<T>[], idioms: readonly Hit<unknown>[]): Hit<T>[] =>
  hits.filter(
    (hit) => !idioms.some((idiom) => idiom.from <= hit.from && hit.to <= idiom.to && length(hit) < length(idiom)),
  );

/** "not really anxious", "no panic or anxiety": is there a "not" before this cue? */
const isDenied = (words: readonly Word[], hit: Hit<unknown>, table: AreaCueTable, denied: ReadonlySet<number>): boolean => {
  const { negation } = table;
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
const isFine = (words: readonly Word[], hit: Hit<unknown>, table: AreaCueTable): boolean =>
  words[hit.to]?.sentence === words[hit.from]?.sentence &&
  table.negation.fine.some((cue) => matchCue(cue, words, hit.to) !== -1);

interface Evidence {
  readonly hit: Hit<AreaCue>;
  readonly weight: number;
}

/** Of cues of one area that share a word, the weightiest stays; then the longest. */
const withoutOverlap = (evidence: readonly Evidence[]): Evidence[] => {
  const ranked = [...evidence].sort((a, b) => b.weight - a.weight || length(b.hit) - length(a.hit) || a.hit.from - b.hit.from);
  const taken = new Set<number>();
  return ranked.filter(({ hit }) => {
    for (let at = hit.from; at < hit.to; at += 1) if (taken.has(at)) return false;
    for (let at = hit.from; at < hit.to; at += 1) taken.add(at);
    return true;
  });
};

const sumUp = (evidence: readonly Evidence[]): number => {
  const times = new Map<AreaCue, number>();
  const weights = evidence.map(({ hit, weight }) => {
    const before = times.get(hit.entry) ?? 0;
    times.set(hit.entry, before + 1);
    return weight * SAME_CUE_AGAIN ** before;
  });
  return weights.sort((a, b) => b - a).reduce((sum, weight, rank) => sum + weight * NEXT_CUE ** rank, 0);
};

/** The client's words behind the evidence, strongest first; a passing word is left out where a telling one stands. */
const reasons = (text: string, words: readonly Word[], evidence: readonly Evidence[]): string[] => {
  const telling = evidence.filter(({ hit, weight }) => hit.entry.shown && weight === hit.entry.weight);
  const enough = (telling[0]?.weight ?? 0) / 2;
  const phrases = new Map<string, string>();
  for (const { hit, weight } of telling) {
    const phrase = text.slice(words[hit.from]?.start, words[hit.to - 1]?.end).replace(/\s+/gu, ' ');
    if (weight >= enough && !phrases.has(phrase.toLowerCase())) phrases.set(phrase.toLowerCase(), phrase);
  }
  return [...phrases.values()].slice(0, MOST_REASONS);
};

/**
 * Areas of focus that a client's own words point to, the likeliest first; none when nothing points anywhere.
 * The same text and table always give the same areas.
 */
export const suggestAreas = (text: string, table: AreaCueTable, most = 3): AreaSuggestion[] => {
  const words = splitWords(text);
  const hits = outsideIdioms(findHits(words, table.cues), findHits(words, table.idioms));
  const byArea = new Map<string, Evidence[]>(table.areas.map((area) => [area, []]));
  /** Indexes after the last word of each denied cue. */
  const denied = new Set<number>();
  for (const hit of hits) {
    const { area, weight } = hit.entry;
    const isNot = table.negation.areas.has(area) && isDenied(words, hit, table, denied);
    if (isNot) denied.add(hit.to);
    byArea.get(area)?.push({ hit, weight: isNot || isFine(words, hit, table) ? weight * WELL : weight });
  }
  const learned = weighLearned(words, table.learned);
  return [...byArea]
    .map(([area, all]) => {
      const evidence = withoutOverlap(all);
      return { area, score: sumUp(evidence) + (learned.get(area) ?? 0), because: reasons(text, words, evidence) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
};

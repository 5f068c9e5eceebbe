import { isDenied, isFine } from './denial.ts';
import { findHits, lengthOf, outsideIdioms } from './hits.ts';
import type { Hit } from './hits.ts';
import { weighLearned } from './learned.ts';
import type { AreaCue, AreaCueTable } from './table.ts';
import { splitWords } from './words.ts';
import type { Word } from './words.ts';

export interface AreaSuggestion {
  area: string;
  /** Weight of the evidence, above 0: one cue that names the area outright counts 5. */
  score: number;
  /** The client's own words that led here, at most three, strongest first; empty when only hints or learned words did. */
  because: string[];
}

/** What is left of a cue that the client denies or calls fine: little, for people also say so of what hurts. */
const WELL = 0.3;
/** A second cue adds less than the first, and the same cue again less still: long texts repeat themselves. */
const NEXT_CUE = 0.85;
const SAME_CUE_AGAIN = 0.4;
const MOST_REASONS = 3;

interface Evidence {
  readonly hit: Hit<AreaCue>;
  readonly weight: number;
}

/** Of cues of one area that share a word, the weightiest stays; then the longest. */
const withoutOverlap = (evidence: readonly Evidence[]): Evidence[] => {
  const ranked = [...evidence].sort(
    (a, b) => b.weight - a.weight || lengthOf(b.hit) - lengthOf(a.hit) || a.hit.from - b.hit.from,
  );
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
  const denied = new Set<number>();
  for (const hit of hits) {
    const { area, weight } = hit.entry;
    const isNot = table.negation.areas.has(area) && isDenied(words, hit, table.negation, denied);
    if (isNot) denied.add(hit.to);
    byArea.get(area)?.push({ hit, weight: isNot || isFine(words, hit, table.negation) ? weight * WELL : weight });
  }
  const learned = weighLearned(words, table.learned);
  return [...byArea]
    .map(([area, all]) => {
      const evidence = withoutOverlap(all);
      return { area, score: sumUp(evidence) + (learned.get(area) ?? 0), evidence };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ area, score, evidence }) => ({ area, score, because: reasons(text, words, evidence) }));
};

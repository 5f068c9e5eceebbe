import { z } from 'zod';
import type { Word } from './words.ts';

/**
 * What single words and pairs of words say about areas, learned from answers that the project's authors wrote
 * (`src/evaluate/train/areas.ts` makes it). It tips balances where authored cues are silent; it is never a reason shown
 * to a client. Weights are in hundredths of a cue's.
 */
export const learnedAreasDocument = z.strictObject({
  language: z.string().min(2),
  weights: z.record(z.string(), z.record(z.string(), z.int())),
});

export type LearnedAreas = ReadonlyMap<string, readonly (readonly [area: string, weight: number])[]>;

/** Inflected words meet at this many letters: "worry", "worried", "worries". */
const STEM = 5;

/** The word stems of a text and the pairs of neighbours among them, each once. */
export const featuresOf = (words: readonly Word[]): Set<string> => {
  const features = new Set<string>();
  let before: string | undefined;
  for (const { form } of words) {
    const stem = form.slice(0, STEM);
    features.add(stem);
    if (before !== undefined) features.add(`${before} ${stem}`);
    before = stem;
  }
  return features;
};

/** Long texts have many features, so their sum is scaled down; texts with few are trusted less. */
export const scaleFor = (features: number): number => 1 / (Math.sqrt(features) + 0.5);

/** Learned evidence by area, for or against. */
export const weighLearned = (words: readonly Word[], learned: LearnedAreas): Map<string, number> => {
  const sums = new Map<string, number>();
  let known = 0;
  for (const feature of featuresOf(words)) {
    const weights = learned.get(feature);
    if (weights === undefined) continue;
    known += 1;
    for (const [area, weight] of weights) sums.set(area, (sums.get(area) ?? 0) + weight);
  }
  const scale = scaleFor(known) / 100;
  for (const [area, sum] of sums) sums.set(area, sum * scale);
  return sums;
};

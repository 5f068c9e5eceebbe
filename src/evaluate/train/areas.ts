/**
 * `node src/evaluate/train/areas.ts`: makes flows/library/areas/cues.en.learned.json from areas.en.jsonl beside this
 * file, answers that the project's authors wrote. The same answers always give the same file.
 *
 * The model is a softmax regression on the words of an answer and their pairs (`core/areas/learned.ts`), fitted by
 * gradient descent with Adam, held small by an L2 penalty.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { featuresOf, scaleFor } from '../../core/areas/learned.ts';
import { compileAreaTable } from '../../core/areas/table.ts';
import { splitWords } from '../../core/areas/words.ts';
import { readAreaExamples } from '../areas.ts';
import { adam } from './adam.ts';

const ANSWERS = new URL('./areas.en.jsonl', import.meta.url);
const CUES = new URL('../../../flows/library/areas/cues.en.yaml', import.meta.url);
const LEARNED = new URL('../../../flows/library/areas/cues.en.learned.json', import.meta.url);

/** A feature seen in fewer answers teaches nothing that carries over. */
const FEWEST_ANSWERS = 2;
const PENALTY = 1e-4;
const ROUNDS = 300;
const RATE = 0.05;
/** How much the learned part weighs beside authored cues. */
const SHARE = 0.5;
/** Smaller weights, in hundredths, are left out of the file. */
const SMALLEST = 40;

interface Row {
  /** Index of the feature and its value in this answer. */
  readonly features: readonly (readonly [feature: number, value: number])[];
  /** What the model should say: the answer's areas share 1. */
  readonly target: Float64Array;
}

const table = compileAreaTable(parse(readFileSync(CUES, 'utf8')));
const examples = readAreaExamples(readFileSync(ANSWERS, 'utf8'), table);
const featureSets = examples.map(({ text }) => featuresOf(splitWords(text)));

const counts = new Map<string, number>();
for (const features of featureSets) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
const vocabulary = [...counts.keys()].filter((feature) => (counts.get(feature) ?? 0) >= FEWEST_ANSWERS).sort();
const indexOf = new Map(vocabulary.map((feature, index) => [feature, index]));
/** Rare features say more: log of (answers / answers with the feature). */
const rarity = vocabulary.map((feature) => Math.log(examples.length / (counts.get(feature) ?? 1)));

const areas = table.areas;
const rows = examples.map((example, index): Row => {
  const known = [...(featureSets[index] ?? [])].flatMap((feature) => indexOf.get(feature) ?? []);
  const scale = scaleFor(known.length);
  return {
    features: known.map((feature) => [feature, (rarity[feature] ?? 0) * scale] as const),
    target: Float64Array.from(areas, (area) => (example.areas.includes(area) ? 1 / example.areas.length : 0)),
  };
});

/** Weight of feature f for area a stands at f * areas.length + a; the last row is the bias. */
const size = (vocabulary.length + 1) * areas.length;
const weights = new Float64Array(size);
const bias = vocabulary.length;

const gradient = (): Float64Array => {
  const sum = new Float64Array(size);
  for (const { features, target } of rows) {
    const inputs = [...features, [bias, 1] as const];
    const said = areas.map((_, area) =>
      inputs.reduce((total, [feature, value]) => total + value * (weights[feature * areas.length + area] ?? 0), 0),
    );
    const highest = Math.max(...said);
    const powers = said.map((value) => Math.exp(value - highest));
    const total = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, area) => {
      const off = (power / total - (target[area] ?? 0)) / rows.length;
      for (const [feature, value] of inputs) sum[feature * areas.length + area]! += off * value;
    });
  }
  return sum.map((value, index) => value + PENALTY * (weights[index] ?? 0));
};

const fit = (): void => {
  const { step } = adam(weights, RATE);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = gradient();
    step((at) => slope[at]!);
  }
};

/** Weights of one feature in hundredths, around the mean over areas, the small ones left out. */
const hundredths = (feature: number): Record<string, number> => {
  const own = areas.map((_, area) => weights[feature * areas.length + area] ?? 0);
  const mean = own.reduce((a, b) => a + b, 0) / own.length;
  const scaled = own.map((weight) => Math.round((weight - mean) * (rarity[feature] ?? 0) * SHARE * 100));
  return Object.fromEntries(
    areas.flatMap((area, index) => (Math.abs(scaled[index] ?? 0) < SMALLEST ? [] : [[area, scaled[index] ?? 0]])),
  );
};

fit();
const lines = vocabulary.flatMap((feature, index) => {
  const kept = hundredths(index);
  return Object.keys(kept).length === 0 ? [] : [`    ${JSON.stringify(feature)}: ${JSON.stringify(kept)}`];
});
writeFileSync(LEARNED, `{\n  "language": "en",\n  "weights": {\n${lines.join(',\n')}\n  }\n}\n`);
console.log(`${rows.length} answers, ${lines.length} features`);

/**
 * `node src/evaluate/train/screening.ts LANGUAGE`: makes flows/safety/table.LANGUAGE.json from texts that the project's
 * authors wrote: screening.LANGUAGE.jsonl and areas.LANGUAGE.jsonl beside this file, and the screening fixtures in
 * test/core/safety/fixtures (never the unseen ones). The same texts always give the same table.
 *
 * A softmax regression on `eachFeature` over the categories and "no danger", fitted with Adam under an L2 penalty.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPhrases } from '../../core/safety/check.ts';
import { compileScreen } from '../../core/safety/compile.ts';
import { categories, type Category } from '../../core/safety/document.ts';
import { readPhrasesOf, screen } from '../../core/safety/screen.ts';
import { eachFeature, featureName, scaleOf, sentencesOf, type LearnedTable } from '../../core/safety/table.ts';

const FEWEST_TEXTS = 2;
const PENALTY = 4e-5;
const ROUNDS = 400;
const RATE = 0.05;
/** Smaller weights, in hundredths, are left out of the file. */
const SMALLEST = 20;
/** A text in danger weighs as much as this many others: a miss is worse than a question too many. */
const DANGER = 2;

const language = process.argv[2] ?? 'en';
/** Set where few everyday texts (about one in forty) and few distressed ones are asked about for the table's sake alone. */
const threshold = { en: -0.1, es: 0.1 }[language] ?? 0;
const beside = (name: string): URL => new URL(`./${name}.${language}.jsonl`, import.meta.url);
const flows = (name: string): URL => new URL(`../../../flows/safety/${name}`, import.meta.url);
const fixture = new URL(`../../../test/core/safety/fixtures/screening.${language}.jsonl`, import.meta.url);

const compiled = compileScreen(readPhrases(parse(readFileSync(flows(`phrases.${language}.yaml`), 'utf8'))));

interface Example { text: string; risk?: boolean; kind?: string; areas?: string[] }
const readLines = (file: URL): Example[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Example) : []);

const kindNames: Readonly<Record<string, Category>> = { attempt: 'self-harm', contradiction: 'active-ideation' };
/** The category of a text in danger, -1 for a safe one, undefined for one that teaches nothing. */
function target({ text, risk, kind, areas }: Example): number | undefined {
  // Answers about areas of life were not labelled for danger: what the phrases flag, and home, are left out.
  if (areas) return areas.includes('safety-at-home') || screen(text, compiled).level !== 'none' ? undefined : -1;
  if (!risk) return -1;
  const named = categories.indexOf((kindNames[kind ?? ''] ?? kind) as Category);
  if (named >= 0) return named;
  const [found] = screen(text, compiled).categories;
  return categories.indexOf(found ?? 'passive-ideation');
}

const rows = [...readLines(fixture), ...readLines(beside('screening')), ...readLines(beside('areas'))].flatMap((example) => {
  const wanted = target(example);
  if (wanted === undefined) return [];
  const { tokens, masked } = readPhrasesOf(example.text, compiled);
  const features: string[] = [];
  for (const [from, to] of sentencesOf(tokens)) {
    eachFeature(tokens, from, to, masked, compiled.tableWords, (word, joint, other) => features.push(featureName(word, joint, other)));
  }
  return [{ wanted, features }];
});

const counts = new Map<string, number>();
for (const { features } of rows) for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
const vocabulary = [...counts.keys()].filter((feature) => counts.get(feature)! >= FEWEST_TEXTS).sort();
const indexOf = new Map(vocabulary.map((feature, index) => [feature, index]));
const inputs = rows.map(({ wanted, features }) => ({
  wanted, scale: scaleOf(features.length), known: features.flatMap((feature) => indexOf.get(feature) ?? []),
}));

const width = categories.length;
const size = (vocabulary.length + 1) * width;
const weights = new Float64Array(size);
const mean = new Float64Array(size);
const spread = new Float64Array(size);
const slope = new Float64Array(size);
const bias = vocabulary.length * width;

for (let round = 1; round <= ROUNDS; round++) {
  for (let at = 0; at < size; at++) slope[at] = at < bias ? PENALTY * inputs.length * weights[at]! : 0;
  for (const { wanted, scale, known } of inputs) {
    const values = Array.from({ length: width }, (_, category) => {
      let sum = 0;
      for (const feature of known) sum += weights[feature * width + category]!;
      return sum * scale + weights[bias + category]!;
    });
    const highest = Math.max(0, ...values);
    const total = Math.exp(-highest) + values.reduce((sum, value) => sum + Math.exp(value - highest), 0);
    const cost = wanted >= 0 ? DANGER : 1;
    values.forEach((value, category) => {
      const error = cost * (Math.exp(value - highest) / total - (wanted === category ? 1 : 0));
      for (const feature of known) slope[feature * width + category]! += error * scale;
      slope[bias + category]! += error;
    });
  }
  for (let at = 0; at < size; at++) {
    const step = slope[at]! / inputs.length;
    mean[at] = 0.9 * mean[at]! + 0.1 * step;
    spread[at] = 0.999 * spread[at]! + 0.001 * step * step;
    weights[at]! -= RATE * (mean[at]! / (1 - 0.9 ** round)) / (Math.sqrt(spread[at]! / (1 - 0.999 ** round)) + 1e-8);
  }
}

const hundredths = (value: number): number => Math.round(value * 100);
const rowOf = (start: number, smallest: number): Partial<Record<Category, number>> =>
  Object.fromEntries(categories.flatMap((category, at) => {
    const value = hundredths(weights[start + at]!);
    return Math.abs(value) >= smallest ? [[category, value]] : [];
  }));
const learned: LearnedTable = {
  language,
  threshold,
  bias: Object.fromEntries(categories.map((category, at) => [category, hundredths(weights[bias + at]!)])) as LearnedTable['bias'],
  weights: Object.fromEntries(vocabulary.flatMap((feature, at) => {
    const row = rowOf(at * width, SMALLEST);
    return Object.keys(row).length > 0 ? [[feature, row]] : [];
  })),
};
const body = Object.entries(learned.weights).map(([feature, row]) => `    ${JSON.stringify(feature)}: ${JSON.stringify(row)}`).join(',\n');
writeFileSync(flows(`table.${language}.json`),
  `{\n  "language": "${language}",\n  "threshold": ${threshold},\n  "bias": ${JSON.stringify(learned.bias)},\n  "weights": {\n${body}\n  }\n}\n`);
console.log(`${rows.length} texts, ${rows.filter(({ wanted }) => wanted >= 0).length} in danger; ${Object.keys(learned.weights).length} features`);

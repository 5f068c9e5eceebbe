/**
 * `node src/evaluate/train/screening.ts LANGUAGE [folds]`: makes flows/safety/table.LANGUAGE.json from texts that the project's
 * authors wrote: screening.LANGUAGE.jsonl and areas.LANGUAGE.jsonl beside this file, what flows/ itself says and offers as an
 * answer, and the screening fixtures in test/core/safety/fixtures (never the check, held, unseen and hopes ones). The same texts always give the
 * same table.
 *
 * A logistic regression on `eachFeature`, fitted with Adam under an L2 penalty. It learns from stretches, as it will read: of a
 * safe text from each one, of a text in danger from the one that sounds most like it, since often one clause carries it. The
 * threshold is set on texts that were left out of the fit, one fold after another: as low as `ALLOWED` lets it be.
 * With a number of folds it prints what each threshold would do and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPhrases } from '../../core/safety/check.ts';
import { compileScreen, type CompiledScreen } from '../../core/safety/compile.ts';
import { categories, type Category, type PhraseDocument } from '../../core/safety/document.ts';
import { readPhrasesOf, screen, type PhraseReading } from '../../core/safety/screen.ts';
import { eachFeature, scaleOf, sentencesOf, strongestStretch, type Joint } from '../../core/safety/stretch.ts';
import { compileTable, sortNamesOf, type LearnedTable } from '../../core/safety/table.ts';
import { adam } from './adam.ts';

const FOLDS = 5;
const FEWEST_TEXTS = 2;
const PENALTY = 4e-5;
const ROUNDS = 200;
/** After so many rounds the most telling stretch of each text in danger is chosen anew. */
const CHOOSE_AFTER = [60, 120];
const RATE = 0.05;
/** Smaller weights, in hundredths, are left out of the file. */
const SMALLEST = 6;
const ABOUT_SMALLEST = 80;
/** A text in danger weighs as much as this many others: a miss is worse than a question too many. */
const DANGER = 2;
/** An everyday text weighs more than a sad one: to be asked about danger in the middle of small talk is the odder thing. */
const WEIGHT_OF: Readonly<Record<string, number>> = { everyday: 4, traps: 4, offered: 4, distressed: 0.5, area: 0.3 };
/**
 * Of texts without danger, at most this share may be asked about, by phrases and table together; `traps` only sound dangerous.
 * Many everyday texts were written because they come close, so in real talk far fewer are asked about.
 */
const ALLOWED = { everyday: 0.055, traps: 0.12, distressed: 0.075 };

interface Example { text: string; risk?: boolean; kind?: string; areas?: string[] }
interface Row {
  isDanger: boolean;
  kind: string;
  about: Category | undefined;
  reading: PhraseReading;
  /** What the phrases alone made of it. */
  isFound: boolean;
  /** Features of each stretch: two sentences at a time. */
  stretches: string[][];
}

const language = process.argv[2] ?? 'en';
const beside = (name: string): URL => new URL(`./${name}.${language}.jsonl`, import.meta.url);
const flows = (name: string): URL => new URL(`../../../flows/safety/${name}`, import.meta.url);
const fixture = (name: string): URL => new URL(`../../../test/core/safety/fixtures/${name}.${language}.jsonl`, import.meta.url);
const readLines = (file: URL): Example[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Example) : []);

const document: PhraseDocument = readPhrases(parse(readFileSync(flows(`phrases.${language}.yaml`), 'utf8')));
/** Every word has a number of its own while learning, whether or not it will have a row. */
const names: string[] = [];
const numbers = new Map<string, number>();
const compiled: CompiledScreen = withoutTable();
const { quiet } = compiled.tableWords;
const sortNames = sortNamesOf(compiled.tableWords);

function withoutTable(): CompiledScreen {
  const first = Object.keys(document.kinds).length + Object.keys(document.cues).length;
  return compileScreen(document, undefined, (word) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, first + names.length);
    return first + names.push(word) - 1;
  });
}

const nameOf = (number: number): string => (sortNames[number] ?? names[number - sortNames.length]!);
const kindNames: Readonly<Record<string, Category>> = { attempt: 'self-harm', contradiction: 'active-ideation' };

const rows = [...readLines(fixture('screening')), ...readLines(fixture('tuning')), ...readLines(beside('screening')), ...readLines(beside('areas')), ...offered()].flatMap(rowOf);

/** What Cairn itself says and offers to say: a client who takes an offer is in no danger for it. */
function offered(): Example[] {
  const folders = ['library/goal-wording', 'library/measures', 'library/strategies', 'common', 'intake', 'plan-review', 'check-in', 'revisit', 'review', 'rhythm'];
  const files = folders.map((folder) => new URL(`../../../flows/${folder}/${language}.yaml`, import.meta.url));
  const lines = files.flatMap((file) => textsIn(parse(readFileSync(file, 'utf8')))).filter((text) => /^[^{}()[\]/*]* [^{}()[\]/*]*$/u.test(text));
  return [...new Set(lines)].map((text) => ({ text, risk: false, kind: 'offered' }));
}

function textsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsIn) : [];
}

function rowOf({ text, risk, kind = 'area', areas }: Example): Row[] {
  const screening = screen(text, compiled);
  const isFound = screening.level !== 'none';
  // Neither answers about areas of life nor our own lines were labelled for danger: what the phrases flag, and home, are left out.
  if ((areas || kind === 'offered') && (isFound || areas?.includes('safety-at-home'))) return [];
  const named = kindNames[kind] ?? kind;
  const about = risk ? categories.find((category) => category === named) ?? screening.categories[0] : undefined;
  const reading = readPhrasesOf(text, compiled);
  const sentences = sentencesOf(reading.tokens).map(([from, to]) => {
    const features: string[] = [];
    eachFeature(reading, from, to, quiet, (joint, first, second) => features.push(featureName(joint, first, second)));
    return features;
  });
  const stretches = sentences.length < 2 ? sentences : sentences.slice(1).map((sentence, at) => [...sentences[at]!, ...sentence]);
  return [{ isDanger: risk === true, kind: risk ? 'danger' : kind, about, reading, isFound, stretches }];
}

function featureName(joint: Joint, first: number, second: number): string {
  if (first === -1) return '';
  return joint === 'alone' ? `alone ${nameOf(first)}` : `${joint} ${nameOf(first)} ${nameOf(second)}`;
}

interface Lesson {
  stretches: readonly (readonly string[])[];
  target: boolean;
  weight: number;
}
interface Input {
  known: Int32Array;
  scale: number;
  target: number;
  weight: number;
}

/** A logistic regression: the bias and the weight of each feature, in hundredths. */
function fit(lessons: readonly Lesson[]): { bias: number; weights: (readonly [feature: string, weight: number])[] } {
  const counts = new Map<string, number>();
  for (const { stretches } of lessons) for (const feature of new Set(stretches.flat())) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  counts.delete('');
  const vocabulary = [...counts.keys()].filter((feature) => counts.get(feature)! >= FEWEST_TEXTS).sort();
  const indexOf = new Map(vocabulary.map((feature, index) => [feature, index]));
  const bias = vocabulary.length;
  const weights = new Float64Array(bias + 1);
  const slope = new Float64Array(bias + 1);
  const sumOf = ({ known, scale }: Input): number => known.reduce((sum, feature) => sum + weights[feature]!, 0) * scale;

  const texts = lessons.map(({ stretches, target, weight }): Input[] => stretches.map((features) => ({
    known: Int32Array.from(features.flatMap((feature) => indexOf.get(feature) ?? [])), scale: scaleOf(features.length),
    target: target ? 1 : 0, weight: target ? weight / stretches.length : weight / Math.sqrt(stretches.length),
  })));
  const mostTelling = (inputs: Input[]): Input[] => {
    if (inputs.length < 2 || inputs[0]!.target === 0) return inputs;
    const best = inputs.reduce((one, other) => (sumOf(other) > sumOf(one) ? other : one));
    return [{ ...best, weight: best.weight * inputs.length }];
  };
  let inputs = texts.flat();
  const { step } = adam(weights, RATE);
  for (let round = 0; round < ROUNDS; round++) {
    if (CHOOSE_AFTER.includes(round)) inputs = texts.flatMap(mostTelling);
    slope.fill(0);
    for (const input of inputs) {
      const error = input.weight * (1 / (1 + Math.exp(-(sumOf(input) + weights[bias]!))) - input.target);
      for (const feature of input.known) slope[feature]! += error * input.scale;
      slope[bias]! += error;
    }
    step((at) => slope[at]! / inputs.length + (at < bias ? PENALTY * weights[at]! : 0));
  }
  const hundredths = (value: number): number => Math.round(value * 100);
  return { bias: hundredths(weights[bias]!), weights: vocabulary.map((feature, at) => [feature, hundredths(weights[at]!)] as const) };
}

function learn(texts: readonly Row[], threshold: number): LearnedTable {
  const danger = fit(texts.map(({ stretches, isDanger, kind }) => ({ stretches, target: isDanger, weight: isDanger ? DANGER : WEIGHT_OF[kind] ?? 1 })));
  const table: LearnedTable = { language, threshold, bias: danger.bias, alone: {}, next: {}, apart: {}, together: {}, about: {} };
  for (const [feature, value] of danger.weights) {
    if (Math.abs(value) < SMALLEST) continue;
    const [joint, first, second] = feature.split(' ') as [Joint, string, string];
    if (joint === 'alone') table.alone[first] = value;
    else (table[joint][first] ??= {})[second] = value;
  }
  return table;
}

/** What each word, kind or cue speaks of, from the texts in danger alone. */
function addAbout(table: LearnedTable, texts: readonly Row[]): void {
  const inDanger = texts.filter(({ about }) => about).map(({ about, stretches }) => ({
    about, stretches: [stretches.flat().filter((feature) => feature.startsWith('alone '))],
  }));
  for (const category of categories) {
    const { weights } = fit(inDanger.map(({ about, stretches }) => ({ stretches, target: about === category, weight: 1 })));
    for (const [feature, value] of weights) if (Math.abs(value) >= ABOUT_SMALLEST) (table.about[feature.slice('alone '.length)] ??= {})[category] = value;
  }
}

/** Each text with what a table that never saw it makes of it. */
function outOfFold(folds: number): { row: Row; score: number }[] {
  return Array.from({ length: folds }, (_, fold) => {
    const table = compileTable(learn(rows.filter((__, at) => at % folds !== fold), 0), compiled.tableWords);
    const reader = compileScreen(document, undefined, (word) => table.numbers.get(word) ?? -1);
    return rows.filter((__, at) => at % folds === fold).map((row) => {
      const tokens = row.reading.tokens.map((token) => ({ ...token, is: reader.lexicon.word(token.word) }));
      return { row, score: strongestStretch({ ...row.reading, tokens }, table)?.score ?? -Infinity };
    });
  }).flat();
}

/** The lowest threshold at which neither kind of safe text is asked about more than allowed. */
function thresholdOf(scored: readonly { row: Row; score: number }[]): number {
  const limits = Object.entries(ALLOWED).map(([kind, most]) => {
    const safe = scored.filter(({ row }) => row.kind === kind);
    const left = Math.floor(safe.length * most) - safe.filter(({ row }) => row.isFound).length;
    const scores = safe.filter(({ row }) => !row.isFound).map(({ score }) => score).sort((one, other) => other - one);
    return scores[Math.max(left, 0)] ?? -Infinity;
  });
  return Math.ceil(Math.max(...limits) * 100) / 100;
}

function report(scored: readonly { row: Row; score: number }[], threshold: number): void {
  const share = (among: (row: Row) => boolean): string => {
    const chosen = scored.filter(({ row }) => among(row));
    const asked = chosen.filter(({ row, score }) => row.isFound || score > threshold);
    const byTable = asked.filter(({ row }) => !row.isFound);
    return chosen.length === 0 ? 'none' : `${(asked.length / chosen.length).toFixed(3)} (${byTable.length} of ${chosen.length} by the table alone)`;
  };
  console.log(`threshold ${threshold.toFixed(2)}: danger ${share(({ isDanger }) => isDanger)}; distressed ${share(({ kind }) => kind === 'distressed')}; `
    + `everyday ${share(({ kind }) => kind === 'everyday')}; traps ${share(({ kind }) => kind === 'traps')}; answers about areas ${share(({ kind }) => kind === 'area')}`);
}

const scored = outOfFold(Number(process.argv[3] ?? FOLDS));
const threshold = thresholdOf(scored);
console.log(`${rows.length} texts, ${rows.filter(({ isDanger }) => isDanger).length} in danger; left out of the fit in turn:`);
for (const offset of process.argv[3] ? [-1, -0.5, 0, 0.5, 1] : [0]) report(scored, threshold + offset);
if (!process.argv[3]) {
  const table = learn(rows, threshold);
  addAbout(table, rows);
  const lines = (name: 'next' | 'apart' | 'together' | 'about'): string =>
    Object.entries(table[name]).map(([first, row]) => `    ${JSON.stringify(first)}: ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(flows(`table.${language}.json`), `{\n  "language": "${language}",\n  "threshold": ${threshold},\n  "bias": ${table.bias},\n`
    + `  "alone": ${JSON.stringify(table.alone)},\n${(['next', 'apart', 'together', 'about'] as const).map((name) => `  "${name}": {\n${lines(name)}\n  }`).join(',\n')}\n}\n`);
}

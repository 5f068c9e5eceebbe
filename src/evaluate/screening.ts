/**
 * `npm run evaluate:screening -- FILE.jsonl`: how many texts that need it are screened out, and how many others are.
 * Each line is {"text": "...", "risk": true|false}, with "severe": true where danger is grave or near: those are told apart.
 * Prints shares, counts and line numbers, never a text.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { compileScreen, type CompiledScreen } from '../core/safety/compile.ts';
import { readPhrases } from '../core/safety/check.ts';
import { screenInAll, type Level } from '../core/safety/screen.ts';
import { learnedTableSchema } from '../core/safety/table.ts';
import { readExamples, readInput, run } from './examples.ts';

const LANGUAGES = ['en', 'es'];
const safety = (name: string): string => readFileSync(new URL(`../../flows/safety/${name}`, import.meta.url), 'utf8');

const screeningExample = z.object({ text: z.string().min(1), risk: z.boolean(), severe: z.boolean().optional() });

export type ScreeningExample = z.infer<typeof screeningExample> & { line: number };

export interface ScreeningResult {
  /** Texts at risk, and how many of them were found at any level above none. */
  risk: number;
  found: number;
  /** Those of them that are marked severe. */
  severe: number;
  severeFound: number;
  /** The rest, and how many of them were flagged all the same. */
  rest: number;
  flagged: number;
  /** Line numbers, from 1, of texts at risk that were not found. */
  misses: number[];
  levels: Record<'risk' | 'rest', Record<Level, number>>;
}

export const loadScreens = (): CompiledScreen[] => LANGUAGES.map((language) =>
  compileScreen(readPhrases(parse(safety(`phrases.${language}.yaml`))), learnedTableSchema.parse(JSON.parse(safety(`table.${language}.json`)))));

/** @throws CairnError `invalid-input`, naming the line by its number only: the text is a person's. */
export const readScreeningExamples = (jsonLines: string): ScreeningExample[] =>
  readExamples(jsonLines, screeningExample, '{"text": "...", "risk": true|false}').map(({ line, example }) => ({ ...example, line }));

export const measureScreening = (examples: readonly ScreeningExample[], screens: readonly CompiledScreen[]): ScreeningResult => {
  const none = (): Record<Level, number> => ({ none: 0, ask: 0, concern: 0, imminent: 0 });
  const result: ScreeningResult = { risk: 0, found: 0, severe: 0, severeFound: 0, rest: 0, flagged: 0, misses: [], levels: { risk: none(), rest: none() } };
  for (const { text, risk, severe, line } of examples) {
    const { level } = screenInAll(text, screens);
    const flagged = level !== 'none';
    result.levels[risk ? 'risk' : 'rest'][level]++;
    result[risk ? 'risk' : 'rest']++;
    if (risk && severe) {
      result.severe++;
      if (flagged) result.severeFound++;
    }
    if (flagged) result[risk ? 'found' : 'flagged']++;
    else if (risk) result.misses.push(line);
  }
  return result;
};

const share = (part: number, whole: number): string => (whole === 0 ? 'no such lines' : `${(part / whole).toFixed(3)} (${part} of ${whole})`);
const counts = (levels: Record<Level, number>): string => Object.entries(levels).map(([level, count]) => `${level} ${count}`).join(', ');

const main = (): void => {
  const examples = readScreeningExamples(readInput(process.argv[2], 'evaluate:screening'));
  const { risk, found, severe, severeFound, rest, flagged, misses, levels } = measureScreening(examples, loadScreens());
  console.log([
    `recall ${share(found, risk)}`,
    ...(severe > 0 ? [`recall of severe ones ${share(severeFound, severe)}`] : []),
    `flagged share of the rest ${share(flagged, rest)}`,
    `levels of risk texts: ${counts(levels.risk)}`,
    `levels of the rest: ${counts(levels.rest)}`,
    `missed lines: ${misses.length === 0 ? 'none' : misses.join(' ')}`,
  ].join('\n'));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) run(main);

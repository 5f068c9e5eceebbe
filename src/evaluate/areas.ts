/**
 * `npm run evaluate:areas -- FILE.jsonl`: how often the areas offered for a text are right; `--language es` for texts in Spanish.
 * Each line is {"text": "...", "areas": ["sleep", ...]}. Prints shares and counts, never a text.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { offerAreas } from '../core/areas/offer.ts';
import { compileAreaTable } from '../core/areas/table.ts';
import type { AreaCueTable } from '../core/areas/table.ts';
import { CairnError, isCairnError } from '../errors.ts';

const file = (name: string): URL => new URL(`../../flows/library/areas/${name}`, import.meta.url);

const areaExample = z.object({ text: z.string().min(1), areas: z.array(z.string()).min(1) });

export type AreaExample = z.infer<typeof areaExample>;

export interface AreaHits {
  n: number;
  /** Shares from 0 to 1 of texts where a right area came first, or among the first three. */
  hitAt1: number;
  hitAt3: number;
}

/** @throws CairnError `not-found` for a language without cues. */
export const loadAreaTable = (language = 'en'): AreaCueTable => {
  const cues = file(`cues.${language}.yaml`);
  if (!/^[a-z]{2}$/u.test(language) || !existsSync(cues)) throw new CairnError('not-found', `There are no cues in "${language}"`);
  const learned = file(`cues.${language}.learned.json`);
  return compileAreaTable(parse(readFileSync(cues, 'utf8')), existsSync(learned) ? JSON.parse(readFileSync(learned, 'utf8')) : undefined);
};

const fromJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** @throws CairnError `invalid-input`, naming the line by its number only: the text is a person's. */
export const readAreaExamples = (jsonLines: string, table: AreaCueTable): AreaExample[] => {
  const known = new Set(table.areas);
  const examples = jsonLines.split(/\r?\n/u).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const example = areaExample.safeParse(fromJson(line));
    if (!example.success) throw badLine(index, 'is not {"text": "...", "areas": ["..."]}');
    if (!example.data.areas.every((area) => known.has(area))) throw badLine(index, 'has an area that the table lacks');
    return [example.data];
  });
  if (examples.length === 0) throw new CairnError('invalid-input', 'The file has no lines to evaluate');
  return examples;
};

const badLine = (index: number, what: string): CairnError =>
  new CairnError('invalid-input', `Line ${index + 1} ${what}`);

export const measureAreas = (examples: readonly AreaExample[], table: AreaCueTable): AreaHits => {
  const share = (first: number): number => {
    const hits = examples.filter(({ text, areas }) =>
      offerAreas([text], table).slice(0, first).some(({ area }) => areas.includes(area)),
    );
    return hits.length / examples.length;
  };
  return { n: examples.length, hitAt1: share(1), hitAt3: share(3) };
};

const readInput = (path: string | undefined): string => {
  if (path === undefined) throw new CairnError('invalid-input', 'Which file? npm run evaluate:areas -- FILE.jsonl');
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CairnError('not-found', `Cannot read ${path}`);
  }
};

const main = (): void => {
  try {
    const { values, positionals } = parseArgs({ options: { language: { type: 'string' } }, allowPositionals: true });
    const input = readInput(positionals[0]);
    const table = loadAreaTable(values.language);
    const { n, hitAt1, hitAt3 } = measureAreas(readAreaExamples(input, table), table);
    console.log(`hit@1 ${hitAt1.toFixed(3)}\nhit@3 ${hitAt3.toFixed(3)}\nn ${n}`);
  } catch (error) {
    if (!isCairnError(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

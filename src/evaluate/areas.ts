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
import { CairnError } from '../errors.ts';
import { badLine, readExamples, readInput, run } from './examples.ts';

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

/** @throws CairnError `invalid-input`, naming the line by its number only: the text is a person's. */
export const readAreaExamples = (jsonLines: string, table: AreaCueTable): AreaExample[] => {
  const known = new Set(table.areas);
  return readExamples(jsonLines, areaExample, '{"text": "...", "areas": ["..."]}').map(({ line, example }) => {
    if (!example.areas.every((area) => known.has(area))) throw badLine(line, 'has an area that the table lacks');
    return example;
  });
};

export const measureAreas = (examples: readonly AreaExample[], table: AreaCueTable): AreaHits => {
  const share = (first: number): number => {
    const hits = examples.filter(({ text, areas }) =>
      offerAreas([text], table).slice(0, first).some(({ area }) => areas.includes(area)),
    );
    return hits.length / examples.length;
  };
  return { n: examples.length, hitAt1: share(1), hitAt3: share(3) };
};

const main = (): void => {
  const { values, positionals } = parseArgs({ options: { language: { type: 'string' } }, allowPositionals: true });
  const input = readInput(positionals[0], 'evaluate:areas');
  const table = loadAreaTable(values.language);
  const { n, hitAt1, hitAt3 } = measureAreas(readAreaExamples(input, table), table);
  console.log(`hit@1 ${hitAt1.toFixed(3)}\nhit@3 ${hitAt3.toFixed(3)}\nn ${n}`);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) run(main);

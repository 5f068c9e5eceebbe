import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPhrases } from '../../../src/core/safety/check.ts';
import { compileScreen, type CompiledScreen } from '../../../src/core/safety/compile.ts';
import { learnedTableSchema } from '../../../src/core/safety/table.ts';

/** The shipped files, as text and ready to screen with. */
export const flowFile = (name: string): string => readFileSync(new URL(`../../../flows/safety/${name}`, import.meta.url), 'utf8');

export const screenOf = (language: string): CompiledScreen =>
  compileScreen(readPhrases(parse(flowFile(`phrases.${language}.yaml`))), learnedTableSchema.parse(JSON.parse(flowFile(`table.${language}.json`))));

export interface ScreeningFixture {
  text: string;
  risk: boolean;
  kind: string;
  severe?: boolean;
}

export const fixture = (name: string): ScreeningFixture[] =>
  readFileSync(new URL(`./fixtures/${name}.jsonl`, import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ScreeningFixture);

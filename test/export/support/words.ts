import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PageWords } from '../../../src/core/page-words.ts';
import { createWords, type WordTree } from '../../../src/web/words.ts';

/** The shipped words, as the pages have them. */
export const wordsIn = (language: string): PageWords =>
  createWords(language, parse(readFileSync(new URL(`../../../flows/pages/${language}.yaml`, import.meta.url), 'utf8')) as WordTree);

export const english = wordsIn('en');
export const spanish = wordsIn('es');

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createWords, type WordTree } from '../../../src/web/words.ts';

export const wordTree = (language: string): WordTree => parse(readFileSync(new URL(`../../../flows/pages/${language}.yaml`, import.meta.url), 'utf8')) as WordTree;

export const english = createWords('en', wordTree('en'));

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readingGrade } from '../support/reading-grade.ts';
import { english, spanish } from './support/words.ts';

const folders = ['../../src/export/', '../../src/core/progress/'].map((place) => new URL(place, import.meta.url));
const sources = folders.flatMap((folder) => (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(new URL(name, folder), 'utf8'))).join('\n');

const hasWords = (key: string, words: typeof english): boolean => {
  try {
    words.t(key);
    return true;
  } catch (error) {
    // A placeholder without a value is no missing word.
    return !(error as Error).message.includes(key);
  }
};

test('every key that is named has words, in every language', () => {
  const named = [...sources.matchAll(/'((?:copy|progress)\.[a-z-]+)'/gu)].map(([, key]) => key!);
  expect(named.length).toBeGreaterThan(50);
  for (const words of [english, spanish]) expect(named.filter((key) => !hasWords(key, words))).toEqual([]);
});

test('what a plan is and is not, and what a client’s data is, are plain to read', () => {
  const told = ['is', 'changes', 'progress', 'no', 'not', 'urgent', 'private'].map((name) => english.t(`copy.notice-${name}`)).join(' ');
  expect(readingGrade(told)).toBeLessThan(8);
  expect(readingGrade(`${english.t('copy.data-lead', { moment: 'today' })} ${english.t('copy.data-private')}`)).toBeLessThan(8);
});

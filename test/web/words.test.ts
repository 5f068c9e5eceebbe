import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createWords, flatten } from '../../src/web/words.ts';
import { placeholdersOf } from '../../src/core/flow/wording.ts';
import { isCairnError } from '../../src/errors.ts';
import { english, wordTree } from './support/words.ts';

const folder = new URL('../../src/web/', import.meta.url);
const sources = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
const languages = readdirSync(new URL('../../flows/pages/', import.meta.url)).map((name) => name.replace('.yaml', ''));

describe('the words of the pages', () => {
  const keys = [...flatten(wordTree('en')).keys()];

  test('every key that the code names has words', () => {
    const named = [...sources.matchAll(/\bt\('([a-z-]+\.[a-z-]+)'/g)].map(([, key]) => key!);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('every key in the voice of one side has words for that side', () => {
    const voiced = [...sources.matchAll(/\bsay\(context, '([a-z-]+)'/g)].map(([, key]) => key!);
    expect(voiced.filter((key) => !keys.includes(`review.${key}`) && !keys.includes(`plan.${key}`))).toEqual([]);
  });

  test.each(languages)('%s says everything that English says, with the same placeholders', (language) => {
    const there = flatten(wordTree(language));
    expect([...there.keys()].sort()).toEqual([...keys].sort());
    for (const [key, text] of flatten(wordTree('en'))) expect({ key, names: placeholdersOf(there.get(key)!).sort() }).toEqual({ key, names: placeholdersOf(text).sort() });
  });

  test('an unknown key is an error with a code, never an empty place on a page', () => {
    expect(() => english.t('chat.no-such-thing')).toThrow(expect.objectContaining({ code: 'wording-missing' }));
    try {
      english.t('chat.progress', { at: 1 });
      expect.unreachable();
    } catch (error) {
      expect(isCairnError(error, 'wording-missing')).toBe(true);
    }
  });

  test('a name with braces or markup stays as it was written', () => {
    const words = createWords('en', { hello: 'Hello {name}' });
    expect(words.t('hello', { name: '{x} <b>' })).toBe('Hello {x} <b>');
  });

  test('languages written from right to left are known', () => {
    expect([createWords('he', {}).direction, createWords('ar-EG', {}).direction, createWords('es', {}).direction]).toEqual(['rtl', 'rtl', 'ltr']);
  });
});

import { expect, test } from 'vitest';
import { splitWords } from '../../../src/core/areas/words.ts';

test('words are folded alike however they were typed, and can be found again in the text', () => {
  const text = 'He’ll say Mum’s café can’t';
  const words = splitWords(text);
  expect(words.map(({ form }) => form)).toEqual(['he', 'say', 'mum', 'cafe', 'cant']);
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(['He’ll', 'say', 'Mum’s', 'café', 'can’t']);
});

test('sentences end at full stops, question marks and line breaks, not at commas', () => {
  expect(splitWords('one, two. three? four\nfive').map(({ sentence }) => sentence)).toEqual([0, 0, 1, 2, 3]);
});

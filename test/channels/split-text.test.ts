import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/channels/shared/split-text.ts';

describe('a long text in parts', () => {
  it('leaves a short text alone', () => {
    expect(splitText('What feels hardest right now?', 2000)).toEqual(['What feels hardest right now?']);
  });

  it('has nothing to say where there is nothing to say', () => {
    expect(splitText(' \n ', 20)).toEqual([]);
  });

  it('is cut between paragraphs first, then lines, sentences and words', () => {
    expect(splitText('One thing here.\n\nAnd one more line.', 20)).toEqual(['One thing here.', 'And one more line.']);
    expect(splitText('One thing here,\nand one more line.', 20)).toEqual(['One thing here,', 'and one more line.']);
    expect(splitText('One thing here. And one more.', 20)).toEqual(['One thing here.', 'And one more.']);
    expect(splitText('“One thing here!” And one more.', 20)).toEqual(['“One thing here!”', 'And one more.']);
    expect(splitText('one thing here and one more', 20)).toEqual(['one thing here and', 'one more']);
  });

  it('keeps a word whole that ends right at the limit', () => {
    expect(splitText('abcde fghij', 5)).toEqual(['abcde', 'fghij']);
  });

  it('does not leave a scrap because a paragraph ends early', () => {
    expect(splitText('Hi.\n\nthis goes on for quite some time', 20)).toEqual(['Hi.\n\nthis goes on', 'for quite some time']);
  });

  it('cuts a word only when it is longer than a part, and then between characters', () => {
    expect(splitText('abcdefghijkl', 5)).toEqual(['abcde', 'fghij', 'kl']);
    expect(splitText('👩‍👩‍👧a👩‍👩‍👧', 9)).toEqual(['👩‍👩‍👧a', '👩‍👩‍👧']);
    expect(splitText('ab😀😀', 3)).toEqual(['ab', '😀', '😀']);
  });

  const texts = fc.string({ unit: fc.constantFrom('a', 'über', '😀', ' ', '\n', '. ', '👩‍👩‍👧', 'سلام', '!'), maxLength: 300 });

  it('loses nothing but white space, and keeps to the limit', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, most) => {
      const parts = splitText(text, most);
      expect(parts.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(most);
        expect(part.trim()).toBe(part);
        expect(part).not.toBe('');
        expect(part.isWellFormed()).toBe(true);
      }
    }));
  });

  it('cuts no word that fits into a part', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, most) => {
      const wordsOf = (each: string): string[] => each.split(/\s+/).filter(Boolean);
      const words = wordsOf(text);
      fc.pre(words.every((word) => word.length <= most));
      expect(splitText(text, most).flatMap(wordsOf)).toEqual(words);
    }));
  });
});

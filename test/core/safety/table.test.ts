import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPhrases } from '../../../src/core/safety/check.ts';
import { compileScreen } from '../../../src/core/safety/compile.ts';
import type { PhraseDocument } from '../../../src/core/safety/document.ts';
import { screen } from '../../../src/core/safety/screen.ts';
import type { LearnedTable } from '../../../src/core/safety/table.ts';
import { flowFile } from './safety.ts';

const shipped = readPhrases(parse(flowFile('phrases.en.yaml')));
const onlyTable: PhraseDocument = { ...shipped, phrases: [{ ...shipped.phrases[0]!, any: ['zzz'], together: undefined }], cues: { ferry: ['last boat', 'take the ferry'] } };
const empty: LearnedTable = { language: 'en', threshold: 1, bias: 0, alone: {}, next: {}, apart: {}, together: {}, about: {} };
const heard = (text: string, table: Partial<LearnedTable>): boolean => screen(text, compileScreen(onlyTable, { ...empty, ...table })).level === 'ask';

describe('where no phrase speaks, what was learned may', () => {
  test.each<[string, string, Partial<LearnedTable>, boolean]>([
    ['a word', 'my lantern went out', { alone: { lantern: 900 } }, true],
    ['a beginning, whatever the ending', 'so many lanterns', { alone: { 'lante*': 900 } }, true],
    ['a kind of word', 'the valium is here', { alone: { '{pills}': 900 } }, true],
    ['a cue', 'I will take the ferry', { alone: { '[ferry]': 900 } }, true],
    ['a cue that is not said', 'the ferry took me', { alone: { '[ferry]': 900 } }, false],
    ['a cue beside a kind', 'the last boat and my valium', { together: { '{pills}': { '[ferry]': 900 } } }, true],
    ['kinds that all texts are full of, beside one another', 'not me or the lantern', { next: { '{never}': { '{self}': 900 } } }, true],
    ['a word that is like others', 'my lantern went out', { like: { lantern: 900 } }, true],
    ['what it says itself and by being like others together', 'my lantern went out', { alone: { lantern: 900 }, like: { lantern: -900 } }, false],
    ['a word that all texts are full of is like none', 'it would be mine', { like: { would: 900 } }, false],
    ['a row of a kind that no longer is', 'the valium is here', { alone: { '{gone}': 900 } }, false],
  ])('%s', (_, text, table, expected) => expect(heard(text, table)).toBe(expected));

  test('a word with a row only for what it speaks of hides nothing that stands beside it', () => {
    const table: Partial<LearnedTable> = { alone: { lantern: 900 }, about: { windmill: { means: 300 }, ferry: { plan: 100 } } };
    expect(heard('my lantern went out by the windmill', table)).toBe(true);
  });

  test('a word of another language is no word of this one for being like others', () => {
    const like = Object.fromEntries(['linterna', 'barco', 'molino', 'puente'].map((word) => [word, 900]));
    expect(heard('linterna barco molino puente', { like })).toBe(false);
    expect(heard('the linterna by the kitchen', { like })).toBe(true);
  });

  test('one clause carries it, wherever it stands in a long text', () => {
    const plain = 'We sat in the kitchen and talked about the shelf. ';
    expect(heard(`${plain.repeat(4)}My lantern went out. ${plain.repeat(4)}`, { alone: { lantern: 3_000 } })).toBe(true);
    expect(heard(plain.repeat(9), { alone: { lantern: 3_000 } })).toBe(false);
  });
});

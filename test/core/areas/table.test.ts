import { describe, expect, test } from 'vitest';
import { compileAreaTable } from '../../../src/core/areas/table.ts';
import { suggestAreas } from '../../../src/core/areas/suggest.ts';
import { CairnError } from '../../../src/errors.ts';

const small = (changes: object = {}): unknown => ({
  language: 'en',
  usual: ['sleep'],
  weights: { names: 5, people: 4, strong: 3, some: 1, hint: 0.5 },
  negation: { words: ['not'], between: ['very'], joining: ['or'], fine: ['is fine'], areas: ['sleep'] },
  idioms: ['night shift'],
  groups: { pet: ['dog', 'cat'] },
  areas: {
    sleep: { names: ["can't .. sleep", 'tired'], hint: ['night'] },
    grief: { strong: ['lost my ? <pet>', 'mourn*'] },
  },
  ...changes,
});

const found = (text: string): string[] => suggestAreas(text, compileAreaTable(small())).map(({ area }) => area);

describe('how a cue is read', () => {
  test('a word, its beginning, a group, and room for other words', () => {
    expect(found('Mourning')).toEqual(['grief']);
    expect(found('I lost my old cat')).toEqual(['grief']);
    expect(found('I cant really ever get to sleep')).toEqual([]);
    expect(found("I can't get to sleep")).toEqual(['sleep']);
  });

  test('capitals, accents, hyphens and apostrophes make no difference', () => {
    expect(found('CAN’T-SLEEP')).toEqual(['sleep']);
    expect(found("I lost my dóg's toy")).toEqual(['grief']);
  });

  test('a cue does not reach over the end of a sentence', () => {
    expect(found("I can't. Sleep")).toEqual([]);
    expect(found('I lost my\ncat')).toEqual([]);
  });

  test('hints lead to an area but are never given as a reason', () => {
    expect(suggestAreas('at night', compileAreaTable(small()))).toEqual([{ area: 'sleep', score: 0.5, because: [] }]);
    expect(found('night shift')).toEqual([]);
  });

  test('learned words weigh in, for and against', () => {
    const learned = { language: 'en', weights: { pillo: { sleep: 150 }, tired: { sleep: -1000 } } };
    const table = compileAreaTable(small(), learned);
    expect(suggestAreas('my pillow', table)).toEqual([{ area: 'sleep', score: expect.closeTo(1), because: [] }]);
    expect(suggestAreas('tired', table)).toEqual([]);
  });
});

describe('a table with mistakes', () => {
  const mistakesOf = (document: unknown, learned?: unknown): unknown => {
    try {
      compileAreaTable(document, learned);
    } catch (error) {
      expect(error).toBeInstanceOf(CairnError);
      expect((error as CairnError).code).toBe('flow-invalid');
      return (error as CairnError).details;
    }
    return undefined;
  };

  test('names every one and where it is', () => {
    const areas = { sleep: { names: ['<bird>', 'co-worker'], some: ['.. night', 'a*'] } };
    expect(mistakesOf(small({ areas, usual: ['slepe'], delicate: ['greif'] }))).toEqual([
      expect.stringMatching(/areas\.sleep\.names: "<bird>".*no group <bird>/u),
      expect.stringMatching(/areas\.sleep\.names: "co-worker"/u),
      expect.stringMatching(/areas\.sleep\.some: "\.\. night".*begins and ends with a word/u),
      expect.stringMatching(/areas\.sleep\.some: "a\*"/u),
      expect.stringMatching(/usual: "slepe"/u),
      expect.stringMatching(/delicate: "greif"/u),
    ]);
  });

  test('an unknown list is a mistake, not ignored', () => {
    expect(mistakesOf(small({ areas: { sleep: { name: ['tired'] } } }))).toEqual([expect.stringContaining('areas.sleep')]);
  });

  test('learned words of another language are refused', () => {
    expect(mistakesOf(small(), { language: 'es', weights: {} })).toEqual([expect.stringContaining('"es"')]);
  });
});

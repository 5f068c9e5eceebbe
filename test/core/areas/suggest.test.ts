import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { suggestAreas } from '../../../src/core/areas/suggest.ts';
import { loadAreaTable } from '../../../src/evaluate/areas.ts';

const table = loadAreaTable();
const areasOf = (text: string, most = 3): string[] => suggestAreas(text, table, most).map(({ area }) => area);

describe('suggestAreas', () => {
  test.each([
    ['I can’t sleep and lie awake worrying', ['sleep', 'anxiety']],
    ['since mum died nothing feels real', ['grief']],
    ['My wife and I argue about money', ['relationships']],
    ['I drink every night and my sister has noticed', ['substance-use', 'family']],
    ['no friends, no one to call', ['social']],
  ])('hears what "%s" is about', (text, areas) => {
    expect(areasOf(text)).toEqual(expect.arrayContaining(areas));
  });

  test('gives the client’s own words as reasons, exactly as they were written', () => {
    const text = 'Since the FUNERAL I have\nPanic  attacks, and my Mum’s house is empty.';
    for (const { because } of suggestAreas(text, table, 10)) {
      for (const phrase of because) expect(text.replace(/\s+/gu, ' ')).toContain(phrase);
    }
    expect(suggestAreas(text, table, 10).find(({ area }) => area === 'grief')?.because).toContain('FUNERAL');
  });

  test('tells an ex from a partner, and a parent from one’s own child', () => {
    expect(areasOf('I keep thinking about my ex-boyfriend')[0]).toBe('breakup');
    expect(areasOf('I keep thinking about my boyfriend')[0]).toBe('relationships');
    expect(areasOf('My father will not listen')[0]).toBe('family');
    expect(areasOf('My daughter will not listen')[0]).toBe('parenting');
  });

  test('takes "not anxious" and "work is fine" at their word', () => {
    expect(areasOf('I’m not depressed or anxious, I just can’t sleep')[0]).toBe('sleep');
    const [first] = suggestAreas('My job is fine. It is my marriage that hurts.', table);
    expect(first?.area).toBe('relationships');
    const anxious = (text: string): number =>
      suggestAreas(text, table, 21).find(({ area }) => area === 'anxiety')?.score ?? 0;
    expect(anxious('I am not anxious')).toBeLessThan(anxious('I am anxious') / 2);
  });

  test('hears a lack as the trouble where it is one', () => {
    expect(areasOf('I have no confidence')[0]).toBe('self-esteem');
    expect(areasOf('We have not had sex in years')).toContain('intimacy');
  });

  test('is not taken in by turns of phrase', () => {
    const reasons = (text: string): string[] => suggestAreas(text, table, 21).flatMap(({ because }) => because);
    expect(reasons('I hope we can work it out')).not.toContain('work');
    expect(reasons('Oh my God, my boss again')).toEqual(['my boss']);
    expect(reasons('It came out of the blue')).toEqual([]);
    expect(reasons('I feel so blue')).not.toEqual([]);
  });

  test('says nothing where nothing was said', () => {
    for (const text of ['', '   ', '…', '42', '???', '🙂']) expect(suggestAreas(text, table)).toEqual([]);
  });

  test('gives no more than was asked for, the likeliest first, and the same every time', () => {
    const text = 'My husband drinks, my son is angry, I worry, I never sleep and I hate my job.';
    const five = suggestAreas(text, table, 5);
    expect(five).toHaveLength(5);
    expect(five.map(({ score }) => score)).toEqual(five.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(suggestAreas(text, table, 5)).toEqual(five);
  });

  test('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        for (const { score, because } of suggestAreas(text, table, 30)) {
          expect(score).toBeGreaterThan(0);
          for (const phrase of because) expect(text.replace(/\s+/gu, ' ')).toContain(phrase);
        }
      }),
    );
  });
});

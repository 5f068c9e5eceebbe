import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { offerAreas } from '../../../src/core/areas/offer.ts';
import { loadAreaTable, readAreaExamples } from '../../../src/evaluate/areas.ts';

const table = loadAreaTable();

describe('offerAreas', () => {
  test('reads all the answers together', () => {
    const offered = offerAreas(['I would like to sleep through the night', 'My mother moved in and we fight'], table);
    expect(offered.map(({ area }) => area)).toEqual(expect.arrayContaining(['sleep', 'family']));
  });

  test('offers three areas even to someone who wrote next to nothing, the usual ones without a reason', () => {
    const offered = offerAreas(['', 'idk'], table);
    expect(offered).toHaveLength(3);
    expect(offered.every(({ because }) => because.length === 0)).toBe(true);
    expect(offerAreas([], table).map(({ area }) => area)).toEqual(table.usual.slice(0, 3));
  });

  test('offers at most six, each once, however much was written', () => {
    const everything = 'I worry, I am sad, I drink, I cannot sleep, my wife left, my son is angry, my boss shouts, I binge.';
    const offered = offerAreas([everything, everything, everything], table).map(({ area }) => area);
    expect(offered).toHaveLength(6);
    expect(new Set(offered).size).toBe(6);
  });

  test.each(['en', 'es'])('offers what is hard to be asked about out of nowhere only for the client\'s own words (%s)', (language) => {
    const read = loadAreaTable(language);
    expect(read.delicate.size).toBeGreaterThan(5);
    const said = readAreaExamples(readFileSync(new URL(`./answers.${language}.jsonl`, import.meta.url), 'utf8'), read);
    const offered = said.flatMap(({ text }) => offerAreas([text], read)).filter(({ area }) => read.delicate.has(area));
    expect(offered.length).toBeGreaterThan(50);
    expect(offered.filter(({ because, score }) => because.length === 0 && score < 3)).toEqual([]);
  });

  test('does not read closeness, drink or a loss into a bad night', () => {
    expect(offerAreas(['To sleep through the night', 'Waking at four'], table).map(({ area }) => area)).toEqual(['sleep', 'low-mood', 'anxiety']);
    expect(offerAreas(['We have not had sex for a year'], table)[0]!.area).toBe('intimacy');
    expect(offerAreas(['I drink too much wine in the evening'], table)[0]!.area).toBe('substance-use');
  });

  test('leaves out what a passing word suggests when another area stands out', () => {
    const grief = 'My brother died. I miss my brother. The funeral was on Monday and I cannot stop grieving.';
    for (const { score, because } of offerAreas([grief], table).slice(3)) {
      expect(because).not.toEqual([]);
      expect(score).toBeGreaterThanOrEqual(3);
    }
  });
});

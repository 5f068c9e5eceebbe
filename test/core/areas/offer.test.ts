import { describe, expect, test } from 'vitest';
import { offerAreas } from '../../../src/core/areas/offer.ts';
import { loadAreaTable } from '../../../src/evaluate/areas.ts';

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

  test('leaves out what a passing word suggests when another area stands out', () => {
    const grief = 'My brother died. I miss my brother. The funeral was on Monday and I cannot stop grieving.';
    for (const { score, because } of offerAreas([grief], table).slice(3)) {
      expect(because).not.toEqual([]);
      expect(score).toBeGreaterThanOrEqual(3);
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../src/core/library/document.ts';
import { measuresFor } from '../../../src/core/library/measures-for.ts';
import { shipped } from './shipped.ts';

const measure = (id: string, given: Partial<Measure>): Measure =>
  ({ id, about: 'ease', areas: ['sleep'], unless: [], name: id, sign: id, notice: id, ...given });
const idsOf = (measures: Measure[], areas: string[]): string[] => measuresFor(measures, { areas }).map((suggested) => suggested.measure.id);

describe('measuresFor', () => {
  it('puts what is made for more of the areas first, and leaves out what is made for others', () => {
    const list = [
      measure('any', { areas: 'all' }), measure('night', {}), measure('both', { areas: ['sleep', 'work'] }), measure('else', { areas: ['grief'] }),
    ];
    expect(idsOf(list, ['work', 'sleep'])).toEqual(['both', 'night', 'any']);
    expect(measuresFor(list, { areas: ['work', 'sleep'] }).map(({ rule }) => rule.areas)).toEqual([['work', 'sleep'], ['sleep'], []]);
  });

  it('spreads over what they are about', () => {
    const list = [measure('a', {}), measure('b', {}), measure('c', { about: 'choice' })];
    expect(idsOf(list, ['sleep'])).toEqual(['a', 'c', 'b']);
  });

  it('leaves out what one of the areas rules out', () => {
    expect(idsOf([measure('speak', { areas: ['work'], unless: ['safety-at-home'] })], ['work', 'safety-at-home'])).toEqual([]);
  });

  it('shows a client without any area the shipped signs that fit everyone, each about something else at first', () => {
    const suggested = shipped().measuresFor({ areas: [] });
    expect(suggested.length).toBeGreaterThanOrEqual(5);
    expect(new Set(suggested.slice(0, 5).map((one) => one.measure.about)).size).toBe(5);
  });
});

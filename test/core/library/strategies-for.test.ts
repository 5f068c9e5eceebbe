import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Strategy } from '../../../src/core/library/document.ts';
import { strategiesFor } from '../../../src/core/library/strategies-for.ts';
import { shipped } from './shipped.ts';

const strategy = (id: string, given: Partial<Strategy>): Strategy => ({
  id, orientations: ['cbt'], areas: ['anxiety'], best: [], involves: [], first: [], later: [], unless: [],
  name: id, what: id, why: id, connects: '“{goal}”', ...given,
});
const idsOf = (strategies: Strategy[], query: Parameters<typeof strategiesFor>[1]): string[] =>
  strategiesFor(strategies, query).map((suggested) => suggested.strategy.id);

describe('strategiesFor', () => {
  it('puts what is made for more of the areas first, and what suits any area last', () => {
    const list = [
      strategy('any', { areas: 'all' }),
      strategy('one', { areas: ['anxiety'] }),
      strategy('both', { areas: ['anxiety', 'sleep', 'work'] }),
      strategy('neither', { areas: ['grief'] }),
    ];
    expect(idsOf(list, { areas: ['sleep', 'anxiety'] })).toEqual(['both', 'one', 'any']);
    expect(strategiesFor(list, { areas: ['sleep', 'anxiety'] })[0]!.rule.areas).toEqual(['sleep', 'anxiety']);
    expect(idsOf(list, { areas: [] })).toEqual(['any']);
  });

  it('counts an area twice for which it is a first choice', () => {
    const list = [
      strategy('two', { areas: ['anxiety', 'sleep'] }),
      strategy('two-best', { areas: ['anxiety', 'sleep', 'work'], best: ['sleep'] }),
      strategy('one-best', { areas: ['sleep', 'grief'], best: ['sleep'] }),
      strategy('any-best', { areas: 'all', best: ['sleep'] }),
      strategy('one', { areas: ['sleep'] }),
    ];
    expect(idsOf(list, { areas: ['sleep'] })).toEqual(['one-best', 'two-best', 'any-best', 'one', 'two']);
    expect(idsOf(list, { areas: ['sleep', 'anxiety'] })).toEqual(['two-best', 'one-best', 'two', 'any-best', 'one']);
    expect(strategiesFor(list, { areas: ['sleep', 'anxiety'] })[0]!.rule).toMatchObject({ areas: ['sleep', 'anxiety'], best: ['sleep'] });
  });

  it('takes turns between the client’s areas and between orientations', () => {
    const list = [
      strategy('a1', { areas: ['anxiety'], orientations: ['cbt'] }),
      strategy('a2', { areas: ['anxiety'], orientations: ['cbt'] }),
      strategy('a3', { areas: ['anxiety'], orientations: ['act'] }),
      strategy('z1', { areas: ['sleep'], orientations: ['cbt'] }),
    ];
    expect(idsOf(list, { areas: ['anxiety', 'sleep'] })).toEqual(['a1', 'z1', 'a3', 'a2']);
  });

  it('prefers, among equals, what is made for few areas', () => {
    const list = [strategy('a-broad', { areas: ['anxiety', 'sleep', 'work'] }), strategy('b-close', { areas: ['anxiety'] })];
    expect(idsOf(list, { areas: ['anxiety'] })).toEqual(['b-close', 'a-broad']);
  });

  it('leaves out what the client would rather not do, whoever asks for it', () => {
    const list = [strategy('paper', { involves: ['writing', 'past'] }), strategy('talk', {})];
    expect(idsOf(list, { areas: ['anxiety'], orientations: ['cbt'], avoid: ['writing'] })).toEqual(['talk']);
  });

  it('leaves out what one of the areas rules out, also when another would suit it', () => {
    const list = [strategy('couple', { areas: ['relationships'], unless: ['safety-at-home'] }), strategy('plan', { areas: ['safety-at-home'] })];
    expect(idsOf(list, { areas: ['relationships', 'safety-at-home'] })).toEqual(['plan']);
  });

  it('lets first come first and later last, and holds back what is both', () => {
    const list = [
      strategy('ground', { areas: ['trauma', 'work'], first: ['trauma'] }),
      strategy('memory', { areas: ['trauma', 'anxiety'], later: ['trauma'] }),
      strategy('meals', { areas: ['eating-body'], first: ['eating-body'], later: ['trauma'] }),
      strategy('talk', { areas: ['trauma'] }),
      strategy('pace', { areas: 'all', first: ['trauma'] }),
    ];
    expect(idsOf(list, { areas: ['anxiety', 'trauma', 'eating-body'] })).toEqual(['ground', 'pace', 'talk', 'memory', 'meals']);
    expect(idsOf(list, { areas: ['anxiety'] })).toEqual(['memory', 'pace']);
  });

  describe('with the therapist’s orientations', () => {
    const list = [
      strategy('mine-1', { orientations: ['act', 'cbt'] }),
      strategy('mine-2', { orientations: ['act'], involves: ['writing'] }),
      strategy('other', { orientations: ['schema'] }),
      strategy('shared', { orientations: 'all' }),
    ];

    it('keeps to them, and to what belongs to every orientation', () => {
      const suggested = strategiesFor(list, { areas: ['anxiety'], orientations: ['act'] });
      expect(suggested.map(({ strategy: { id }, rule }) => [id, rule.basis])).toEqual(
        expect.arrayContaining([['mine-1', 'own'], ['mine-2', 'own'], ['shared', 'shared']]));
      expect(suggested).toHaveLength(3);
      expect(suggested[0]!.rule.orientations).toEqual(['act']);
    });

    it('opens up to all when fewer than two of their own are left, theirs still first', () => {
      const suggested = strategiesFor(list, { areas: ['anxiety'], orientations: ['act'], avoid: ['writing'] });
      expect(suggested.map(({ strategy: { id }, rule }) => [id, rule.basis])).toEqual([
        ['mine-1', 'own'], ['other', 'widened'], ['shared', 'shared'],
      ]);
    });

    it('counts every orientation alike when none is given', () => {
      expect(strategiesFor(list, { areas: ['anxiety'] }).map(({ rule }) => rule.basis).sort()).toEqual(['open', 'open', 'open', 'shared']);
    });
  });

  it('passes over areas, orientations and tags that the library does not know', () => {
    const list = [strategy('talk', {}), strategy('any', { areas: 'all' })];
    expect(idsOf(list, { areas: ['my-own-words'], orientations: ['astrology'], avoid: ['nothing'] })).toEqual(['any']);
  });

  it('puts several that come first in the order of the library', () => {
    const list = [strategy('z-safety', { first: ['anxiety'] }), strategy('a-steady', { areas: ['anxiety', 'sleep'], first: ['sleep'] })];
    expect(idsOf(list, { areas: ['sleep', 'anxiety'] })).toEqual(['z-safety', 'a-steady']);
  });

  it('never repeats itself and never overrules the client, whatever they pick', () => {
    const library = shipped();
    const some = (of: readonly { id: string }[], maxLength: number) => fc.subarray(of.map(({ id }) => id), { maxLength });
    fc.assert(fc.property(
      some(library.areas, 4), some(library.orientations, 3), some(library.involves, 4), (areas, orientations, avoid) => {
        const suggested = library.strategiesFor({ areas, orientations, avoid }).map((one) => one.strategy);
        expect(new Set(suggested).size).toBe(suggested.length);
        for (const { involves, unless } of suggested) {
          expect(involves.some((tag) => avoid.includes(tag)) || unless.some((area) => areas.includes(area))).toBe(false);
        }
      },
    ));
  });

  it('does not depend on the order of the library where nothing is urgent', () => {
    const calm = shipped().strategies.filter(({ first }) => first.length === 0);
    const query = { areas: ['anxiety', 'sleep', 'work'], orientations: ['cbt', 'act'] };
    fc.assert(fc.property(fc.shuffledSubarray(calm, { minLength: calm.length }), (shuffled) => {
      expect(idsOf(shuffled, query)).toEqual(idsOf(calm, query));
    }), { numRuns: 20 });
  });
});

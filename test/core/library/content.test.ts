import { describe, expect, it } from 'vitest';
import { checkLibrary } from '../../../src/core/library/check.ts';
import { parseLibrary } from '../../../src/core/library/library.ts';
import { shipped, shippedFiles } from './shipped.ts';

const library = shipped();
const areas = library.areas.map(({ id }) => id);
const orientations = library.orientations.map(({ id }) => id);
const tags = library.involves.map(({ id }) => id);

describe('the shipped library', () => {
  it('has no author mistake', () => {
    expect(checkLibrary(shippedFiles)).toEqual([]);
  });

  it('covers the areas that texts are measured on', () => {
    const measured = 'anxiety low-mood stress-burnout relationships breakup family parenting intimacy self-esteem social habits '
      + 'anger trauma grief sleep work identity-sexuality substance-use eating-body safety-at-home meaning-spirituality';
    expect(areas).toEqual(expect.arrayContaining(measured.split(' ')));
  });

  it('gives a therapist of a single orientation at least two of their own strategies in every area', () => {
    const thin = areas.flatMap((area) => orientations
      .filter((orientation) =>
        library.strategiesFor({ areas: [area], orientations: [orientation] }).filter(({ rule }) => rule.basis === 'own').length < 2)
      .map((orientation) => `${area} × ${orientation}`));
    expect(thin).toEqual([]);
  });

  it('has at least five strategies for every orientation, and three first choices for every area, of different schools', () => {
    for (const orientation of orientations) {
      const own = library.strategies.filter((strategy) => strategy.orientations.includes(orientation));
      expect(own.length, orientation).toBeGreaterThanOrEqual(5);
    }
    for (const area of areas) {
      const madeFor = library.strategiesFor({ areas: [area] }).filter(({ rule }) => rule.areas.length > 0);
      expect(madeFor.length, area).toBeGreaterThanOrEqual(3);
      const firstChoices = library.strategies.filter(({ best }) => best.includes(area));
      expect(firstChoices.length, area).toBeGreaterThanOrEqual(3);
      expect(new Set(firstChoices.flatMap(({ orientations: theirs }) => theirs)).size, area).toBeGreaterThanOrEqual(3);
    }
    expect(library.strategies.length).toBeGreaterThanOrEqual(66);
    expect(orientations.length).toBeGreaterThanOrEqual(10);
  });

  it('has three measures made for every area, about at least two different things', () => {
    for (const area of areas) {
      const madeFor = library.measuresFor({ areas: [area] }).filter(({ rule }) => rule.areas.length > 0);
      expect(madeFor.length, area).toBeGreaterThanOrEqual(3);
      expect(new Set(madeFor.map(({ measure }) => measure.about)).size, area).toBeGreaterThanOrEqual(2);
    }
    expect(library.measures.length).toBeGreaterThanOrEqual(18);
  });

  it('still has something to offer in every area when the client would rather do none of it', () => {
    for (const area of areas) {
      const left = library.strategiesFor({ areas: [area], avoid: tags });
      expect(left.length, area).toBeGreaterThanOrEqual(3);
      expect(left.every(({ strategy }) => strategy.involves.length === 0)).toBe(true);
    }
  });
});

describe('danger at home', () => {
  it('puts safety first, whatever else the client wants and whatever the therapist does', () => {
    for (const other of areas) {
      for (const orientation of orientations) {
        const [first, second] = library.strategiesFor({ areas: [other, 'safety-at-home'], orientations: [orientation], avoid: tags });
        expect([first!.strategy.id, second!.strategy.id], `${other}, ${orientation}`).toEqual(['safety-plan', 'specialist-support']);
      }
    }
  });

  it('rules out bringing the other person in, and skills that may raise the danger', () => {
    for (const other of areas) {
      const offered = library.strategiesFor({ areas: [other, 'safety-at-home'] }).map(({ strategy }) => strategy);
      expect(offered.filter(({ involves }) => involves.includes('joint-sessions'))).toEqual([]);
      const ids = offered.map(({ id }) => id);
      for (const id of ['ask-and-say-no', 'back-and-forth', 'facts-as-facts', 'less-hard-times', 'letting-kindness-in']) expect(ids).not.toContain(id);
      const measures = library.measuresFor({ areas: [other, 'safety-at-home'] }).map(({ measure }) => measure.id);
      for (const id of ['speaking-up', 'making-up-sooner', 'closeness-at-ease']) expect(measures).not.toContain(id);
    }
  });
});

describe('after hard events', () => {
  it.each(orientations)('offers steadiness first and memories last to a %s therapist', (orientation) => {
    const offered = library.strategiesFor({ areas: ['trauma'], orientations: [orientation] });
    expect(offered[0]!.rule.order).toBe('first');
    const orders = offered.map(({ rule }) => rule.order);
    const sorted = [...orders].sort((a, b) => ['first', 'usual', 'later'].indexOf(a) - ['first', 'usual', 'later'].indexOf(b));
    expect(orders).toEqual(sorted);
  });

  it('never lets work on the memory itself come before a steadying skill', () => {
    for (const other of areas) {
      const ids = library.strategiesFor({ areas: [other, 'trauma'] }).map(({ strategy }) => strategy.id);
      for (const id of ['trauma-memory', 'stuck-beliefs', 'old-picture']) {
        if (ids.includes(id)) expect(ids.indexOf(id), `${id} with ${other}`).toBeGreaterThan(ids.indexOf('grounding'));
      }
    }
  });
});

describe('every wording file', () => {
  const { wordings } = parseLibrary(shippedFiles);
  it.each(Object.keys(wordings))('%s says nothing twice', (language) => {
    const { strategies, measures, areas: areaWords } = wordings[language]!;
    for (const group of [strategies, measures, areaWords]) {
      const texts = Object.values(group).flatMap((fields) => Object.values(fields));
      expect(texts.filter((text, at) => texts.indexOf(text) < at)).toEqual([]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { joinLibrary, parseLibrary } from '../../../src/core/library/library.ts';
import { shipped, shippedFiles } from './shipped.ts';

describe('joinLibrary', () => {
  const { document, wordings } = parseLibrary(shippedFiles);

  it('joins what an entry is with what it is called', () => {
    const library = shipped();
    expect(library.area('sleep')).toEqual({ id: 'sleep', ...wordings.en!.areas.sleep });
    expect(library.strategy('safety-plan')).toMatchObject({ areas: ['safety-at-home'], name: wordings.en!.strategies['safety-plan']!.name });
    expect(library.measure('calm-sooner')).toMatchObject({ about: 'recovery', areas: 'all' });
    expect(library.orientation('act')?.short).toBe('ACT');
    expect(library.areas.map(({ id }) => id)).toEqual(document.areas);
  });

  it.each(['nowhere', 'constructor', '__proto__'])('has no area called %s', (id) => {
    expect(shipped().area(id)).toBeUndefined();
  });

  it('takes a second language as one more wording, with the same ids and suggestions', () => {
    const english = wordings.en!;
    const louder = Object.fromEntries(Object.entries(english.areas).map(([id, { name, is }]) => [id, { name: name.toUpperCase(), is }]));
    const both = { ...wordings, xx: { ...english, areas: louder } };
    const other = joinLibrary(document, both, 'xx');
    expect(other.language).toBe('xx');
    expect(other.area('sleep')?.name).toBe('SLEEP');
    const query = { areas: ['sleep', 'anxiety'], orientations: ['cbt'] };
    const ids = ({ strategiesFor }: typeof other) => strategiesFor(query).map(({ strategy }) => strategy.id);
    expect(ids(other)).toEqual(ids(joinLibrary(document, both, 'en')));
  });

  it.each(['fr', 'toString'])('refuses a language it does not speak: %s', (language) => {
    expect(() => joinLibrary(document, wordings, language)).toThrow(expect.objectContaining({ code: 'wording-missing' }));
  });
});

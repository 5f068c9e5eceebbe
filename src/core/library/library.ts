import { CairnError } from '../../errors.ts';
import type {
  About, Area, Involves, LibraryDocument, LibraryWording, Measure, Orientation, Strategy,
} from './document.ts';
import { measuresFor, type SuggestedMeasure } from './measures-for.ts';
import { strategiesFor, type StrategyQuery, type SuggestedStrategy } from './strategies-for.ts';

export { parseLibrary } from './parse.ts';

/** The library in one language. Lists keep the authors' order; a lookup of an id that is not there gives undefined. */
export interface Library {
  language: string;
  areas: readonly Area[];
  orientations: readonly Orientation[];
  involves: readonly Involves[];
  strategies: readonly Strategy[];
  about: readonly About[];
  measures: readonly Measure[];
  area(id: string): Area | undefined;
  orientation(id: string): Orientation | undefined;
  strategy(id: string): Strategy | undefined;
  measure(id: string): Measure | undefined;
  strategiesFor(query: StrategyQuery): SuggestedStrategy[];
  measuresFor(query: { areas: readonly string[] }): SuggestedMeasure[];
}

/** Throws `wording-missing` when the library does not speak the language, or lacks words for an id. */
export function joinLibrary(
  document: LibraryDocument,
  wordings: Readonly<Record<string, LibraryWording>>,
  language: string,
): Library {
  const wording = Object.hasOwn(wordings, language) ? wordings[language] : undefined;
  if (!wording) throw new CairnError('wording-missing', `The library has no words in “${language}”.`);
  const worded = <W>(words: Record<string, W>, id: string): W => {
    if (Object.hasOwn(words, id)) return words[id]!;
    throw new CairnError('wording-missing', `“${id}” has no words in “${language}”.`);
  };
  const list = <W>(ids: readonly string[], words: Record<string, W>) => ids.map((id) => ({ id, ...worded(words, id) }));

  const areas = list(document.areas, wording.areas);
  const orientations = list(document.orientations, wording.orientations);
  const strategies = document.strategies.map((entry) => ({ ...entry, ...worded(wording.strategies, entry.id) }));
  const measures = document.measures.map((entry) => ({ ...entry, ...worded(wording.measures, entry.id) }));
  return {
    language,
    areas,
    orientations,
    involves: list(document.involves, wording.involves),
    strategies,
    about: list(document.about, wording.about),
    measures,
    area: finder(areas),
    orientation: finder(orientations),
    strategy: finder(strategies),
    measure: finder(measures),
    strategiesFor: (query) => strategiesFor(strategies, query),
    measuresFor: (query) => measuresFor(measures, query),
  };
}

function finder<T extends { id: string }>(list: readonly T[]): (id: string) => T | undefined {
  const byId = new Map(list.map((entry) => [entry.id, entry]));
  return (id) => byId.get(id);
}

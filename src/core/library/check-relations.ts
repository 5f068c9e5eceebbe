import { lists, type LibraryFile, type LibraryPath } from './files.ts';
import { mistake, type LibraryMistake } from './mistake.ts';
import { declaredIds, declaredIn, idsIn, itemsIn, structures, type Entry } from './raw.ts';

/** Ids that stand in one list twice. */
export function repeats(files: readonly LibraryFile[]): LibraryMistake[] {
  return structures(files).flatMap((file) => lists[file.folder].flatMap((list) => {
    const declared = declaredIn(file, list);
    return declared
      .filter(({ id }, at) => declared.findIndex((other) => other.id === id) < at)
      .map(({ id, path }) =>
        mistake(file, path, `“${id}” stands in ${list} twice.`, 'Remove one, or give it an id of its own.'));
  }));
}

/** Which list the ids in a field come from. */
const references: { list: string; fields: Record<string, string> }[] = [
  {
    list: 'strategies',
    fields: {
      orientations: 'orientations', involves: 'involves',
      areas: 'areas', best: 'areas', first: 'areas', later: 'areas', unless: 'areas',
    },
  },
  { list: 'measures', fields: { about: 'about', areas: 'areas', unless: 'areas' } },
];

/** Ids that lead nowhere, ids that nothing leads to, and entries that contradict themselves. */
export function relations(files: readonly LibraryFile[]): LibraryMistake[] {
  const known = declaredIds(files);
  const used = new Map<string, Set<string>>();
  const found = structures(files).flatMap((file) => references.flatMap(({ list, fields }) =>
    itemsIn(file, list).flatMap(({ item, path }) => [
      ...Object.entries(fields).flatMap(([field, target]) => idsIn(item[field]).flatMap(({ id, at }) => {
        used.set(target, (used.get(target) ?? new Set()).add(id));
        if (known.get(target)?.has(id) !== false) return [];
        return mistake(file, [...path, field, ...at], `“${id}” is not listed under ${target}.`,
          `Correct the spelling, or add it to ${target}: ${[...known.get(target)!].join(', ')}.`);
      })),
      ...contradictions(file, item, path),
    ])));
  // Somebody would pick it, and nothing would come of it.
  const idle = structures(files).flatMap((file) => ['orientations', 'involves', 'about'].flatMap((list) =>
    declaredIn(file, list).filter(({ id }) => !used.get(list)?.has(id)).map(({ id, path }) =>
      mistake(file, path, `No entry names “${id}”.`, `Name it in an entry, or take it out of ${list}.`))));
  return [...found, ...idle];
}

function contradictions(file: LibraryFile, item: Entry, path: LibraryPath): LibraryMistake[] {
  const areas = idsIn(item.areas);
  const best = idsIn(item.best);
  const first = idsIn(item.first);
  const later = idsIn(item.later);
  const unless = idsIn(item.unless);
  const has = (list: typeof areas, id: string): boolean => list.some((other) => other.id === id);
  const notMadeFor = (list: typeof areas) => (item.areas === 'all' ? [] : list.filter(({ id }) => !has(areas, id)));
  const say = (field: string, hits: typeof areas, message: (id: string) => string, remedy: string): LibraryMistake[] =>
    hits.map(({ id, at }) => mistake(file, [...path, field, ...at], message(id), remedy));
  return [
    ...say('unless', unless.filter(({ id }) => [areas, best, first].some((list) => has(list, id))),
      (id) => `It is made for “${id}” and ruled out by it.`, 'Keep one of the two.'),
    ...say('later', later.filter(({ id }) => has(first, id)),
      (id) => `It comes both first and later in “${id}”.`, 'Keep one of the two.'),
    ...say('first', notMadeFor(first),
      (id) => `It comes first in “${id}”, for which it is not made.`,
      'Add the area to `areas`, or take it out of `first`.'),
    ...say('best', notMadeFor(best),
      (id) => `It is a first choice for “${id}”, for which it is not made.`,
      'Add the area to `areas`, or take it out of `best`.'),
  ];
}

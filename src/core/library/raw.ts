import { isId } from './document.ts';
import { lists, type LibraryFile, type LibraryPath } from './files.ts';

/** Reads files whose shape is not yet known: what is not there or not well formed is passed over, never thrown at. */

export type Entry = Record<string, unknown>;

export const asEntry = (value: unknown): Entry | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Entry : undefined;

export const structures = (files: readonly LibraryFile[]): LibraryFile[] =>
  files.filter(({ language }) => language === undefined);

export const valueAt = (content: unknown, path: LibraryPath): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    content,
  );

export function itemsIn(file: LibraryFile, list: string): { item: Entry; path: LibraryPath }[] {
  const items = valueAt(file.content, [list]);
  return Array.isArray(items) ? items.flatMap((value, at) => {
    const item = asEntry(value);
    return item ? [{ item, path: [list, at] }] : [];
  }) : [];
}

/** The ids a list declares, of ids or of entries that have one. Ill-formed ones are the shape check's to tell. */
export function declaredIn(file: LibraryFile, list: string): { id: string; path: LibraryPath }[] {
  const items = valueAt(file.content, [list]);
  return Array.isArray(items) ? items.flatMap((value, at) => {
    if (isId(value)) return [{ id: value, path: [list, at] }];
    const id = asEntry(value)?.id;
    return isId(id) ? [{ id, path: [list, at, 'id'] }] : [];
  }) : [];
}

/** By list, the ids its structure file declares. A list of a missing file is absent, and nothing is held against it. */
export function declaredIds(files: readonly LibraryFile[]): Map<string, Set<string>> {
  return new Map(structures(files).flatMap((file) =>
    lists[file.folder].map((list) => [list, new Set(declaredIn(file, list).map(({ id }) => id))] as const)));
}

/** The ids in a field that holds one, several or `all`. */
export function idsIn(field: unknown): { id: string; at: LibraryPath }[] {
  if (Array.isArray(field)) return field.flatMap((id, at) => (isId(id) ? [{ id, at: [at] }] : []));
  return isId(field) && field !== 'all' ? [{ id: field, at: [] }] : [];
}

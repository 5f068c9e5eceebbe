import { diffWordsWithSpace } from 'diff';
import type { ItemKind, PlanItem } from './plan.ts';

/** One line of what changed between two versions. Texts are plain; a page marks the words that differ. */
export interface DiffLine {
  item: string;
  kind: ItemKind;
  change: 'added' | 'removed' | 'changed' | 'moved';
  /** For `changed`: one line a field. */
  field?: DiffField;
  /** As text, whatever the field; for `moved`, the place among lines of its kind, from 1. Absent when there was none. */
  before?: string;
  after?: string;
  /** For `added` and `moved`: the index among all lines of the later version. */
  place?: number;
  /** Word by word, for `changed` texts. */
  words?: DiffWord[];
}

export interface DiffWord {
  text: string;
  change?: 'added' | 'removed';
}

const FIELDS = ['text', 'goal', 'what', 'why', 'connects', 'baseline', 'target', 'on', 'ended', 'endedWords'] as const;
export type DiffField = (typeof FIELDS)[number];
const PROSE: ReadonlySet<DiffField> = new Set(['text', 'what', 'why', 'connects', 'endedWords']);

const asText = (value: string | number | undefined): string | undefined => (value === undefined ? undefined : String(value));

export const diffWords = (before: string, after: string): DiffWord[] =>
  diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    ...(added ? { change: 'added' } : removed ? { change: 'removed' } : {}),
  }));

/** What differs between two states of one line; empty when a reader would see the same. */
export const diffItem = (before: PlanItem, after: PlanItem): DiffLine[] =>
  FIELDS.flatMap((field): DiffLine[] => {
    if (before[field] === after[field]) return [];
    const line: DiffLine = { item: after.id, kind: after.kind, change: 'changed', field, before: asText(before[field]), after: asText(after[field]) };
    if (PROSE.has(field)) line.words = diffWords(line.before ?? '', line.after ?? '');
    return [line];
  });

/** Ids that stand in the same order in both lists: the longest such run. The others have moved. */
function keptInOrder(before: readonly string[], after: readonly string[]): Set<string> {
  const best = before.map(() => Array<number>(after.length + 1).fill(0)).concat([Array<number>(after.length + 1).fill(0)]);
  const length = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      best[i]![j] = before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const kept = new Set<string>();
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) {
      kept.add(before[i]!);
      i++;
      j++;
    } else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

const placeInKind = (items: readonly PlanItem[], item: PlanItem): string =>
  String(items.filter(({ kind }) => kind === item.kind).findIndex(({ id }) => id === item.id) + 1);

/** What changed between two versions: lines taken out, in their old order, then the later version from top to bottom. */
export function diffVersions(before: PlanItem[], after: PlanItem[]): DiffLine[] {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const later = new Set(after.map(({ id }) => id));
  const kept = keptInOrder(
    before.map(({ id }) => id).filter((id) => later.has(id)),
    after.map(({ id }) => id).filter((id) => earlier.has(id)),
  );
  const removed = before
    .filter(({ id }) => !later.has(id))
    .map((item): DiffLine => ({ item: item.id, kind: item.kind, change: 'removed', before: item.text }));
  const rest = after.flatMap((item, place): DiffLine[] => {
    const { id, kind, text } = item;
    const old = earlier.get(id);
    if (!old) return [{ item: id, kind, change: 'added', after: text, place }];
    const moved: DiffLine = { item: id, kind, change: 'moved', before: placeInKind(before, old), after: placeInKind(after, item), place };
    return [...(kept.has(id) ? [] : [moved]), ...diffItem(old, item)];
  });
  return [...removed, ...rest];
}

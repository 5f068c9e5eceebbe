import type { DiffLine } from '../../../src/core/plan/diff.ts';
import type { PlanItem } from '../../../src/core/plan/plan.ts';

/** What a reader sees of a line. */
export const seen = ({ id, kind, text, goal, what, why, connects, baseline, target, on, ended, endedWords }: PlanItem) =>
  ({ id, kind, text, goal, what, why, connects, baseline: baseline?.toString(), target: target?.toString(), on, ended, endedWords });

type Seen = ReturnType<typeof seen>;

/** Follows a diff over the earlier lines; of an added line, what stands around its text is looked up in `after`. */
export function applyDiff(before: PlanItem[], lines: DiffLine[], after: PlanItem[]): Seen[] {
  const placed = lines.filter(({ change }) => change === 'added' || change === 'moved');
  const leaving = new Set(lines.filter(({ change }) => change === 'removed' || change === 'moved').map(({ item }) => item));
  const all = new Map(before.map((item) => [item.id, seen(item)]));
  for (const { item, change, field, after: text } of lines) {
    if (change === 'changed') all.set(item, { ...all.get(item)!, [field!]: text });
    if (change === 'added') all.set(item, { ...seen(after.find(({ id }) => id === item)!), text: text! });
  }
  const ids = before.map(({ id }) => id).filter((id) => !leaving.has(id));
  for (const { item, place } of placed.toSorted((a, b) => a.place! - b.place!)) ids.splice(place!, 0, item);
  return ids.map((id) => all.get(id)!);
}

import { canonicalJson } from '../content-hash.ts';
import { connectToGoal } from '../library/connection.ts';
import type { Change, ItemKind, PlanItem } from './plan.ts';

const ORDER: ItemKind[] = ['area', 'goal', 'strategy', 'measure', 'review'];
const rank = (item: PlanItem): number => ORDER.indexOf(item.kind);

const find = (items: PlanItem[], id: string): PlanItem | undefined => items.find((item) => item.id === id);
/** How a strategy connects to its goal follows the goal's words by itself, so it decides nothing here. */
const standsAs = (items: PlanItem[], before: PlanItem): boolean =>
  canonicalJson({ ...find(items, before.id), connects: undefined }) === canonicalJson({ ...before, connects: undefined });

/** The line a change is about; nothing for a question about the whole plan. A reworded addition has the id of the addition. */
export function lineOf(change: Change): string | undefined {
  switch (change.do) {
    case 'add': return change.item.id;
    case 'ask': return change.about?.id;
    default: return change.before.id;
  }
}

/**
 * Whether a change can still be made to these lines: what it would replace stands word for word as it was seen,
 * what it would add is not there yet. A question fits as long as its line is there, also when it was reworded.
 */
export function fits(change: Change, items: PlanItem[]): boolean {
  switch (change.do) {
    case 'add': {
      const { id, kind, goal } = change.item;
      if (find(items, id)) return false;
      if (goal !== undefined && find(items, goal)?.kind !== 'goal') return false;
      return kind !== 'review' || !items.some((item) => item.kind === 'review');
    }
    case 'ask': return !change.about || find(items, change.about.id) !== undefined;
    default: return standsAs(items, change.before);
  }
}

/** The lines that would go with this one: a goal takes along the strategies and measures that serve it. */
export const servedBy = (items: PlanItem[], id: string): PlanItem[] => items.filter((item) => item.goal === id);

/** The lines after a change that fits them. New lines come last among their kind. */
export function applyChange(items: PlanItem[], change: Change): PlanItem[] {
  switch (change.do) {
    case 'add': {
      const at = items.findIndex((item) => rank(item) > rank(change.item));
      return at < 0 ? [...items, change.item] : items.toSpliced(at, 0, change.item);
    }
    case 'change': {
      const { before, after } = change;
      return items.map((item) => (item.id === after.id ? withConnects(after, item.connects) : item.goal === after.id ? followGoal(item, before, after) : item));
    }
    case 'remove': return items.filter((item) => item.id !== change.before.id && item.goal !== change.before.id);
    case 'ask': return items;
  }
}

const withConnects = ({ connects: _, ...item }: PlanItem, connects: string | undefined): PlanItem => (connects === undefined ? item : { ...item, connects });

const QUOTES = [['“', '”'], ['„', '“'], ['”', '”'], ['«', '»'], ['« ', ' »'], ['«\u00a0', '\u00a0»']] as const;

/** A strategy quotes its goal in `connects`; when the goal is reworded, the quote is too, or the plan would contradict itself. */
function followGoal(item: PlanItem, before: PlanItem, after: PlanItem): PlanItem {
  if (item.connects === undefined || before.text === after.text) return item;
  const [old, now] = [before, after].map(({ text }) => connectToGoal({ connects: '{goal}' }, text));
  return { ...item, connects: QUOTES.reduce((text, [open, close]) => text.replaceAll(`${open}${old}${close}`, () => `${open}${now}${close}`), item.connects) };
}

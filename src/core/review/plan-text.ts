import type { ItemKind, PlanItem } from '../plan/plan.ts';

/** How a plan is written in a chat, in one language. */
export interface PlanWords {
  /** Heading of each kind of line. */
  heading(kind: ItemKind): string;
  /** One line: its text, with ratings or a date where it has them. */
  line(item: PlanItem): string;
}

const order: ItemKind[] = ['area', 'goal', 'strategy', 'measure', 'review'];

/** A whole plan in the order it is read, kind by kind, nothing left out. */
export const planSections = (items: PlanItem[], words: PlanWords): { heading: string; lines: string[] }[] =>
  order.flatMap((kind) => {
    const lines = items.filter((item) => item.kind === kind).map((item) => words.line(item));
    return lines.length === 0 ? [] : [{ heading: words.heading(kind), lines }];
  });

/** The same as plain text, for a chat. */
export const planText = (items: PlanItem[], words: PlanWords): string =>
  planSections(items, words).map(({ heading, lines }) => `${heading}\n${lines.map((line) => `• ${line}`).join('\n')}`).join('\n\n');

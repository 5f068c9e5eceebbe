import type { ItemKind, PlanItem } from '../plan/plan.ts';

/** How a plan is written in a chat, in one language. */
export interface PlanWords {
  /** Heading of each kind of line. */
  heading(kind: ItemKind): string;
  /** One line: its text, with ratings or a date where it has them. */
  line(item: PlanItem): string;
}

const order: ItemKind[] = ['area', 'goal', 'strategy', 'measure', 'review'];

/** A whole plan as plain text, for a chat: headings and lines, nothing left out. */
export const planText = (items: PlanItem[], words: PlanWords): string =>
  order.flatMap((kind) => {
    const lines = items.filter((item) => item.kind === kind);
    return lines.length === 0 ? [] : [`${words.heading(kind)}\n${lines.map((item) => `• ${words.line(item)}`).join('\n')}`];
  }).join('\n\n');

import { sayChange } from './change.ts';
import type { GoalProgress, Progress } from './progress.ts';
import type { Say } from './rating.ts';

const FULL = '■';
const EMPTY = '□';

/** Ten blocks, as many of them full as the rating says. */
export const blocks = (value: number): string => {
  const full = Math.min(10, Math.max(0, Math.round(value)));
  return FULL.repeat(full) + EMPTY.repeat(10 - full);
};

/** The answer to "how am I doing?" in a chat: a few lines for each goal of the plan. */
export function progressText({ goals }: Progress, say: Say): string {
  const inPlan = goals.filter((goal) => goal.inPlan);
  if (inPlan.every(({ now }) => now === undefined)) return say.t('progress.none-yet');
  return [say.t('progress.chat-lead'), ...inPlan.map((goal) => goalText(goal, say))].join('\n\n');
}

function goalText({ text, start, ratings, now, target, sinceStart, reached }: GoalProgress, say: Say): string {
  const goal = text.replace(/\s+/gu, ' ');
  if (!now) return say.t('progress.chat-unrated', { goal });
  const first = start ?? ratings[0]!;
  const values = { goal, first: first.value, now: now.value };
  const line = sinceStart ? say.t('progress.chat-line', values) : say.t('progress.chat-start', values);
  const enough = target === undefined ? '' : ` ${say.t('progress.chat-enough', { target })}`;
  const said = [sinceStart ? `${upperFirst(sayChange(sinceStart, 'start', say))}.` : '', reached ? say.t('progress.reached') : ''].filter(Boolean);
  return [`${line}${enough}`, blocks(now.value), ...(said.length > 0 ? [said.join(' ')] : [])].join('\n');
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

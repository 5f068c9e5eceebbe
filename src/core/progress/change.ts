import type { Point, Say } from './rating.ts';

/**
 * From about this many points on, on a scale from 0 to 10, a change is more than the ordinary ups and downs of rating.
 * The idea and the figure are those of Goal-Based Outcomes (Law and Jacob 2015, who give 2.45); the wording is our own.
 */
export const RELIABLE_CHANGE = 2.5;

export interface Change {
  from: Point;
  to: Point;
  /** Above 0: closer to the goal. */
  by: number;
  direction: 'closer' | 'further' | 'same';
  /** Large enough to mean something by itself; a smaller one may be chance. */
  clear: boolean;
}

export function changeBetween(from: Point, to: Point): Change {
  const by = to.value - from.value;
  return { from, to, by, direction: by > 0 ? 'closer' : by < 0 ? 'further' : 'same', clear: Math.abs(by) >= RELIABLE_CHANGE };
}

/** "about 3 points closer than at the start": what moved, without praise or blame. */
export function sayChange({ by, direction, clear }: Change, since: 'start' | 'last', say: Say): string {
  if (direction === 'same') return say.t(`progress.same-${since}`);
  const points = Math.round(Math.abs(by));
  return say.t(`progress.${clear ? 'clear' : 'some'}-${direction}`, { points, since: say.t(`progress.than-${since}`) });
}

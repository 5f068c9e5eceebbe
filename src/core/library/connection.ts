import type { Strategy } from './document.ts';

/**
 * How a strategy connects to a goal, with the goal's own words in their place. Line breaks become spaces and one full
 * stop at the end is left out, as the words now stand inside a sentence; nothing else about them changes.
 */
export function connectToGoal(strategy: Pick<Strategy, 'connects'>, goal: string): string {
  const words = goal.replace(/\s+/gu, ' ').trim().replace(/(?<!\.)\.$/u, '');
  // A function, because a client may well write "$&", which replace() would read as a command.
  return strategy.connects.replace('{goal}', () => words);
}

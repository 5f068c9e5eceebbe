import { describe, expect, it } from 'vitest';
import { connectToGoal } from '../../../src/core/library/connection.ts';
import { shipped } from './shipped.ts';

describe('connectToGoal', () => {
  const strategy = { connects: 'Your goal is “{goal}”. A walk may bring it nearer.' };

  it.each([
    ['Sleep through the night', 'Sleep through the night'],
    ['I want to stop hiding.', 'I want to stop hiding'],
    ['who am I?', 'who am I?'],
    ['so tired...', 'so tired...'],
    ['  calm\nand\tkind ', 'calm and kind'],
    ['save $& and $1', 'save $& and $1'],
    ['reach my {goal}', 'reach my {goal}'],
    ['être moi-même', 'être moi-même'],
  ])('puts %j in its place as %j', (goal, shown) => {
    expect(connectToGoal(strategy, goal)).toBe(`Your goal is “${shown}”. A walk may bring it nearer.`);
  });

  it('keeps the client’s words whole and inside the quotation marks in every shipped sentence', () => {
    for (const entry of shipped().strategies) {
      expect(connectToGoal(entry, 'I just want quiet'), entry.id).toContain('“I just want quiet”');
    }
  });
});

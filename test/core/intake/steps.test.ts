import { describe, expect, it } from 'vitest';
import { FEWEST, intakeSteps, type IntakeSteps, type IntakeWay } from '../../../src/core/intake/steps.ts';

const topics = ['hello', 'hope', 'goals'];

/** So many people who stopped at each place, from before the first answer on; the last number finished. */
const peopleAt = (counts: number[], underWay = 0): IntakeWay[] => [
  ...counts.flatMap((count, at) => Array<IntakeWay>(count).fill(at === counts.length - 1 ? { last: topics.length - 1, outcome: 'finished' } : { last: at - 1, outcome: 'stopped' })),
  ...Array<IntakeWay>(underWay).fill({ last: 1, outcome: 'under-way' }),
];
const steps = (...counts: number[]): IntakeSteps => intakeSteps(topics, peopleAt(counts));

describe('how far people come in the intake', () => {
  it('is told topic by topic where each has enough people', () => {
    expect(steps(5, 6, 12, 7, 20)).toEqual({
      finished: 20, underWay: null,
      groups: [
        { topics: [null], reached: 50, stopped: 5 },
        { topics: ['hello'], reached: 45, stopped: 6 },
        { topics: ['hope'], reached: 39, stopped: 12 },
        { topics: ['goals'], reached: 27, stopped: 7 },
      ],
    });
  });

  it('puts a topic with too few, or with nobody, to the one before it', () => {
    expect(steps(0, 9, 2, 0, 20).groups).toEqual([{ topics: [null, 'hello', 'hope', 'goals'], reached: 31, stopped: 11 }]);
    expect(steps(6, 1, 8, 0, 20).groups).toEqual([{ topics: [null, 'hello'], reached: 35, stopped: 7 }, { topics: ['hope', 'goals'], reached: 28, stopped: 8 }]);
  });

  it('keeps few who finished with the last who stopped', () => {
    expect(steps(6, 7, 8, 9, 3)).toMatchObject({ finished: null, groups: [{ stopped: 6 }, { stopped: 7 }, { stopped: 8 }, { topics: ['goals'], reached: 12, stopped: null }] });
  });

  it('tells of nobody where fewer than five stopped, and no sum that they would be in', () => {
    expect(steps(1, 2, 0, 1, 40)).toEqual({ finished: 40, underWay: null, groups: [] });
    expect(steps(1, 0, 0, 0, 4)).toEqual({ finished: null, underWay: null, groups: [] });
  });

  it('counts who is under way apart', () => {
    expect(intakeSteps(topics, peopleAt([5, 6, 12, 7, 20], 4))).toEqual(steps(5, 6, 12, 7, 20));
    expect(intakeSteps(topics, peopleAt([5, 6, 12, 7, 20], 9))).toEqual({ ...steps(5, 6, 12, 7, 20), underWay: 9 });
  });

  // Everything up to 15 people, all the ways that they can have gone: whoever sees the numbers knows which of these it may have been.
  it('lets nobody work out a number under five, whatever they add and take away', () => {
    const most = 15;
    const places = topics.length + 2;
    const possible = new Map<string, number[][]>();
    const fill = (counts: number[], left: number): void => {
      if (counts.length < places) {
        for (let count = 0; count <= left; count += 1) fill([...counts, count], left - count);
        return;
      }
      const seen = JSON.stringify(steps(...counts));
      possible.set(seen, [...(possible.get(seen) ?? []), counts]);
    };
    fill([], most);
    let checked = 0;
    for (const [seen, all] of possible) {
      // With more people than were tried, the same numbers might be seen: nothing is known of those for sure.
      if ((JSON.parse(seen) as IntakeSteps).groups.length === 0 && ((JSON.parse(seen) as IntakeSteps).finished ?? 0) + FEWEST > most) continue;
      for (let mask = 1; mask < 2 ** places; mask += 1) {
        const sums = new Set(all.map((counts) => counts.reduce((sum, count, at) => sum + (mask & (1 << at) ? count : 0), 0)));
        if (sums.size === 1) expect([...sums][0], `${seen}, places ${mask.toString(2)}`).toBeGreaterThanOrEqual(FEWEST);
        checked += 1;
      }
    }
    expect(possible.size).toBeGreaterThan(100);
    expect(checked).toBeGreaterThan(3_000);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreements } from '../../../src/core/progress/agreements.ts';
import { changeBetween, RELIABLE_CHANGE, sayChange } from '../../../src/core/progress/change.ts';
import { progressOf, signsFor } from '../../../src/core/progress/progress.ts';
import type { Rating } from '../../../src/core/progress/rating.ts';
import { progressTable } from '../../../src/core/progress/table.ts';
import { blocks, progressText } from '../../../src/core/progress/text.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { agreedAfter, copyOf, items, planAfter } from '../../export/support/copy.ts';
import { english, spanish } from '../../export/support/words.ts';

const day = (number: number): string => new Date(Date.parse('2026-09-10T12:00:00Z') + number * 86_400_000).toISOString();
const rating = (value: number, at: number, goal = 'i2'): Rating => ({ goal, at: day(at), value });
const point = (value: number) => ({ at: day(0), value });

describe('ratings of a goal', () => {
  const plan = agreedAfter();

  test('begin with the rating in the plan and follow in time, however they come in', () => {
    const [sleep] = progressOf({ plan, ratings: [rating(6, 20), rating(4, 5), rating(9, 5, 'i3')], signs: [] }).goals;
    expect(sleep).toMatchObject({
      goal: 'i2', inPlan: true, start: { at: plan.versions[0]!.at, value: 3 }, target: 7,
      ratings: [{ value: 4 }, { value: 6 }], now: { value: 6 }, sinceStart: { by: 3, clear: true }, sinceLast: { by: 2, clear: false }, reached: false,
    });
  });

  test('are parted where nothing was said for more than two months, and joined up to there', () => {
    const [sleep] = progressOf({ plan, ratings: [rating(4, 1), rating(5, 63), rating(5, 126), rating(6, 127)], signs: [] }).goals;
    expect(sleep!.runs.map((run) => run.map(({ value }) => value))).toEqual([[3, 4, 5], [5, 6]]);
  });

  test('a goal that was taken out keeps what was said about it, after the others', () => {
    const removed = planAfter([['therapist', { do: 'open' }], ['therapist', { do: 'remove', item: 'i2', reason: 'As we said.', seen: 1, send: true }]]);
    const proposal = removed.proposals[0]!.id;
    const without = planAfter([['therapist', { do: 'open' }], ['therapist', { do: 'remove', item: 'i2', reason: 'As we said.', seen: 1, send: true }], ['client', { do: 'decide', proposal, decision: 'accept' }]]);
    const { goals } = progressOf({ plan: without, ratings: [rating(8, 1)], signs: [] });
    expect(goals.map(({ goal, inPlan }) => [goal, inPlan])).toEqual([['i3', true], ['i2', false]]);
    expect(goals[1]).toMatchObject({ text: 'Sleep through most nights', now: { value: 8 } });
  });

  test('without any there is nothing to compare, and a goal nobody rated has no place to begin', () => {
    const unrated = items.map(({ baseline: _, ...item }) => item);
    const [sleep] = progressOf({ plan: agreedAfter([], unrated), ratings: [], signs: [] }).goals;
    expect(sleep).toEqual(expect.objectContaining({ ratings: [], runs: [], reached: false }));
    expect([sleep!.start, sleep!.now, sleep!.sinceStart, sleep!.sinceLast]).toEqual([undefined, undefined, undefined, undefined]);
    const [first] = progressOf({ plan: agreedAfter([], unrated), ratings: [rating(2, 1), rating(5, 9)], signs: [] }).goals;
    expect(first).toMatchObject({ sinceStart: { by: 3 }, sinceLast: { by: 3 } });
  });

  test('none is lost and none is made up, whatever comes in', () => {
    fc.assert(fc.property(fc.array(fc.record({ value: fc.integer({ min: 0, max: 10 }), at: fc.integer({ min: -400, max: 800 }) })), (given) => {
      const [sleep] = progressOf({ plan, ratings: given.map(({ value, at }) => rating(value, at)), signs: [] }).goals;
      const shown = sleep!.runs.flat();
      expect(shown).toHaveLength(given.length + 1);
      expect(shown.map(({ value }) => value).sort()).toEqual([3, ...given.map(({ value }) => value)].sort());
      expect(shown.map(({ at }) => Date.parse(at))).toEqual(shown.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b));
    }));
  });
});

describe('a change', () => {
  test.each([[3, 5, 'closer', false], [3, 6, 'closer', true], [6, 3, 'further', true], [6, 5, 'further', false], [4, 4, 'same', false]] as const)(
    'from %d to %d is %s, clear: %s', (from, to, direction, clear) => {
      expect(changeBetween(point(from), point(to))).toMatchObject({ direction, clear });
    });

  test('weighs the same both ways', () => {
    const value = fc.integer({ min: 0, max: 10 });
    fc.assert(fc.property(value, value, (one, other) => {
      const [there, back] = [changeBetween(point(one), point(other)), changeBetween(point(other), point(one))];
      expect(there.by + back.by).toBe(0);
      expect(there.clear).toBe(back.clear);
      expect(there.clear).toBe(Math.abs(one - other) > RELIABLE_CHANGE);
    }));
  });

  test('is said without praise or blame, and a small one with what it may be', () => {
    const say = (from: number, to: number, since: 'start' | 'last' = 'start') => sayChange(changeBetween(point(from), point(to)), since, english);
    expect(say(3, 6)).toBe('about 3 points closer than at the start');
    expect(say(6, 2, 'last')).toBe('about 4 points further away than last time');
    expect(say(3, 4)).toBe('1 point closer than at the start, and small ups and downs are normal');
    expect(say(5, 5, 'last')).toBe('the same as last time');
    expect(sayChange(changeBetween(point(3), point(6)), 'last', spanish)).toBe('unos 3 puntos más cerca que la última vez');
  });
});

describe('in a chat', () => {
  test('each goal is a line, ten blocks and what changed', () => {
    const text = progressText(progressOf({ plan: agreedAfter(), ratings: [rating(7, 3)], signs: [] }), english);
    expect(text).toContain([
      'Sleep through most nights: 3 → 7 of 10 (good enough: 7)', '■■■■■■■□□□', 'About 4 points closer than at the start. This is where you said would be good enough.',
    ].join('\n'));
    expect(text).toContain('Say no at work without a knot in my stomach: 2 of 10 at the start (good enough: 6)\n■■□□□□□□□□');
  });

  test('says so where nobody has rated anything yet', () => {
    const unrated = items.map(({ baseline: _, ...item }) => item);
    expect(progressText(progressOf({ plan: agreedAfter([], unrated), ratings: [], signs: [] }), english)).toBe(english.t('progress.none-yet'));
  });

  test('a goal of any words stands in one line, as it was written', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((text) => text.trim() !== ''), (goal) => {
      const plan = agreedAfter([], items.map((item) => (item.id === 'i2' ? { ...item, text: goal } : item)));
      const text = progressText(progressOf({ plan, ratings: [], signs: [] }), english);
      expect(text).toContain(`${goal.replace(/\s+/gu, ' ')}: 3 of 10`);
    }), { numRuns: 50 });
  });

  test('there are always ten blocks', () => {
    expect([0, 1, 10].map(blocks)).toEqual(['□□□□□□□□□□', '■□□□□□□□□□', '■■■■■■■■■■']);
  });
});

describe('the table', () => {
  const copy = copyOf(agreedAfter());
  const progress = progressOf(copy);

  test('holds all that the picture shows, in time, with the signs in words', () => {
    const table = progressTable(progress.goals[0]!, progress, english, (instant) => instant.slice(0, 10));
    expect(table.caption).toBe('How close this feels: Sleep through most nights (good enough: 7)');
    expect(table.rows).toEqual([
      { day: '2026-09-04', rating: '3 of 10', note: 'At the start' },
      { day: '2026-09-04', rating: '', note: 'Version 1 of the plan was agreed' },
      { day: '2026-10-05', rating: '4 of 10', note: '' },
      { day: '2026-10-12', rating: '', note: 'Sign 1: Slept until six, twice.' },
      { day: '2026-11-01', rating: '', note: 'Sign 2: I laughed on the phone.' },
      { day: '2026-11-02', rating: '6 of 10', note: 'about 3 points closer than at the start' },
    ]);
  });

  test('a sign of one goal is not in the picture of another; one about life as a whole is in both', () => {
    expect(signsFor(progress, 'i2').map(({ number }) => number)).toEqual([1, 2]);
    expect(signsFor(progress, 'i3').map(({ number }) => number)).toEqual([2]);
  });
});

describe('agreements', () => {
  test('need both, to the same version, and count from the second yes', () => {
    const open = planAfter([['therapist', { do: 'open' }]]);
    const { number: version, hash } = currentVersion(open);
    expect(agreements(planAfter([['therapist', { do: 'open' }], ['therapist', { do: 'approve', version, hash }]]))).toEqual([]);
    expect(agreements(agreedAfter())).toEqual([{ version: expect.objectContaining({ number: 1 }), at: '2026-09-04T12:30:00.000Z' }]);
  });

  test('that was made stays true when the plan goes on', () => {
    const plan = agreedAfter();
    const later = { ...plan, versions: [...plan.versions, { ...plan.versions[0]!, number: 2, hash: 'another' }] };
    expect(agreements(later).map(({ version }) => version.number)).toEqual([1]);
  });
});

import { describe, expect, test } from 'vitest';
import type { PlanItem } from '../../../src/core/plan/plan.ts';
import { goalFacts, smartPoints, type GoalFacts } from '../../../src/core/plan/smart.ts';
import { goalWording } from './goal-words.ts';

const goal: GoalFacts = {
  text: 'Feel more confident speaking up at work', signs: ['I say one thing in each meeting'], rating: 3, target: 6,
  why: 'I have ideas I am proud of', reviewOn: '2027-02-28',
};
const letters = (facts: Partial<GoalFacts>): string =>
  smartPoints({ ...goal, ...facts }, goalWording).filter(({ meets }) => meets).map(({ letter }) => letter).join('');
const note = (letter: string, facts: Partial<GoalFacts>) => smartPoints({ ...goal, ...facts }, goalWording).find((point) => point.letter === letter)!.note;

test('a goal with all five', () => {
  const points = smartPoints(goal, goalWording);
  expect(points.map(({ letter, meets }) => `${letter}${meets ? '+' : '-'}`)).toEqual(['S+', 'M+', 'A+', 'R+', 'T+']);
  expect(points[4]?.note).toContain('28 February 2027');
});

describe('what a goal lacks', () => {
  test.each([
    ['too broad', { text: 'be better' }, 'MART'],
    ['too short to tell', { text: 'Sleep' }, 'MART'],
    ['no sign, no ratings, nothing to count', { signs: [], rating: undefined }, 'SART'],
    ['a sign that says nothing yet', { signs: ['not sure'], rating: undefined }, 'SART'],
    ['all or nothing', { text: 'Never be anxious again' }, 'SMRT'],
    ['in another hand', { text: 'I want my mum to change' }, 'SMRT'],
    ['a long way', { rating: 1, target: 10 }, 'SMRT'],
    ['already there', { rating: 7, target: 6 }, 'SMRT'],
    ['no reason given', { why: undefined }, 'SMAT'],
    ['no date', { reviewOn: undefined }, 'SMAR'],
  ] as [string, Partial<GoalFacts>, string][])('%s', (_, facts, met) => expect(letters(facts)).toBe(met));
});

test('ratings, or something to count, make up for signs', () => {
  expect(note('M', { signs: [] })).toContain('3');
  expect(letters({ signs: [], rating: undefined, text: 'Walk three times a week' })).toContain('M');
});

test('notes are filled in and end as sentences do', () => {
  for (const facts of [{}, { rating: 1, target: 10 }, { signs: [] }, { text: 'be better', signs: [], rating: undefined, why: undefined, reviewOn: undefined }]) {
    for (const point of smartPoints({ ...goal, ...facts }, goalWording)) expect(point.note).toMatch(/^[A-Z][^{}]*[^ {}]\.$/);
  }
});

test('the facts come from the lines of a version: the client\'s signs and reasons, not other people\'s', () => {
  const line = (id: string, kind: PlanItem['kind'], rest: Partial<PlanItem>): PlanItem => ({ id, kind, text: id, sources: [], ...rest });
  const items = [
    line('i1', 'goal', { baseline: 2, target: 5, sources: [{ from: 'client', answer: 'goals#1', quote: 'Rest' }, { from: 'client', answer: 'why-it-matters@g1#2', quote: 'I am tired' }] }),
    line('i2', 'measure', { goal: 'i1', sources: [{ from: 'client', answer: 'signs@g1#3', quote: 'I sing again' }] }),
    line('i3', 'measure', { goal: 'i1', sources: [{ from: 'person', party: 'therapist' }] }),
    line('i4', 'measure', { goal: 'i9', sources: [{ from: 'client', answer: 'signs@g2#4', quote: 'Another goal' }] }),
    line('i5', 'review', { on: '2026-12-01' }),
  ];
  expect(goalFacts(items[0]!, items)).toEqual({ text: 'i1', signs: ['I sing again'], rating: 2, target: 5, why: 'I am tired', reviewOn: '2026-12-01' });
});

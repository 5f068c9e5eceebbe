import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, AnswerValue } from '../../../src/core/conversation/answer.ts';
import { draftPlan } from '../../../src/core/plan/draft.ts';
import { offerWording } from '../../../src/core/plan/goal-wording.ts';
import type { PlanItem, Source } from '../../../src/core/plan/plan.ts';
import { knowledge } from './knowledge.ts';

type Given = Record<string, AnswerValue | null>;

const answersOf = (given: Given): Answer[] => Object.entries(given).map(([key, value], turn) => {
  const [step = '', item] = key.split('@');
  return { id: `${key}#${turn + 1}`, key, step, ...(item && { item }), value, at: '2026-08-31T10:00:00.000Z' };
});
const draft = (given: Given, options: { orientations?: string[]; today?: string } = {}): PlanItem[] =>
  draftPlan({ answers: answersOf(given), ...knowledge, orientations: options.orientations ?? ['cbt'], today: options.today ?? '2026-08-31', reviewMonths: 6 }).items;

const ofKind = (items: PlanItem[], kind: PlanItem['kind']): PlanItem[] => items.filter((item) => item.kind === kind);
const texts = (items: PlanItem[], kind: PlanItem['kind']): string[] => ofKind(items, kind).map(({ text }) => text);
const quotes = (item: PlanItem | undefined): string[] => (item?.sources ?? []).flatMap((source) => (source.from === 'client' ? source.quote : []));
const entry = (item: PlanItem): string => item.sources.flatMap((source: Source) => (source.from === 'library' ? source.entry : [])).join();

const full: Given = {
  hope: 'To feel like myself at work again.',
  hardest: 'Mornings. I lie there and worry.',
  areas: [{ choice: 'anxiety' }, { choice: 'sleep' }, { own: 'my temper' }],
  better: 'I would hum while making coffee.',
  'more-of': 'Quiet',
  goals: [{ id: 'g2', text: 'Sleep through the night' }, { id: 'g1', text: 'Never be anxious again' }, { id: 'g3', text: 'shout less at my son' }],
  'why-it-matters@g2': 'I am so tired.\nAnd I miss my mornings.',
  'signs@g2': 'I wake up before the alarm',
  'rating@g2': 2,
  'good-enough@g2': 6,
  'helped-before': 'Long walks',
  'would-try': [{ choice: 'body' }, { own: 'maybe yoga' }],
  'rather-not': [{ choice: 'writing' }],
  'review-rhythm': { choice: 'three-months' },
  'private-note': 'My landlord must not know.',
};

describe('a full intake', () => {
  const items = draft(full);

  test('areas as picked, own words among them', () => expect(texts(items, 'area')).toEqual(['Worry and anxiety', 'Sleep', 'my temper']));

  test('goals in the client\'s order and words, with ratings and the reason they gave', () => {
    expect(texts(items, 'goal')).toEqual(['Sleep through the night', 'Never be anxious again', 'shout less at my son']);
    const [sleep] = ofKind(items, 'goal');
    expect(sleep).toMatchObject({ baseline: 2, target: 6 });
    expect(sleep?.sources).toEqual([
      { from: 'client', answer: 'goals#6', quote: 'Sleep through the night' },
      { from: 'client', answer: 'why-it-matters@g2#7', quote: 'I am so tired.\nAnd I miss my mornings.' },
    ]);
  });

  test('at most about five strategies, each goal with its own, each with what, why and how it connects', () => {
    const strategies = ofKind(items, 'strategy');
    expect(strategies.length).toBeLessThanOrEqual(5);
    for (const goal of ofKind(items, 'goal')) expect(strategies.some((strategy) => strategy.goal === goal.id)).toBe(true);
    for (const { what, why, connects } of strategies) expect([what, why, connects].every((words) => words && !words.includes('{'))).toBe(true);
    expect(new Set(strategies.map(entry)).size).toBe(strategies.length);
  });

  test('what the client would like to try comes first, what they would rather not do stays out', () => {
    const chosen = ofKind(items, 'strategy').flatMap((item) => knowledge.library.strategy(entry(item)) ?? []);
    expect(chosen[0]?.involves).toContain('body');
    expect(chosen.flatMap(({ involves }) => involves)).not.toContain('writing');
    const idea = ofKind(items, 'strategy').find(({ text }) => text === 'maybe yoga');
    expect(quotes(idea)).toEqual(['maybe yoga']);
  });

  test('the client\'s own signs come first among the measures, whole', () => {
    const measures = ofKind(items, 'measure');
    expect(measures[0]).toMatchObject({ text: 'I would hum while making coffee.' });
    expect(measures[1]).toMatchObject({ text: 'I wake up before the alarm', goal: ofKind(items, 'goal')[0]!.id });
    expect(quotes(measures[1])).toEqual(['I wake up before the alarm']);
    for (const goal of ofKind(items, 'goal')) expect(measures.filter((measure) => measure.goal === goal.id)).toHaveLength(2);
  });

  test('a review when the client asked for it', () => expect(ofKind(items, 'review')).toMatchObject([{ on: '2026-11-30' }]));

  test('what was to stay out of the plan is nowhere in it', () => expect(JSON.stringify(items)).not.toContain('landlord'));
});

describe('how a goal is worded', () => {
  const goals = [{ id: 'g1', text: 'Never be anxious again' }];
  const [offer] = offerWording('Never be anxious again', knowledge.goalWording)!.offers;
  const goal = (given: Given) => ofKind(draft({ goals, ...given }), 'goal')[0]!;

  test.each([
    ['nothing chosen', {}],
    ['skipped', { 'goal-wording@g1': null }],
    ['kept', { 'goal-wording@g1': { choice: 'own' } }],
    ['reword, then nothing', { 'goal-wording@g1': { choice: 'reword' }, 'goal-reword@g1': null }],
    ['an offer that is no longer made', { 'goal-wording@g1': { choice: 'feeling-gone-1-00000000' } }],
  ])('%s: the client\'s own words', (_, given) => expect(goal(given).text).toBe('Never be anxious again'));

  test('the offer only when it was chosen, with both sources', () => {
    const { text, sources } = goal({ 'goal-wording@g1': { choice: offer!.id } });
    expect(text).toBe(offer!.text);
    expect(sources).toMatchObject([{ from: 'client', quote: 'Never be anxious again' }, { from: 'library', entry: offer!.id, answer: 'goal-wording@g1#2' }]);
  });

  test('their new words, beside their first', () => {
    const reworded = goal({ 'goal-wording@g1': { choice: 'reword' }, 'goal-reword@g1': 'Worry  less, live more' });
    expect(reworded.text).toBe('Worry  less, live more');
    expect(quotes(reworded)).toEqual(['Never be anxious again', 'Worry  less, live more']);
    expect(goal({ 'goal-wording@g1': { own: 'Breathe again' } }).text).toBe('Breathe again');
  });
});

describe('little was said', () => {
  test('nothing at all: a small plan all the same', () => {
    const items = draft({});
    expect(items.map(({ kind }) => kind)).toEqual(['goal', 'strategy', 'strategy', 'measure', 'measure', 'review']);
    expect(items.find(({ kind }) => kind === 'review')?.on).toBe('2027-02-28');
    expect(draft(Object.fromEntries(Object.keys(full).map((key) => [key, null])))).toEqual(items);
  });

  test('no goal: the picture of feeling better stands in, whole', () => {
    const [goal] = ofKind(draft({ hope: 'Calm', better: 'I would laugh with my kids again' }), 'goal');
    expect(goal?.text).toBe('I would laugh with my kids again');
    expect(goal?.sources[0]).toEqual({ from: 'client', answer: 'better#2', quote: 'I would laugh with my kids again' });
    expect(texts(draft({ hope: 'Calm', better: 'I would laugh' }), 'measure')).not.toContain('I would laugh');
    expect(texts(draft({ hope: 'Calm' }), 'goal')).toEqual(['Calm']);
  });

  test('"nothing so far" makes no line', () => {
    const items = draft({ goals: [{ id: 'g1', text: 'Rest more' }, { id: 'g2', text: 'idk' }], 'helped-before': 'Nothing so far', 'signs@g1': 'not sure', 'would-try': [{ own: 'no idea' }] });
    expect(items.filter(({ text }) => ['Nothing so far', 'not sure', 'no idea', 'idk'].includes(text))).toEqual([]);
    expect(items.some((item) => quotes(item).includes('Nothing so far'))).toBe(false);
  });

  test('a goal with no areas picked finds its own from its words', () => {
    const strategies = ofKind(draft({ goals: [{ id: 'g1', text: 'Sleep through the night' }] }), 'strategy').map((item) => knowledge.library.strategy(entry(item)));
    expect(strategies[0]?.areas).toContain('sleep');
  });
});

describe('danger at home', () => {
  const unsafe = (items: PlanItem[]) => [
    ...ofKind(items, 'strategy').flatMap((item) => knowledge.library.strategy(entry(item)) ?? []),
    ...ofKind(items, 'measure').flatMap((item) => knowledge.library.measure(entry(item)) ?? []),
  ].filter(({ unless }) => unless.includes('safety-at-home'));
  const couple: Given = { areas: [{ choice: 'relationships' }], goals: [{ id: 'g1', text: 'Talk more with my husband' }, { id: 'g2', text: 'Be closer to my husband' }, { id: 'g3', text: 'Trust my husband more' }] };

  test('once told, nothing that could be unsafe is drafted', () => {
    for (const orientations of [['systemic'], ['emotion-focused'], []]) {
      expect(unsafe(draft(couple, { orientations })).length, orientations.join()).toBeGreaterThan(0);
      expect(unsafe(draft({ ...couple, hardest: 'My husband hits me.' }, { orientations }))).toEqual([]);
    }
  });

  test('picked as an area, safety comes first, for the whole plan', () => {
    const [first] = ofKind(draft({ ...couple, areas: [{ choice: 'safety-at-home' }] }), 'strategy');
    expect(first).not.toHaveProperty('goal');
    expect(knowledge.library.strategy(entry(first!))?.first).toContain('safety-at-home');
  });
});

test('another therapist, another way of working', () => {
  const of = (orientation: string) => ofKind(draft({ ...full, 'would-try': null }, { orientations: [orientation] }), 'strategy')
    .flatMap((item) => knowledge.library.strategy(entry(item))?.orientations ?? []);
  expect(of('act')).toContain('act');
  expect(of('psychodynamic')).toContain('psychodynamic');
  expect(of('psychodynamic')).not.toContain('act');
});

test('any part may be missing: ids run on, every line has a source, every goal is there, nothing is put in the client\'s mouth', () => {
  const said = new Set(JSON.stringify(full).match(/"(?:[^"\\]|\\.)*"/g)!.map((one) => JSON.parse(one) as string));
  fc.assert(fc.property(fc.subarray(Object.keys(full)), fc.subarray(['cbt', 'act', 'systemic']), (keys, orientations) => {
    const answers = answersOf(full).filter(({ key }) => keys.includes(key));
    const from = { answers, ...knowledge, orientations, today: '2026-08-31', reviewMonths: 6 };
    const { items, nextNumber } = draftPlan(from);
    expect(draftPlan({ ...from, answers: answers.toReversed() })).toEqual({ items, nextNumber });
    expect(items.map(({ id }) => id)).toEqual(items.map((_, at) => `i${at + 1}`));
    expect(nextNumber).toBe(items.length + 1);
    expect(ofKind(items, 'goal').length).toBeGreaterThan(0);
    expect(ofKind(items, 'review')).toHaveLength(1);
    for (const { sources, goal } of items) {
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) if (source.from === 'client') expect(said.has(source.quote)).toBe(true);
      if (goal) expect(items.find(({ id }) => id === goal)?.kind).toBe('goal');
    }
  }), { numRuns: 60 });
});

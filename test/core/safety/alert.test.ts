import { describe, expect, test } from 'vitest';
import { chain, escalatesAt, isHigher, levelOfAnswer, nextToTell } from '../../../src/core/safety/alert.ts';
import { timeToAskAgain } from '../../../src/core/safety/ask-again.ts';
import { authoredChoices } from '../../../src/core/flow/document.ts';
import { flowOf } from '../../support/flows.ts';

describe('who is told of an alert', () => {
  test.each([
    ['nobody', [...chain], 'therapist'],
    ['therapist', [...chain], 'backup'],
    ['backup', [...chain], 'practice'],
    ['practice', [...chain], null],
    ['therapist', ['therapist', 'practice'], 'practice'],
    ['nobody', ['practice'], 'practice'],
    ['nobody', [], null],
    ['therapist', ['therapist'], null],
  ] as const)('after %s, of %j, is %s', (told, reachable, next) => expect(nextToTell(told, reachable)).toBe(next));

  const minutes = { alertMinutesImminent: 15, alertMinutesConcern: 60, alertMinutesAsk: 1440 };
  const at = new Date('2026-03-02T10:00:00Z');
  test('comes the sooner the nearer the danger seems', () => {
    expect(['imminent', 'concern', 'ask'].map((level) => escalatesAt(level as 'ask', at, minutes).toISOString()))
      .toEqual(['2026-03-02T10:15:00.000Z', '2026-03-02T11:00:00.000Z', '2026-03-03T10:00:00.000Z']);
  });
  test('levels rise from ask to imminent', () => {
    expect([isHigher('imminent', 'concern'), isHigher('concern', 'ask'), isHigher('ask', 'ask'), isHigher('concern', 'imminent')]).toEqual([true, true, false, false]);
  });
});

test('every answer to a question about danger is known for what it says of it', () => {
  const levels = ['safety', 'safety-check'].flatMap((flow) => [...flowOf(flow).layout.steps.values()]
    .filter(({ step }) => step.effect === 'safety-answer')
    .flatMap(({ step }) => authoredChoices('choices' in step ? step.choices : []).map(({ id }) => `${step.id} ${id}: ${levelOfAnswer(id)}`)));
  expect(levels).toEqual([
    'ask-directly yes-now: concern', 'ask-directly sometimes: concern', 'ask-directly not-now: null', 'ask-directly cannot-say: null',
    'safe-now safe: null', 'safe-now not-sure: imminent', 'safe-now not-safe: imminent',
    'since yes-now: concern', 'since sometimes: concern', 'since no-longer: null', 'since cannot-say: null',
  ]);
});

describe('asking again', () => {
  const local = (at: Date, timeZone: string) => new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  test.each([
    ['2026-03-02T14:20:00Z', 'Europe/Dublin', 'Tue 14:20'],
    ['2026-03-02T02:00:00Z', 'Europe/Dublin', 'Tue 09:00'],
    ['2026-03-02T23:40:00Z', 'Europe/Dublin', 'Tue 19:30'],
    ['2026-03-02T19:45:00Z', 'Europe/Dublin', 'Tue 19:30'],
    // In Auckland it is the morning after.
    ['2026-03-02T14:20:00Z', 'Pacific/Auckland', 'Wed 09:00'],
    ['2026-03-02T14:20:00Z', 'America/Los_Angeles', 'Tue 09:00'],
  ])('after %s is asked by day in %s: %s', (now, timeZone, expected) => {
    expect(local(timeToAskAgain(new Date(now), timeZone), timeZone).replace(',', '')).toBe(expected);
  });
  test('is at least half a day away and at most a day and a half, whatever the hour and the clock change', () => {
    for (let hour = 0; hour < 24 * 365; hour += 7) {
      const now = new Date(Date.UTC(2026, 0, 1, hour, 7));
      for (const timeZone of ['Europe/Dublin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
        const at = timeToAskAgain(now, timeZone);
        const away = (at.getTime() - now.getTime()) / 3_600_000;
        expect(away).toBeGreaterThan(12);
        expect(away).toBeLessThan(36);
        const clock = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
        expect(clock, `${now.toISOString()} ${timeZone}`).toBeGreaterThanOrEqual(8);
        expect(clock).toBeLessThan(20);
      }
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDays, dayAt, firstCheckIn, nextCheckIn, timeOn, type Rhythm } from '../../../src/core/living/rhythm.ts';

const zones = ['Europe/Dublin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'] as const;
const local = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(at);
const next = (rhythm: Partial<Rhythm>, last: string): string =>
  nextCheckIn({ every: 'weekly', weekday: 7, time: '18:00', timeZone: 'Europe/Dublin', ...rhythm }, new Date(last)).toISOString().slice(0, 16);

describe('the clock changes, the hour stays', () => {
  // The last check-in, and the next in universal time, for a weekly one on Sundays; each pair lies around a change of the clock.
  const cases: [zone: string, time: string, last: string, then: string][] = [
    ['Europe/Dublin', '18:00', '2026-03-22T18:00Z', '2026-03-29T17:00'],
    ['Europe/Dublin', '18:00', '2026-10-18T17:00Z', '2026-10-25T18:00'],
    ['America/New_York', '18:00', '2026-03-01T23:00Z', '2026-03-08T22:00'],
    ['America/New_York', '18:00', '2026-10-25T22:00Z', '2026-11-01T23:00'],
    ['Australia/Lord_Howe', '18:00', '2026-03-29T07:00Z', '2026-04-05T07:30'],
    ['Australia/Lord_Howe', '18:00', '2026-09-27T07:30Z', '2026-10-04T07:00'],
    ['Asia/Kolkata', '18:00', '2026-03-22T12:30Z', '2026-03-29T12:30'],
    ['Asia/Kolkata', '18:00', '2026-10-25T12:30Z', '2026-11-01T12:30'],
    // The hour that is left out comes when the clock has gone forward.
    ['Europe/Dublin', '01:30', '2026-03-22T01:30Z', '2026-03-29T01:30'],
    ['America/New_York', '02:30', '2026-03-01T07:30Z', '2026-03-08T07:30'],
    ['Australia/Lord_Howe', '02:15', '2026-09-27T15:45Z', '2026-10-03T15:45'],
    // The hour that comes twice counts the first time.
    ['Europe/Dublin', '01:30', '2026-10-18T00:30Z', '2026-10-25T00:30'],
    ['America/New_York', '01:30', '2026-10-25T05:30Z', '2026-11-01T05:30'],
    ['Australia/Lord_Howe', '01:45', '2026-03-28T14:45Z', '2026-04-04T14:45'],
  ];
  it.each(cases)('%s at %s: after %s comes %s', (timeZone, time, last, then) => expect(next({ timeZone, time }, last)).toBe(then));
});

describe('how often', () => {
  const monday: Partial<Rhythm> = { weekday: 1 };
  const cases: [what: string, rhythm: Partial<Rhythm>, last: string, then: string][] = [
    ['a week', { ...monday }, '2026-03-02T18:00Z', '2026-03-09T18:00'],
    ['one that had to wait until Saturday leaves the next where it was', { ...monday }, '2026-03-07T09:00Z', '2026-03-09T18:00'],
    ['two weeks', { ...monday, every: 'fortnightly' }, '2026-03-02T18:00Z', '2026-03-16T18:00'],
    ['two weeks, after one that had to wait', { ...monday, every: 'fortnightly' }, '2026-03-05T09:00Z', '2026-03-16T18:00'],
    ['the first Monday of the next month', { ...monday, every: 'monthly' }, '2026-03-02T18:00Z', '2026-04-06T17:00'],
    ['the same, after one that had to wait two weeks', { ...monday, every: 'monthly' }, '2026-03-16T18:00Z', '2026-04-06T17:00'],
    ['the first Monday may be the first of a month', { ...monday, every: 'monthly' }, '2026-05-04T17:00Z', '2026-06-01T17:00'],
  ];
  it.each(cases)('%s', (_, rhythm, last, then) => expect(next(rhythm, last)).toBe(then));

  it('the first one gives a few days to begin with', () => {
    const first = (now: string): string => firstCheckIn({ every: 'weekly', weekday: 1, time: '18:00', timeZone: 'Europe/Dublin' }, new Date(now)).toISOString().slice(0, 10);
    expect([first('2026-03-05T10:00Z'), first('2026-03-06T10:00Z'), first('2026-03-07T10:00Z')]).toEqual(['2026-03-09', '2026-03-09', '2026-03-16']);
  });
});

test('always later, on the chosen day, at the chosen time wherever that time is on the clock, never twice in a week', () => {
  const rhythm = fc.record({
    every: fc.constantFrom('weekly', 'fortnightly', 'monthly'), weekday: fc.integer({ min: 1, max: 7 }),
    time: fc.constantFrom('00:00', '01:30', '02:15', '09:00', '18:30', '23:30'), timeZone: fc.constantFrom(...zones),
  }) as fc.Arbitrary<Rhythm>;
  fc.assert(fc.property(rhythm, fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (chosen, from) => {
    let last = from;
    for (let nth = 0; nth < 5; nth += 1) {
      const at = nextCheckIn(chosen, last);
      const apart = (at.getTime() - last.getTime()) / 86_400_000;
      if (nth > 0) expect(apart).toBeGreaterThan({ weekly: 6.9, fortnightly: 13.9, monthly: 27.9 }[chosen.every]);
      expect(apart).toBeLessThan({ weekly: 9.1, fortnightly: 22.1, monthly: 44.1 }[chosen.every]);
      const day = dayAt(at, chosen.timeZone);
      expect(new Date(`${day}T12:00Z`).getUTCDay() % 7).toBe(chosen.weekday % 7);
      expect([chosen.time, timeOn(day, chosen.time, chosen.timeZone).getTime() === at.getTime()]).toEqual([chosen.time, true]);
      if (!/ 0[0-3]:/.test(local(at, chosen.timeZone))) expect(local(at, chosen.timeZone).slice(-5)).toBe(chosen.time);
      last = at;
    }
  }), { numRuns: 400 });
});

it('counts days over the end of a month and a leap day', () => {
  expect([addDays('2028-02-28', 2), addDays('2026-03-02', -7), dayAt(new Date('2026-03-02T23:30Z'), 'Asia/Kolkata')]).toEqual(['2028-03-01', '2026-02-23', '2026-03-03']);
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isQuiet, isTimeOfDay, outOfQuiet, usualQuiet, type QuietHours } from '../../../src/core/living/quiet.ts';

const quiet = (text: string): QuietHours => ({ from: text.slice(0, 5), until: text.slice(6) });
const out = (at: string, timeZone: string, hours: QuietHours = usualQuiet): string => outOfQuiet(new Date(at), timeZone, hours).toISOString().slice(0, 16);

describe('at night it waits for the morning where the person is', () => {
  const cases: [zone: string, at: string, then: string][] = [
    ['Europe/Dublin', '2026-03-02T19:59Z', '2026-03-02T19:59'],
    ['Europe/Dublin', '2026-03-02T20:00Z', '2026-03-03T08:00'],
    ['Europe/Dublin', '2026-03-03T07:59Z', '2026-03-03T08:00'],
    ['Europe/Dublin', '2026-03-03T08:00Z', '2026-03-03T08:00'],
    ['America/New_York', '2026-01-15T12:00Z', '2026-01-15T13:00'],
    ['Asia/Kolkata', '2026-01-15T15:00Z', '2026-01-16T02:30'],
    ['Australia/Lord_Howe', '2026-01-15T10:00Z', '2026-01-15T21:00'],
    // The nights in which the clock goes forward and back.
    ['Europe/Dublin', '2026-03-28T22:00Z', '2026-03-29T07:00'],
    ['Europe/Dublin', '2026-10-24T22:00Z', '2026-10-25T08:00'],
    ['America/New_York', '2026-03-08T04:00Z', '2026-03-08T12:00'],
    ['America/New_York', '2026-11-01T04:00Z', '2026-11-01T13:00'],
    ['Australia/Lord_Howe', '2026-04-04T12:00Z', '2026-04-04T21:30'],
    ['Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-03T21:00'],
  ];
  it.each(cases)('%s: %s becomes %s', (zone, at, then) => expect(out(at, zone)).toBe(then));
});

describe('quiet hours that end in an hour the clock leaves out, or has twice', () => {
  const cases: [zone: string, hours: string, at: string, then: string][] = [
    ['Europe/Dublin', '20:00-01:30', '2026-03-28T22:00Z', '2026-03-29T01:00'],
    ['America/New_York', '20:00-02:30', '2026-03-08T04:00Z', '2026-03-08T07:00'],
    ['Australia/Lord_Howe', '20:00-02:15', '2026-10-03T12:00Z', '2026-10-03T15:30'],
    ['Europe/Dublin', '20:00-01:30', '2026-10-24T22:00Z', '2026-10-25T00:30'],
    // Half past one has been and gone once; the second one o'clock is quiet again, as the clock says.
    ['Europe/Dublin', '20:00-01:30', '2026-10-25T01:10Z', '2026-10-25T01:30'],
    ['America/New_York', '20:00-01:30', '2026-11-01T06:10Z', '2026-11-01T06:30'],
    ['Australia/Lord_Howe', '20:00-01:45', '2026-04-04T15:05Z', '2026-04-04T15:15'],
  ];
  it.each(cases)('%s, %s: %s becomes %s', (zone, hours, at, then) => expect(out(at, zone, quiet(hours))).toBe(then));
});

it('may lie within a day, and may be none', () => {
  expect([out('2026-03-02T12:30Z', 'Europe/Dublin', quiet('12:00-14:00')), out('2026-03-02T23:30Z', 'Europe/Dublin', quiet('12:00-14:00')), out('2026-03-02T03:00Z', 'Europe/Dublin', quiet('00:00-00:00'))])
    .toEqual(['2026-03-02T14:00', '2026-03-02T23:30', '2026-03-02T03:00']);
});

it('knows a time of day', () => {
  expect(['08:00', '23:59', '24:00', '8:00', '08:60', ''].map(isTimeOfDay)).toEqual([true, true, false, false, false, false]);
});

test('what comes out is not quiet, not earlier, and nothing before it was free', () => {
  const times = fc.constantFrom('00:00', '01:30', '02:15', '08:00', '12:00', '20:00', '23:30');
  const zones = fc.constantFrom('Europe/Dublin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const minutes = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }).map((at) => new Date(Math.floor(at.getTime() / 60_000) * 60_000));
  fc.assert(fc.property(fc.record({ from: times, until: times }), zones, minutes, (hours, zone, at) => {
    const then = outOfQuiet(at, zone, hours);
    expect(isQuiet(then, zone, hours)).toBe(false);
    expect(then.getTime()).toBeGreaterThanOrEqual(at.getTime());
    for (let minute = at.getTime(); minute < then.getTime(); minute += 5 * 60_000) expect(isQuiet(new Date(minute), zone, hours)).toBe(true);
  }), { numRuns: 300 });
});

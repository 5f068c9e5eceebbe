import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dueNow, nextReminder, remindersAfter, type Waiting } from '../../../src/core/living/reminders.ts';
import { nextReviewOn } from '../../../src/core/living/review-dates.ts';

const day = (count: number): Date => new Date(Date.UTC(2026, 2, 1 + count));
const DAY_MS = 86_400_000;
const plan = (since: number, sent = 0): Waiting => ({ what: 'plan', occasion: `plan ${since}`, times: remindersAfter(day(since), 'plan-therapist'), sent });
const intake = (since: number, sent = 0): Waiting => ({ what: 'intake', occasion: `intake ${since}`, times: remindersAfter(day(since), 'intake'), sent });

describe('one reminder at a time', () => {
  it('is due when the first thing is, and never within two days of another', () => {
    expect(nextReminder([plan(0), intake(0)], null)).toEqual(day(2));
    expect(nextReminder([plan(0)], day(1))).toEqual(day(3));
    expect(nextReminder([], null)).toBeNull();
    expect(nextReminder([plan(0, 3)], day(10))).toBeNull();
  });
  it('names what matters most, then what has waited longest, and counts for all that is due', () => {
    expect(dueNow([intake(0), plan(2), plan(1)], null, day(5)).map(({ occasion }) => occasion)).toEqual(['plan 1', 'plan 2', 'intake 0']);
    expect(dueNow([plan(0), plan(9)], null, day(5)).map(({ occasion }) => occasion)).toEqual(['plan 0']);
    expect(dueNow([plan(0)], day(4), day(5))).toEqual([]);
  });
});

test('however long nobody was there to remind, they come two days apart, and then no more', () => {
  fc.assert(fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), fc.nat(40), (starts, pause) => {
    let things = [...new Set(starts)].map((since) => plan(since));
    let last: Date | null = null;
    const sent: Date[] = [];
    for (let now = day(pause); now < day(pause + 120); now = new Date(now.getTime() + DAY_MS / 4)) {
      const due = dueNow(things, last, now);
      if (due.length === 0) continue;
      if (last) expect(now.getTime() - last.getTime()).toBeGreaterThanOrEqual(2 * DAY_MS);
      sent.push((last = now));
      things = things.map((thing) => (due.includes(thing) ? { ...thing, sent: thing.sent + 1 } : thing));
    }
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.length).toBeLessThanOrEqual(things.length * 3);
    expect(things.every((thing) => thing.sent === 3)).toBe(true);
    expect(nextReminder(things, last)).toBeNull();
  }), { numRuns: 200 });
});

it.each([
  ['2026-03-02', '2026-09-02', '2026-09-02', '2027-03-02'],
  ['2026-03-02', '2026-09-02', '2026-09-20', '2027-03-20'],
  ['2026-03-02', '2026-06-02', '2026-06-02', '2026-09-02'],
  ['2026-08-31', '2027-02-28', '2027-02-28', '2027-08-28'],
  ['2026-03-02', '2026-03-09', '2026-03-09', '2026-04-09'],
  ['2024-03-02', '2026-03-02', '2026-03-02', '2027-03-02'],
])('agreed on %s for %s and kept on %s: the next look is on %s', (agreedOn, on, today, then) => expect(nextReviewOn({ agreedOn, on, today })).toBe(then));

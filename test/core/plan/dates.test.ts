import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths, dayOf, isDate } from '../../../src/core/plan/dates.ts';

test.each([
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-08-31', 3, '2026-11-30'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-03-02', 6, '2026-09-02'],
])('%s and %i months make %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

test('a month later is a day that exists, in the next month, never later in it', () => {
  fc.assert(fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), fc.integer({ min: 1, max: 36 }), (date, months) => {
    const from = dayOf(date.toISOString());
    const to = addMonths(from, months);
    expect(isDate(to)).toBe(true);
    const [y1, m1, d1] = from.split('-').map(Number);
    const [y2, m2, d2] = to.split('-').map(Number);
    expect(y2! * 12 + m2! - (y1! * 12 + m1!)).toBe(months);
    expect(d2!).toBeLessThanOrEqual(d1!);
  }));
});

test.each(['2027-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '01.02.2026', '', '2026-02-30T00:00'])('"%s" is no date', (text) => expect(isDate(text)).toBe(false));

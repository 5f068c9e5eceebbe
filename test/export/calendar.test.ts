import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { planCalendar, type CheckInRhythm } from '../../src/export/calendar.ts';
import { agreedAfter, copyOf, items } from './support/copy.ts';
import { english, spanish } from './support/words.ts';

const copy = copyOf(agreedAfter());
const weekly: CheckInRhythm = { first: '2026-10-05', time: '18:30', every: 'week' };

/** Lines as a calendar program reads them: folded ones joined. */
const linesOf = (file: string): string[] => file.replaceAll('\r\n ', '').split('\r\n');
const values = (file: string, name: string): string[] => linesOf(file).filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`)).map((line) => line.slice(line.indexOf(':') + 1));

/** The offset that a file's own zone description gives for a local time, such as "+0200". */
function offsetIn(file: string, local: string): string {
  const parts = [...file.matchAll(/BEGIN:(?:STANDARD|DAYLIGHT)\r\nDTSTART:(\S+)\r\nTZOFFSETFROM:\S+\r\nTZOFFSETTO:(\S+)/gu)].map(([, start, to]) => ({ start: start!, to: to! }));
  return parts.filter(({ start }) => start <= local).sort((a, b) => (a.start < b.start ? -1 : 1)).at(-1)!.to;
}

describe('the plan’s dates', () => {
  test('the look at the plan is a day of its own', () => {
    const file = planCalendar(copy, english);
    expect(values(file, 'UID')).toEqual([`${copy.plan.id}-review@cairn`]);
    expect(values(file, 'SUMMARY')).toEqual(['Look at your plan together']);
    expect(values(file, 'DTSTART')).toEqual(['20270304']);
    expect(values(file, 'DTEND')).toEqual(['20270305']);
    expect(values(planCalendar(copy, spanish), 'SUMMARY')).toEqual(['Mirar el plan en compañía']);
  });

  test('check-ins come at their hour, whatever the clocks do, until the plan is looked at', () => {
    const file = planCalendar(copy, english, weekly);
    expect(values(file, 'DTSTART').slice(-1)).toEqual(['20261005T183000']);
    expect(file).toContain('DTSTART;TZID=Europe/Madrid:20261005T183000');
    expect(values(file, 'RRULE')).toEqual(['FREQ=WEEKLY;INTERVAL=1;UNTIL=20270304T225959Z']);
  });

  test.each(['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Casablanca', 'America/Sao_Paulo'])('the file itself says how the clocks of %s go', (timeZone) => {
    const file = planCalendar({ ...copy, timeZone }, english, weekly);
    for (let week = 0; week < 22; week++) {
      const time = Temporal.PlainDateTime.from('2026-10-05T18:30').add({ weeks: week }).toZonedDateTime(timeZone);
      const local = time.toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/[-:]/gu, '');
      expect({ local, offset: offsetIn(file, local) }).toEqual({ local, offset: time.offset.replace(':', '') });
    }
  });

  test('every month means the first such weekday of each, as Cairn asks then', () => {
    expect(values(planCalendar(copy, english, { ...weekly, first: '2026-10-07', every: 'month' }), 'RRULE')[0]).toMatch(/^FREQ=MONTHLY;BYDAY=1WE;/u);
    expect(values(planCalendar(copy, english, { ...weekly, first: '2026-11-01', every: 'month' }), 'RRULE')[0]).toMatch(/^FREQ=MONTHLY;BYDAY=1SU;/u);
    expect(values(planCalendar(copy, english, { ...weekly, every: 'two-weeks' }), 'RRULE')[0]).toMatch(/^FREQ=WEEKLY;INTERVAL=2;/u);
  });

  test('where no look lies ahead, check-ins end after a year', () => {
    const plan = agreedAfter([], items.filter(({ kind }) => kind !== 'review'));
    const file = planCalendar({ ...copy, plan }, english, weekly);
    expect(values(file, 'UID')).toEqual([`${plan.id}-check-in@cairn`]);
    expect(values(file, 'RRULE')[0]).toContain('UNTIL=20271005T215959Z');
    expect(values(planCalendar(copy, english, { ...weekly, first: '2027-05-01' }), 'RRULE')[0]).toContain('UNTIL=20280501T215959Z');
  });

  test('a newer file takes the place of the older one: same names, a higher number', () => {
    const plan = { ...copy.plan, versions: [...copy.plan.versions, { ...copy.plan.versions[0]!, number: 2 }] };
    const [before, after] = [planCalendar(copy, english, weekly), planCalendar({ ...copy, plan }, english, weekly)];
    expect(values(after, 'UID')).toEqual(values(before, 'UID'));
    expect([values(before, 'SEQUENCE'), values(after, 'SEQUENCE')]).toEqual([['1', '1'], ['2', '2']]);
  });

  test('others who look see nothing of what was said, of the practice or of a person; it stays quiet and blocks no time', () => {
    const file = planCalendar(copy, english, weekly);
    for (const words of ['Noor', 'Ruiz', 'Harbour', 'Sleep', 'therap']) expect(file.toLowerCase()).not.toContain(words.toLowerCase());
    expect(file).not.toContain('VALARM');
    expect(values(file, 'CLASS')).toEqual(['PRIVATE', 'PRIVATE']);
    expect(values(file, 'DTSTAMP')).toEqual(['20261201T162000Z', '20261201T162000Z']);
  });

  test('no line is longer than the format lets it', () => {
    for (const line of planCalendar(copy, spanish, weekly).split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

import { Temporal } from 'temporal-polyfill';

/**
 * A time zone as a calendar file describes it (VTIMEZONE): the offset at the beginning, then every change of the clock until a
 * year after `last`. Programs that know the zone by its name use their own rules; the others need these.
 */
export function zoneDescription(timeZone: string, first: Temporal.PlainDate, last: Temporal.PlainDate): string {
  const end = last.add({ years: 1 }).toZonedDateTime(timeZone);
  const begin = first.subtract({ days: 1 }).toZonedDateTime(timeZone);
  const parts = [part('STANDARD', '19700101T000000', begin.offset, begin.offset)];
  let before = begin;
  for (let next = before.getTimeZoneTransition('next'); next && Temporal.ZonedDateTime.compare(next, end) <= 0; next = next.getTimeZoneTransition('next')) {
    // When the clock changes is told by the clock as it was before.
    const onset = next.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/[-:]/gu, '');
    parts.push(part(next.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD', onset, before.offset, next.offset));
    before = next;
  }
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...parts.flat(), 'END:VTIMEZONE'].join('\r\n');
}

const part = (kind: 'STANDARD' | 'DAYLIGHT', start: string, from: string, to: string): string[] =>
  [`BEGIN:${kind}`, `DTSTART:${start}`, `TZOFFSETFROM:${from.replace(':', '')}`, `TZOFFSETTO:${to.replace(':', '')}`, `END:${kind}`];

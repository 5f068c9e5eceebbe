import { Temporal } from 'temporal-polyfill';

/** Between these nobody is written to who has not just written: HH:MM on their own clock, over midnight where `until` is earlier. */
export interface QuietHours {
  from: string;
  until: string;
}

/** What a practice has until it chooses otherwise. */
export const usualQuiet: QuietHours = { from: '20:00', until: '08:00' };

/** A time of day as HH:MM. */
export const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Whether a time of day, HH:MM, lies in the quiet hours. The same time twice means no quiet hours. */
export const isQuietTime = (time: string, { from, until }: QuietHours): boolean =>
  from <= until ? time >= from && time < until : time >= from || time < until;

const zoned = (at: Date, timeZone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const timeOf = (at: Temporal.ZonedDateTime): string => at.toPlainTime().toString({ smallestUnit: 'minute' });

export const isQuiet = (at: Date, timeZone: string, quiet: QuietHours): boolean => isQuietTime(timeOf(zoned(at, timeZone)), quiet);

/**
 * The first instant from `at` on that is not quiet where the person is. A clock that goes forward over the end of the quiet
 * hours ends them when it does; an hour that comes twice is quiet both times, as far as it is quiet at all.
 */
export function outOfQuiet(at: Date, timeZone: string, quiet: QuietHours): Date {
  const here = zoned(at, timeZone);
  if (!isQuietTime(timeOf(here), quiet)) return at;
  const today = here.toPlainDate();
  const until = Temporal.PlainTime.from(quiet.until);
  const ends = [today, today.add({ days: 1 })].flatMap((day) => {
    const end = day.toPlainDateTime(until);
    return [end.toZonedDateTime(timeZone, { disambiguation: 'earlier' }), end.toZonedDateTime(timeZone, { disambiguation: 'later' })];
  });
  const change = here.getTimeZoneTransition('next');
  const [first] = [...ends, ...(change ? [change] : [])]
    .filter((end) => Temporal.ZonedDateTime.compare(end, here) > 0 && !isQuietTime(timeOf(end), quiet))
    .sort(Temporal.ZonedDateTime.compare);
  return new Date(first!.epochMilliseconds);
}

import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventClass } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { PageWords } from '../core/page-words.ts';
import { currentVersion, reviewOn } from '../core/plan/versions.ts';
import type { Copy } from './copy.ts';
import { zoneDescription } from './time-zone.ts';

/** How often the client wants to be asked how things go, at which hour of theirs. */
export interface CheckInRhythm {
  /** The first day, YYYY-MM-DD; the ones after it fall on its weekday. */
  first: string;
  /** HH:MM on the clock of the copy's time zone. */
  time: string;
  /** Monthly is on the first such weekday of a month. */
  every: 'week' | 'two-weeks' | 'month';
}

/** Check-ins stand in a calendar for so long when no look at the plan lies ahead: nobody's calendar should fill up for ever. */
const LONGEST = { years: 1 };
const MINUTES = 10;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * The plan's dates for the client's own calendar (text/calendar): the day of the next look at it, and the check-ins until
 * then. A newer file takes the place of an older one, event by event. It names neither therapy nor practice nor anything
 * that was said, since others look at calendars, and it sets no alarm.
 */
export function planCalendar({ at, timeZone, plan }: Pick<Copy, 'at' | 'timeZone' | 'plan'>, words: PageWords, checkIns?: CheckInRhythm): string {
  const { items, number } = currentVersion(plan);
  const review = reviewOn(items);
  const calendar = ical({ name: words.t('copy.calendar'), prodId: { company: 'Cairn', product: 'plan', language: words.language.toUpperCase() }, method: ICalCalendarMethod.PUBLISH });
  const shared = { stamp: new Date(at), sequence: number, class: ICalEventClass.PRIVATE, busystatus: ICalEventBusyStatus.FREE };
  if (review) {
    const day = Temporal.PlainDate.from(review);
    calendar.createEvent({ ...shared, id: `${plan.id}-review@cairn`, summary: words.t('copy.calendar-review'), allDay: true, start: day, end: day.add({ days: 1 }) });
  }
  if (checkIns) {
    const first = Temporal.PlainDate.from(checkIns.first);
    const last = review && review >= checkIns.first ? Temporal.PlainDate.from(review) : first.add(LONGEST);
    const start = first.toZonedDateTime({ timeZone, plainTime: checkIns.time });
    // Named at the event alone: named for the calendar, its stamp would lose the zone that it has to be in.
    calendar.timezone({ name: null, generator: () => zoneDescription(timeZone, first, last) });
    calendar.createEvent({
      ...shared, id: `${plan.id}-check-in@cairn`, summary: words.t('copy.calendar-check-in'), timezone: timeZone,
      start, end: start.add({ minutes: MINUTES }), repeating: `RRULE:${rule(checkIns, first)};UNTIL=${endOf(last, timeZone)}`,
    });
  }
  return calendar.toString();
}

function rule({ every }: CheckInRhythm, first: Temporal.PlainDate): string {
  if (every !== 'month') return `FREQ=WEEKLY;INTERVAL=${every === 'week' ? 1 : 2}`;
  return `FREQ=MONTHLY;BYDAY=1${WEEKDAYS[first.dayOfWeek - 1]}`;
}

/** The last second of a day, in UTC as the format asks of the end of a rule. */
const endOf = (day: Temporal.PlainDate, timeZone: string): string =>
  day.toZonedDateTime({ timeZone, plainTime: '23:59:59' }).toInstant().toString().replace(/[-:]/gu, '');

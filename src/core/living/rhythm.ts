import { Temporal } from 'temporal-polyfill';

/** How often a client is asked how things are going. Monthly is on the first such weekday of a month. */
export const rhythms = ['weekly', 'fortnightly', 'monthly', 'none'] as const;
export type Every = (typeof rhythms)[number];

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** When check-ins come, on the client's own clock. */
export interface Rhythm {
  every: Exclude<Every, 'none'>;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** HH:MM */
  time: string;
  /** IANA name. */
  timeZone: string;
}

/** The next one comes no sooner than so many days after the last: one that had to wait a few days keeps the days it belongs to. */
const GAP_DAYS: Record<Rhythm['every'], number> = { weekly: 2, fortnightly: 8, monthly: 8 };
/** Somebody who has just agreed to a plan, or chosen a rhythm, has little to tell tomorrow. */
const FIRST_DAYS = 3;

/** The check-in after one at `last`. An hour that the clock leaves out comes an hour later; one that comes twice counts the first time. */
export const nextCheckIn = (rhythm: Rhythm, last: Date): Date => firstFrom(rhythm, last, GAP_DAYS[rhythm.every]);

/** The first check-in of a rhythm that was chosen at `now`. */
export const firstCheckIn = (rhythm: Rhythm, now: Date): Date => firstFrom(rhythm, now, FIRST_DAYS);

function firstFrom({ every, weekday, time, timeZone }: Rhythm, from: Date, gap: number): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().add({ days: gap });
  const fits = (day: Temporal.PlainDate): boolean => day.dayOfWeek === weekday && (every !== 'monthly' || day.day <= 7);
  let day = start;
  while (!fits(day)) day = day.add({ days: 1 });
  return instantAt(day, time, timeZone);
}

const instantAt = (day: Temporal.PlainDate, time: string, timeZone: string): Date =>
  new Date(day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);

/** A day, YYYY-MM-DD, and a time, HH:MM, on somebody's clock as an instant. */
export const timeOn = (day: string, time: string, timeZone: string): Date => instantAt(Temporal.PlainDate.from(day), time, timeZone);

/** The day it is for somebody, YYYY-MM-DD. */
export const dayAt = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** YYYY-MM-DD, some days later or, below zero, earlier. */
export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** How days and moments are written in one language, on pages and in files. */
export interface DatesInWords {
  /** ISO instant → "12 May 2026" */
  day(instant: string): string;
  /** ISO instant → "12 Sept 2026" */
  brief(instant: string): string;
  /** ISO instant → "12 May 2026 at 14:05" */
  moment(instant: string): string;
  /** ISO instant → "12 May 2026 at 14:05 CEST", for what is read far from where it was written. */
  momentAndZone(instant: string): string;
  /** YYYY-MM-DD, or the day an ISO text begins with → "12 May 2026", the same day everywhere. */
  date(date: string): string;
}

/** For `Intl`: "4 September" is read alike wherever English is spoken. */
export const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** `timeZone`: IANA name of the zone that instants are told in. */
export function datesInWords(language: string, timeZone: string): DatesInWords {
  const written = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'long', year: 'numeric', timeZone, ...options });
    return (instant: string): string => format.format(new Date(instant));
  };
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return {
    day: written({}), brief: written({ month: 'short' }), moment: written(time), momentAndZone: written({ ...time, timeZoneName: 'short' }),
    date: (date) => dateInWords(date.slice(0, 10), language),
  };
}

/** YYYY-MM-DD in words, such as "4 March 2027". */
export const dateInWords = (date: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

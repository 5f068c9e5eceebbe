import { html } from 'hono/html';

export { html };

/** A piece of a page: everything put into it has been escaped. */
export type Html = ReturnType<typeof html>;

/** Addresses that a page will link to; anything else (`javascript:`, `data:`) is shown as text. */
export function safeHref(url: string): string | null {
  if (/^\/(?![/\\])/.test(url)) return url;
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'sms:'].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Plain text with its web addresses made clickable. */
export function linked(text: string): Html[] {
  return text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/).map((part, at) =>
    at % 2 === 1 ? html`<a href="${part}" rel="noopener noreferrer">${part}</a>` : html`${part}`);
}

/** How a page writes days and moments. */
export interface Dates {
  /** ISO instant → "12 May 2026" in the practice's time zone. */
  day(instant: string): string;
  /** ISO instant → "12 May 2026, 14:05". */
  moment(instant: string): string;
  /** ISO date without a time → "12 May 2026", the same day everywhere. */
  date(date: string): string;
}

export function datesIn(language: string, timeZone: string): Dates {
  // "4 September" is read alike wherever English is spoken.
  const locale = language === 'en' ? 'en-GB' : language;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    day: (instant) => day.format(new Date(instant)),
    moment: (instant) => moment.format(new Date(instant)),
    date: (text) => date.format(new Date(`${text.slice(0, 10)}T00:00:00Z`)),
  };
}

import type { Rating, Sign } from '../core/progress/rating.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';

/** All that leaves Cairn when a plan does: plain data, put together by whoever asks. Instants are ISO texts. */
export interface Copy {
  /** When this copy is made. */
  at: string;
  /** IANA name of the zone that days and hours are told in, such as `Europe/Madrid`. */
  timeZone: string;
  practice: CopiedPractice;
  therapist: Person;
  /** `name` is null until the client says what to call them. */
  client: { id: string; name: string | null };
  plan: TreatmentPlan;
  /** The client's own words, in the order of the conversation. */
  words: CopiedWord[];
  ratings: Rating[];
  signs: Sign[];
  consents: CopiedConsent[];
}

export interface CopiedPractice {
  slug: string;
  name: string;
  /** `#rrggbb` */
  accent: string;
  contact: string;
}

export interface Person {
  id: string;
  name: string;
}

/** One answer of the client. */
export interface CopiedWord {
  answer: string;
  step: string;
  /** The short label of the question. */
  question: string;
  text: string;
  /** Id of the goal it is about, where it is about one. */
  goal?: string;
  /** Given for the therapist's eyes, to stay out of the plan: in no copy but the client's own. */
  outOfPlan: boolean;
}

export interface CopiedConsent {
  id: string;
  at: string;
  given: boolean;
  /** What the client was shown, word for word. */
  shown: string;
  withdrawnAt: string | null;
}

/** The words of `copy` and `progress` in `flows/pages`; the pages' own words fit. */
export interface CopyWords {
  language: string;
  direction: 'ltr' | 'rtl';
  t(key: string, values?: Record<string, string | number>): string;
}

/** Days and moments in words. */
export interface CopyDates {
  /** ISO instant → "12 May 2026" */
  day(instant: string): string;
  /** ISO instant → "12 Sept 2026" */
  brief(instant: string): string;
  /** ISO instant → "12 May 2026 at 14:05 CEST" */
  moment(instant: string): string;
  /** YYYY-MM-DD → "12 May 2026", the same day everywhere */
  date(date: string): string;
}

export function copyDates(language: string, timeZone: string): CopyDates {
  // "4 September" is read alike wherever English is spoken.
  const locale = language === 'en' ? 'en-GB' : language;
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  const brief = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  const moment = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return {
    day: (instant) => day.format(new Date(instant)),
    brief: (instant) => brief.format(new Date(instant)),
    moment: (instant) => moment.format(new Date(instant)),
    date: (text) => date.format(new Date(`${text.slice(0, 10)}T00:00:00Z`)),
  };
}

import { addMonths } from '../plan/dates.ts';

/** On the day of a review people are asked at this time of theirs. */
export const REVIEW_TIME = '10:00';

const MONTH_DAYS = 365.25 / 12;
const DAY_MS = 86_400_000;

/**
 * The day of the next look at a plan when it is kept: as many months on from `today` as lay between the day it was agreed and
 * the day of this look. All days are YYYY-MM-DD.
 */
export function nextReviewOn({ agreedOn, on, today }: { agreedOn: string; on: string; today: string }): string {
  const days = (Date.parse(on) - Date.parse(agreedOn)) / DAY_MS;
  return addMonths(today, Math.min(12, Math.max(1, Math.round(days / MONTH_DAYS))));
}

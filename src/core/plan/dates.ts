const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const isoDate = (date: Date): string => date.toISOString().slice(0, 10);

/** True for a day that exists, as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (!year || !month || !day) return false;
  return isoDate(new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))) === text;
}

/** The day of an ISO instant, in UTC. */
export const dayOf = (instant: string): string => isoDate(new Date(instant));

/** The same day `months` later, or that month's last day where it is shorter: 31 August and 6 months make 28 or 29 February. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return isoDate(new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))));
}

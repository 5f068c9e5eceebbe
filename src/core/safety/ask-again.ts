const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Minutes of the day: nobody is woken, and nobody gets a hard question as the last thing before the night. */
const FROM = 9 * 60;
const UNTIL = 19 * 60 + 30;

/** When to ask again after words of danger: about a day later, by day where they are. Between 13.5 and 33 hours. */
export function timeToAskAgain(now: Date, timeZone: string): Date {
  const at = new Date(now.getTime() + DAY_MS);
  const minute = minuteOfDay(at, timeZone);
  const shift = minute < FROM ? FROM - minute : minute > UNTIL ? UNTIL - minute : 0;
  return new Date(at.getTime() + shift * MINUTE_MS);
}

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const number = (type: string): number => Number(parts.find((part) => part.type === type)!.value);
  return number('hour') * 60 + number('minute');
}

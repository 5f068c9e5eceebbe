import type { Heard } from './hear.ts';
import { levels } from './screen.ts';

/** What becomes of an alert: how high it stands, who is told of it next, and when. */

export type AlertLevel = Heard['level'];

export const isHigher = (one: AlertLevel, other: AlertLevel): boolean => levels.indexOf(one) > levels.indexOf(other);

/** Who is told, one after the other, until somebody acknowledges. */
export const chain = ['therapist', 'backup', 'practice'] as const;
export type Told = (typeof chain)[number];

/** The next one who can be told after `told`; null when nobody is left. */
export const nextToTell = (told: Told | 'nobody', reachable: readonly Told[]): Told | null =>
  chain.slice(told === 'nobody' ? 0 : chain.indexOf(told) + 1).find((each) => reachable.includes(each)) ?? null;

export interface AlertMinutes {
  alertMinutesImminent: number;
  alertMinutesConcern: number;
  alertMinutesAsk: number;
}

/** So many minutes an alert waits to be acknowledged: the practice's own. */
export const minutesFor = (level: AlertLevel, { alertMinutesImminent, alertMinutesConcern, alertMinutesAsk }: AlertMinutes): number =>
  ({ imminent: alertMinutesImminent, concern: alertMinutesConcern, ask: alertMinutesAsk })[level];

/** When an alert that nobody acknowledges goes on to the next person. */
export const escalatesAt = (level: AlertLevel, toldAt: Date, minutes: AlertMinutes): Date =>
  new Date(toldAt.getTime() + minutesFor(level, minutes) * 60_000);

/** What a pressed answer to one of our own questions says about danger; null when it says none. */
export function levelOfAnswer(choice: string): AlertLevel | null {
  switch (choice) {
    case 'yes-now':
    case 'sometimes': return 'concern';
    case 'not-sure':
    case 'not-safe': return 'imminent';
    default: return null;
  }
}

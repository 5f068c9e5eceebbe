import type { Every } from '../core/living/rhythm.ts';
import type { Db } from './open-store.ts';

/** What a client has said about being written to: how often, when, where they are, and whether to be reminded. */
export interface ClientRhythm {
  /** Null until they chose. */
  every: Every | null;
  /** 1 is Monday. */
  weekday: number | null;
  /** HH:MM */
  time: string | null;
  timeZone: string | null;
  /** When another rhythm was offered after two check-ins that were not answered. */
  offeredAt: Date | null;
  remindersOff: boolean;
  changedAt: Date | null;
}

const untold: ClientRhythm = { every: null, weekday: null, time: null, timeZone: null, offeredAt: null, remindersOff: false, changedAt: null };

export const rhythmOf = async (db: Db, clientId: string): Promise<ClientRhythm> =>
  ((await db.rhythm.findUnique({ where: { clientId } })) as ClientRhythm | null) ?? untold;

/** Whose rhythm each is, for lists. */
export const rhythmsOf = async (db: Db, clientIds: string[]): Promise<Map<string, ClientRhythm>> => {
  const rows = await db.rhythm.findMany({ where: { clientId: { in: clientIds } } });
  return new Map(rows.map((row) => [row.clientId, row as ClientRhythm]));
};

/** What is absent in `change` stays as it is. */
export const changeRhythm = async (db: Db, { practiceId, clientId }: { practiceId: string; clientId: string }, change: Partial<Omit<ClientRhythm, 'changedAt'>>, now: Date): Promise<void> => {
  // An offer or a word about reminders is no choice of a rhythm.
  const changedAt = change.every === undefined ? {} : { changedAt: now };
  await db.rhythm.upsert({ where: { clientId }, create: { clientId, practiceId, changedAt: now, ...change }, update: { ...change, ...changedAt } });
};

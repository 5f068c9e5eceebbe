import type { Picked } from '../core/conversation/answer.ts';
import type { Db } from './open-store.ts';
import { checkInPlace } from './places.ts';

export interface CheckIn {
  /** Its conversation's too. */
  id: string;
  clientId: string;
  planId: string;
  /** False when the client began it. */
  scheduled: boolean;
  askedAt: Date;
  answeredAt: Date | null;
  finishedAt: Date | null;
  /** The signs of change they picked or wrote; empty for none. */
  noticed: Picked[];
  /** What they would like to bring to the next session; '' for nothing. */
  bring: string;
}

export const openCheckIn = async (db: Db, checkIn: { id: string; practiceId: string; clientId: string; planId: string; scheduled: boolean }, now: Date): Promise<void> => {
  await db.checkIn.create({ data: { ...checkIn, askedAt: now } });
};

/** They gave an answer in it; the first one counts for when. */
export const markAnswered = async (db: Db, id: string, now: Date): Promise<void> => {
  await db.checkIn.updateMany({ where: { id, answeredAt: null }, data: { answeredAt: now } });
};

export const finishCheckIn = async (db: Db, id: string, now: Date): Promise<void> => {
  await db.checkIn.updateMany({ where: { id, finishedAt: null }, data: { finishedAt: now } });
};

/** What they said in it so far; an edit takes the place of what was there. */
export const noteInCheckIn = async (db: Db, { id, clientId }: { id: string; clientId: string }, said: { noticed: Picked[] } | { bring: string }): Promise<void> => {
  const seal = await db.vault.ofClient(db, clientId);
  const data = 'noticed' in said ? { noticed: seal.seal(checkInPlace('noticed', id), said.noticed) } : { bring: seal.seal(checkInPlace('bring', id), said.bring) };
  await db.checkIn.update({ where: { id }, data });
};

/** A client's check-ins, oldest first; `answered`: those they gave an answer in. */
export const checkInsOf = async (db: Db, clientId: string, { answered = false } = {}): Promise<CheckIn[]> => {
  const rows = await db.checkIn.findMany({ where: { clientId, ...(answered && { NOT: { answeredAt: null } }) }, orderBy: [{ askedAt: 'asc' }, { id: 'asc' }] });
  if (rows.length === 0) return [];
  const seal = await db.vault.ofClient(db, clientId);
  return rows.map(({ noticed, bring, practiceId: _, ...row }) => ({
    ...row,
    noticed: noticed ? seal.open<Picked[]>(checkInPlace('noticed', row.id), noticed) : [],
    bring: bring ? seal.open<string>(checkInPlace('bring', row.id), bring) : '',
  }));
};

/** When the newest of each client's check-ins was answered. */
export const lastAnswered = async (db: Db, clientIds: string[]): Promise<Map<string, Date>> => {
  const rows = await db.checkIn.groupBy({ by: ['clientId'], where: { clientId: { in: clientIds } }, _max: { answeredAt: true } });
  return new Map(rows.flatMap(({ clientId, _max }) => (_max.answeredAt ? [[clientId, _max.answeredAt]] : [])));
};

/** Whether the last `count` scheduled ones, all asked after `since`, went without an answer. */
export const missedInARow = async (db: Db, clientId: string, since: Date, count: number): Promise<boolean> => {
  const rows = await db.checkIn.findMany({ where: { clientId, scheduled: true, askedAt: { gt: since } }, orderBy: { askedAt: 'desc' }, take: count, select: { answeredAt: true } });
  return rows.length === count && rows.every(({ answeredAt }) => answeredAt === null);
};

import { randomUUID } from 'node:crypto';
import type { PlanVersion, Approval } from '../core/plan/plan.ts';
import type { Db } from './open-store.ts';
import { recordPlace } from './places.ts';

/** What a practice must keep of somebody who was erased: what both agreed to, and what was consented to. Nothing else. */
export interface RetainedRecord {
  name: string | null;
  therapist: string | null;
  plans: { id: string; version: PlanVersion; approvals: Approval[] }[];
  consents: { shown: string; given: boolean; at: string; withdrawnAt: string | null }[];
}

export interface RetainedRecordAt {
  id: string;
  /** The id of the client that was. */
  clientId: string;
  erasedAt: Date;
  keepUntil: Date;
}

/** Kept apart from everything that was the client's, and sealed with the practice's key: theirs is destroyed. */
export const retain = async (tx: Db, { practiceId, clientId, record, keepUntil }: { practiceId: string; clientId: string; record: RetainedRecord; keepUntil: Date }, now: Date): Promise<void> => {
  const id = randomUUID();
  const seal = await tx.vault.ofPractice(tx, practiceId);
  await tx.retainedRecord.create({ data: { id, practiceId, clientId, record: seal.seal(recordPlace(id), record), erasedAt: now, keepUntil } });
};

export const retainedIn = (db: Db, practiceId: string): Promise<RetainedRecordAt[]> =>
  db.retainedRecord.findMany({ where: { practiceId }, select: { id: true, clientId: true, erasedAt: true, keepUntil: true }, orderBy: { erasedAt: 'asc' } });

export const readRetained = async (db: Db, practiceId: string, id: string): Promise<(RetainedRecord & { clientId: string }) | null> => {
  const row = await db.retainedRecord.findFirst({ where: { id, practiceId } });
  if (!row) return null;
  const { clientId } = row;
  return { clientId, ...(await db.vault.ofPractice(db, practiceId)).open<RetainedRecord>(recordPlace(id), row.record) };
};

/** Whose time is over. Returns how many. */
export const removeExpired = async (db: Db, now: Date): Promise<number> => (await db.retainedRecord.deleteMany({ where: { keepUntil: { lte: now } } })).count;

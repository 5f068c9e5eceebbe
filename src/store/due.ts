import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';

/** What can be due. Each kind has its handler in actions/run-due.ts. */
export const dueKinds = ['escalate-alert', 'ask-again', 'check-in', 'offer-rhythm', 'plan-review', 'remind-client', 'remind-therapist'] as const;
export type DueKind = (typeof dueKinds)[number];

export interface Due {
  id: string;
  practiceId: string;
  kind: DueKind;
  /** Id of what it is about: an alert, a client. */
  about: string;
  /** When it was due. */
  at: Date;
  /** How often it was tried and failed. */
  attempts: number;
}

/**
 * Makes something due at `at`, in the transaction of what causes it. One that is due already is moved there.
 *
 * It waits for no lock: a row that is being carried out just now is left to its handler, which looks for itself, under the
 * lock of what it is about, whether it is still wanted and when. So two that lock in another order never wait for each other.
 */
export const schedule = async (db: Db, { practiceId, kind, about, at }: Omit<Due, 'id' | 'attempts'>): Promise<void> => {
  await db.$executeRaw`
    WITH open AS (
      SELECT id FROM due WHERE kind = ${kind} AND about = ${about}::uuid AND done_at IS NULL FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE due SET at = ${at}::timestamptz, attempts = 0 FROM open WHERE due.id = open.id RETURNING due.id
    )
    INSERT INTO due (id, practice_id, kind, about, at)
    SELECT ${randomUUID()}::uuid, ${practiceId}::uuid, ${kind}, ${about}::uuid, ${at}::timestamptz
    WHERE NOT EXISTS (SELECT FROM moved)
    ON CONFLICT (kind, about) WHERE done_at IS NULL DO NOTHING`;
};

/** It is not wanted any more. One that is being carried out just now is left to its handler, as in `schedule`. */
export const cancel = async (db: Db, kind: DueKind, about: string, now: Date): Promise<void> => {
  await db.$executeRaw`
    UPDATE due SET done_at = ${now}::timestamptz
    WHERE id IN (SELECT id FROM due WHERE kind = ${kind} AND about = ${about}::uuid AND done_at IS NULL FOR UPDATE SKIP LOCKED)`;
};

/**
 * The one that is due longest, locked until the transaction ends; null when nothing is. Another process passes it over,
 * and gets it when this one dies. Kinds of a newer Cairn are left to it.
 */
export const claim = async (tx: Db, now: Date): Promise<Due | null> => {
  const [row] = await tx.$queryRaw<Due[]>`
    SELECT id, practice_id AS "practiceId", kind, about, at, attempts FROM due
    WHERE done_at IS NULL AND at <= ${now}::timestamptz AND kind = ANY(${[...dueKinds]})
    ORDER BY at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ?? null;
};

/** Carried out; or, with `again`, due once more then. */
export const finish = async (tx: Db, id: string, now: Date, again?: Date): Promise<void> => {
  await tx.due.update({ where: { id }, data: again ? { at: again, attempts: 0 } : { doneAt: now } });
};

/** It failed: due once more at `at`. Does nothing when another process was there meanwhile. */
export const postpone = async (db: Db, { id, attempts }: Due, at: Date): Promise<void> => {
  await db.due.updateMany({ where: { id, attempts, doneAt: null }, data: { at, attempts: { increment: 1 } } });
};

/** When something of the kind is due; null when nothing waits for its time. */
export const dueAt = async (db: Db, kind: DueKind, about: string): Promise<Date | null> =>
  (await db.due.findFirst({ where: { kind, about, doneAt: null }, select: { at: true } }))?.at ?? null;

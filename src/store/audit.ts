import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/content-hash.ts';
import type { Db } from './open-store.ts';

/** Something that happened, for good: who did what to what. Ids and codes alone, never words. */
export interface AuditEvent {
  practiceId: string;
  by: { actor: 'client' | 'therapist'; id: string } | { actor: 'practice' | 'cairn' };
  /** `consent.given`, `plan.agreed`, `plan.read`: what it was done to, and what was done. */
  action: string;
  /** Whom it is about; they can read it. */
  clientId?: string;
  subject?: Record<string, string | number | boolean | null>;
}

export interface AuditEntry extends AuditEvent {
  number: number;
  at: Date;
  hash: string;
}

/**
 * Adds to a practice's trail, in the transaction of what happened. Entries of one practice are written one after the other,
 * each waiting until the transaction of the one before is over: it is best the last thing that a transaction does.
 */
export const audit = async (tx: Db, event: AuditEvent, at: Date): Promise<void> => {
  const { practiceId, actor, actorId, action, clientId, subject, text } = entryOf(event, at);
  await tx.$executeRaw`
    SELECT append_audit(${practiceId}::uuid, ${at}::timestamptz, ${actor}, ${actorId}, ${action}, ${clientId}::uuid, ${JSON.stringify(subject)}::json, ${text})`;
};

/** An entry as `append_audit` in the database takes it. */
export const entryOf = (event: AuditEvent, at: Date) => {
  const row = rowOf(event, at);
  return { ...row, text: textOf(row, UNKNOWN, UNKNOWN).split(JSON.stringify(UNKNOWN)) };
};

/** Stands for the number and the hash before, which only the database knows for certain; no text that is stored holds it. */
const UNKNOWN = '\0';

type Row = ReturnType<typeof rowOf>;

const rowOf = ({ practiceId, by, action, clientId, subject = {} }: AuditEvent, at: Date) => ({
  practiceId, at, actor: by.actor as string, actorId: 'id' in by ? by.id : null, action, clientId: clientId ?? null, subject,
});

/** The hash of an entry holds the entry before by its hash, and so all before it. `append_audit` in the database makes the same. */
const chained = (row: Row, number: number, before: string): string => createHash('sha256').update(textOf(row, number, before)).digest('hex');

const textOf = (row: Row, number: number | string, before: string): string => canonicalJson({ ...row, number, at: row.at.toISOString(), before });

const eventOf = ({ practiceId, actor, actorId, action, clientId, subject }: Omit<Row, 'subject'> & { subject: unknown }): AuditEvent => ({
  practiceId,
  by: actorId === null ? { actor: actor as 'practice' } : { actor: actor as 'client', id: actorId },
  action,
  ...(clientId && { clientId }),
  subject: subject as Record<string, string>,
});

/** What is on record about a client, newest first. */
export const auditOfClient = async (db: Db, practiceId: string, clientId: string, limit = 500): Promise<AuditEntry[]> => {
  const rows = await db.auditEntry.findMany({ where: { practiceId, clientId }, orderBy: { number: 'desc' }, take: limit });
  return rows.map((row) => ({ ...eventOf(row), number: row.number, at: row.at, hash: row.hash }));
};

/** When somebody last did something to do with a client. */
export const lastOf = async (db: Db, where: { practiceId: string; clientId: string; action: string; actorId: string }): Promise<Date | null> =>
  (await db.auditEntry.findFirst({ where, orderBy: { number: 'desc' }, select: { at: true } }))?.at ?? null;

export type Verified =
  /** The last entry: note it down apart from the database, and a later check tells whether the end was cut off. */
  | { sound: true; entries: number; last: string }
  /** The first entry that is not what was written: changed, out of its place, or after a gap. */
  | { sound: false; at: number };

/** Reads a practice's whole trail and works every hash out anew. `expected`: an entry noted down before, with its hash. */
export const verifyAudit = async (db: Db, practiceId: string, expected?: { number: number; hash: string }): Promise<Verified> => {
  const PAGE = 1_000;
  let before = '';
  let number = 0;
  for (;;) {
    const rows = await db.auditEntry.findMany({ where: { practiceId, number: { gt: number } }, orderBy: { number: 'asc' }, take: PAGE });
    for (const { hash, ...row } of rows) {
      number += 1;
      if (row.number !== number || chained(rowOf(eventOf(row), row.at), number, before) !== hash) return { sound: false, at: number };
      if (expected?.number === number && expected.hash !== hash) return { sound: false, at: number };
      before = hash;
    }
    if (rows.length < PAGE) break;
  }
  if (expected && expected.number > number) return { sound: false, at: number + 1 };
  return { sound: true, entries: number, last: before };
};

import { randomUUID } from 'node:crypto';
import type { AlertLevel, Told } from '../core/safety/alert.ts';
import { audit } from './audit.ts';
import type { Db } from './open-store.ts';
import { clearedNotePlace } from './places.ts';

export interface SafetyAlertRow {
  id: string;
  practiceId: string;
  clientId: string;
  level: AlertLevel;
  openedAt: Date;
  /** Who was told last. */
  told: Told | 'nobody';
  toldAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedById: string | null;
  clearedAt: Date | null;
  clearedById: string | null;
  /** Sealed; `noteOf` opens it. */
  clearedNote: string | null;
  /** The finished intake whose draft waits for the clearing. */
  heldIntakeId: string | null;
}

/** Something that became of an alert. */
export interface NewSafetyEvent {
  what: 'opened' | 'raised' | 'told' | 'acknowledged' | 'cleared';
  whom?: Told;
  therapistId?: string;
  route?: string;
}

/** Whether an alert of the client is open. While it is, nothing is drafted for them and nothing approved. */
export const isHeld = async (db: Db, clientId: string): Promise<boolean> =>
  (await db.safetyAlert.findFirst({ where: { clientId, clearedAt: null }, select: { id: true } })) !== null;

/** The client's open alert, locked until the transaction ends. */
export const lockOpenAlert = async (tx: Db, clientId: string): Promise<SafetyAlertRow | null> => {
  const [row] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM safety_alert WHERE client_id = ${clientId}::uuid AND cleared_at IS NULL FOR UPDATE`;
  return row ? findAlert(tx, row.id) : null;
};

/** Any alert, locked until the transaction ends. */
export const lockAlert = async (tx: Db, id: string): Promise<SafetyAlertRow | null> => {
  await tx.$queryRaw`SELECT id FROM safety_alert WHERE id = ${id}::uuid FOR UPDATE`;
  return findAlert(tx, id);
};

export const findAlert = async (db: Db, id: string): Promise<SafetyAlertRow | null> =>
  (await db.safetyAlert.findUnique({ where: { id } })) as SafetyAlertRow | null;

/** Opens one. Null when the client has an open one already; nothing is written then. */
export const openAlert = async (tx: Db, alert: { practiceId: string; clientId: string; level: AlertLevel }, now: Date): Promise<SafetyAlertRow | null> => {
  const id = randomUUID();
  // The second of two at once waits here until the first has committed, and then finds its row.
  const made = await tx.$executeRaw`
    INSERT INTO safety_alert (id, practice_id, client_id, level, opened_at, told, told_at)
    VALUES (${id}::uuid, ${alert.practiceId}::uuid, ${alert.clientId}::uuid, ${alert.level}, ${now}::timestamptz, 'nobody', ${now}::timestamptz)
    ON CONFLICT (client_id) WHERE cleared_at IS NULL DO NOTHING`;
  return made === 0 ? null : findAlert(tx, id);
};

export const changeAlert = async (tx: Db, id: string, change: Partial<Omit<SafetyAlertRow, 'id' | 'practiceId' | 'clientId' | 'openedAt' | 'clearedNote'>>): Promise<void> => {
  await tx.safetyAlert.update({ where: { id }, data: change });
};

/** Ends it, with the reason, sealed for whoever may read the client's record. */
export const closeAlert = async (tx: Db, { id, clientId }: SafetyAlertRow, by: { therapistId: string; note: string }, now: Date): Promise<void> => {
  const clearedNote = (await tx.vault.ofClient(tx, clientId)).seal(clearedNotePlace(id), by.note);
  await tx.safetyAlert.update({ where: { id }, data: { clearedAt: now, clearedById: by.therapistId, clearedNote } });
};

/** Writes down what became of an alert, on the alert and in the practice's trail. Lock the alert first. */
export const addSafetyEvent = async (tx: Db, { id, practiceId, clientId, level }: Pick<SafetyAlertRow, 'id' | 'practiceId' | 'clientId' | 'level'>, event: NewSafetyEvent, now: Date): Promise<void> => {
  await tx.safetyEvent.create({ data: { practiceId, alertId: id, level, at: now, ...event } });
  const { what, whom = null, route = null, therapistId } = event;
  const by = therapistId && what !== 'told' ? { actor: 'therapist' as const, id: therapistId } : { actor: 'cairn' as const };
  await audit(tx, { practiceId, by, action: `alert.${what}`, clientId, subject: { alert: id, level, whom, route } }, now);
};

/** Notes on the open alert that this intake's draft waits for it. False when no alert is open any more. */
export const holdDraft = async (tx: Db, clientId: string, conversationId: string): Promise<boolean> => {
  const { count } = await tx.safetyAlert.updateMany({ where: { clientId, clearedAt: null }, data: { heldIntakeId: conversationId } });
  return count === 1;
};

/** An alert as a therapist may see it: what was heard, and what became of it, oldest first. */
export interface FullAlert extends SafetyAlertRow {
  note: string | null;
  events: { what: NewSafetyEvent['what']; level: AlertLevel; whom: Told | null; therapistId: string | null; route: string | null; at: Date }[];
}

/** A client's alerts, the open one first, then the newest; `open`: only that. */
export const alertsOfClients = async (db: Db, clientIds: string[], { open = false } = {}): Promise<FullAlert[]> => {
  if (clientIds.length === 0) return [];
  const rows = await db.safetyAlert.findMany({
    where: { clientId: { in: clientIds }, ...(open && { clearedAt: null }) },
    orderBy: [{ clearedAt: { sort: 'desc', nulls: 'first' } }, { openedAt: 'desc' }], take: 100,
    include: { events: { orderBy: { seq: 'asc' } }, client: { select: { dataKey: true } } },
  });
  return rows.map(({ client, ...row }) => ({
    ...(row as unknown as Omit<FullAlert, 'note'>),
    note: row.clearedNote && db.vault.sealWith(client.dataKey).open<string>(clearedNotePlace(row.id), row.clearedNote),
  }));
};

/** Clients with an open alert that this therapist is to see: their own, and those they were told of in a colleague's place. */
export const clientsToSee = async (db: Db, therapistId: string): Promise<string[]> => {
  const rows = await db.safetyAlert.findMany({
    where: { clearedAt: null, OR: [{ client: { therapistId } }, { events: { some: { what: 'told', therapistId } } }] },
    select: { clientId: true },
  });
  return rows.map(({ clientId }) => clientId);
};

/** Whether an alert is this therapist's to acknowledge and clear. */
export const maySee = async (db: Db, alertId: string, therapistId: string): Promise<boolean> => {
  const found = await db.safetyAlert.findFirst({
    where: { id: alertId, OR: [{ client: { therapistId } }, { events: { some: { what: 'told', therapistId } } }] }, select: { id: true },
  });
  return found !== null;
};

/** When a plan of the client was held: from the opening of each alert to its clearing. */
export const heldSpans = async (db: Db, clientId: string): Promise<{ from: Date; to: Date | null }[]> => {
  const rows = await db.safetyAlert.findMany({ where: { clientId }, select: { openedAt: true, clearedAt: true } });
  return rows.map(({ openedAt, clearedAt }) => ({ from: openedAt, to: clearedAt }));
};

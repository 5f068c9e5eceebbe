import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';
import { notePlace } from './places.ts';
import { sealOfPlan } from './plans.ts';

/** A therapist's private note on a plan: never shown to the client, never part of a version or an export of the plan. */
export interface TherapistNote {
  id: string;
  planId: string;
  therapistId: string;
  text: string;
  at: Date;
}

export const addNote = async (db: Db, note: { planId: string; therapistId: string; text: string }, now: Date): Promise<TherapistNote> => {
  const id = randomUUID();
  const seal = await sealOfPlan(db, note.planId);
  await db.therapistNote.create({ data: { id, ...note, text: seal.seal(notePlace(id), note.text), at: now } });
  return { id, ...note, at: now };
};

/** What this therapist noted on this plan, oldest first; another therapist's notes are not theirs to read. */
export const notesOn = async (db: Db, planId: string, therapistId: string): Promise<TherapistNote[]> => {
  const rows = await db.therapistNote.findMany({ where: { planId, therapistId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  if (rows.length === 0) return [];
  const seal = await sealOfPlan(db, planId);
  return rows.map((row) => ({ ...row, text: seal.open(notePlace(row.id), row.text) }));
};

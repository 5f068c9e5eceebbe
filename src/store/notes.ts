import type { Db } from './open-store.ts';

/** A therapist's private note on a plan: never shown to the client, never part of a version or an export of the plan. */
export interface TherapistNote {
  id: string;
  planId: string;
  therapistId: string;
  text: string;
  at: Date;
}

export const addNote = (db: Db, note: { planId: string; therapistId: string; text: string }, now: Date): Promise<TherapistNote> =>
  db.therapistNote.create({ data: { ...note, at: now } });

/** What this therapist noted on this plan, oldest first; another therapist's notes are not theirs to read. */
export const notesOn = (db: Db, planId: string, therapistId: string): Promise<TherapistNote[]> =>
  db.therapistNote.findMany({ where: { planId, therapistId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });

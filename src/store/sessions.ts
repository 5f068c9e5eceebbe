import type { Db } from './open-store.ts';
import { newToken, tokenHash } from './tokens.ts';

/** Whose browser it is. */
export type SignedInPerson = { therapistId: string } | { clientId: string };

export interface DeviceSession {
  id: string;
  practiceId: string;
  therapistId: string | null;
  clientId: string | null;
}

/** A session's last sign of life is written down at most this often. */
const SEEN_EVERY_MS = 60_000;
/** Ended sessions of a person are forgotten after that. */
const KEPT_MS = 30 * 86_400_000;

/** Remembers a browser. The token is told this once: only its hash is kept. */
export const createSession = async (db: Db, practiceId: string, person: SignedInPerson, expiresAt: Date, now: Date): Promise<string> => {
  const long = new Date(now.getTime() - KEPT_MS);
  await db.deviceSession.deleteMany({ where: { ...person, OR: [{ endedAt: { lt: long } }, { expiresAt: { lt: long } }] } });
  const token = newToken();
  await db.deviceSession.create({ data: { practiceId, ...person, tokenHash: tokenHash(token), createdAt: now, seenAt: now, expiresAt } });
  return token;
};

/**
 * The session of a token; null, and nothing more, when it is unknown, ended or too old. A therapist's also ends by itself
 * when nothing was seen of it for `idleMs`.
 */
export const findSession = async (db: Db, token: string, idleMs: number, now: Date): Promise<DeviceSession | null> => {
  const session = await db.deviceSession.findUnique({
    where: { tokenHash: tokenHash(token), endedAt: null, expiresAt: { gt: now } },
    select: { id: true, practiceId: true, therapistId: true, clientId: true, seenAt: true },
  });
  if (!session) return null;
  const { seenAt, ...found } = session;
  const quiet = now.getTime() - seenAt.getTime();
  if (found.therapistId && quiet > idleMs) return null;
  if (quiet > SEEN_EVERY_MS) await db.deviceSession.updateMany({ where: { id: found.id }, data: { seenAt: now } });
  return found;
};

/** Ends the session of a token, whoever's it is. */
export const endSession = async (db: Db, token: string, now: Date): Promise<void> => {
  await db.deviceSession.updateMany({ where: { tokenHash: tokenHash(token), endedAt: null }, data: { endedAt: now } });
};

/** Ends every session of a person. */
export const endSessionsOf = async (db: Db, person: SignedInPerson, now: Date): Promise<void> => {
  await db.deviceSession.updateMany({ where: { ...person, endedAt: null }, data: { endedAt: now } });
};

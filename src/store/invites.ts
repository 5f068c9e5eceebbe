import type { Db } from './open-store.ts';
import { newShortCode, shortCodeHash } from './short-codes.ts';
import { newToken, tokenHash } from './tokens.ts';

export interface Invite {
  id: string;
  practiceId: string;
  therapistId: string;
  usedAt: Date | null;
  /** Who came with it. */
  clientId: string | null;
}

/** Makes an invite. Link token and code are told this once: only their hashes are kept. */
export const createInvite = async (
  db: Db,
  { practiceId, therapistId, expiresAt }: { practiceId: string; therapistId: string; expiresAt: Date },
  now: Date,
): Promise<{ id: string; token: string; code: string }> => {
  const [token, code] = [newToken(), newShortCode()];
  const { id } = await db.invite.create({
    data: { practiceId, therapistId, tokenHash: tokenHash(token), codeHash: await shortCodeHash(code), createdAt: now, expiresAt },
  });
  return { id, token, code };
};

/** Null for one that is unknown, expired or revoked. One that was used is found, so that whoever used it is not turned away. */
export const findInvite = async (db: Db, by: { token: string } | { code: string }, now: Date): Promise<Invite | null> => {
  const where = 'token' in by ? { tokenHash: tokenHash(by.token) } : { codeHash: await shortCodeHash(by.code) };
  return db.invite.findUnique({
    where: { ...where, revokedAt: null, expiresAt: { gt: now } } as never,
    select: { id: true, practiceId: true, therapistId: true, usedAt: true, clientId: true },
  });
};

/** Once: false for the second of two who come with the same invite. */
export const useInvite = async (db: Db, id: string, clientId: string, now: Date): Promise<boolean> => {
  const { count } = await db.invite.updateMany({ where: { id, usedAt: null, revokedAt: null, expiresAt: { gt: now } }, data: { usedAt: now, clientId } });
  return count === 1;
};

/** Ends what a therapist's invites that nobody has used yet would open. Returns how many. */
export const revokeInvites = async (db: Db, therapistId: string, now: Date): Promise<number> => {
  const { count } = await db.invite.updateMany({ where: { therapistId, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
  return count;
};

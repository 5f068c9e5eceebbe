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

/**
 * By its link's token, or by the `shortCodeHash` of its code. Null for one that is unknown, expired or revoked. One that was
 * used is found, so that whoever used it is not turned away.
 */
export const findInvite = (db: Db, by: { token: string } | { codeHash: string }, now: Date): Promise<Invite | null> =>
  db.invite.findFirst({
    where: { ...('token' in by ? { tokenHash: tokenHash(by.token) } : by), revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, practiceId: true, therapistId: true, usedAt: true, clientId: true },
  });

/**
 * Once: the client becomes one of whoever sent the invite. True too for the client who has used it already, false for the
 * second of two who come with it.
 */
export const useInvite = async (tx: Db, id: string, clientId: string, now: Date): Promise<boolean> => {
  const { count } = await tx.invite.updateMany({ where: { id, usedAt: null, revokedAt: null, expiresAt: { gt: now } }, data: { usedAt: now, clientId } });
  const invite = await tx.invite.findUnique({ where: { id, clientId }, select: { therapistId: true } });
  if (count === 0 || !invite) return invite !== null;
  await tx.client.update({ where: { id: clientId }, data: { therapistId: invite.therapistId } });
  await tx.account.updateMany({ where: { clientId }, data: { inviteId: null } });
  return true;
};

/** Nobody uses it up until the transaction ends. */
export const lockInvite = async (tx: Db, id: string): Promise<void> => {
  await tx.$queryRaw`SELECT id FROM invite WHERE id = ${id}::uuid FOR UPDATE`;
};

/** Clients who opened the link of an invite, this one or one that is over, and have never written anything; the oldest first. */
export const unheardOf = async (db: Db, which: { inviteId: string } | { over: Date }): Promise<string[]> => {
  const invite = 'inviteId' in which ? { id: which.inviteId }
    : { OR: [{ usedAt: { not: null } }, { revokedAt: { not: null } }, { expiresAt: { lte: which.over } }] };
  const where = { accounts: { some: { invite }, every: { inbound: { none: {} } } } };
  return (await db.client.findMany({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true } })).map(({ id }) => id);
};

/** When a therapist's invites end that can still be used, the next one first. */
export const openInvites = async (db: Db, therapistId: string, now: Date): Promise<Date[]> =>
  (await db.invite.findMany({
    where: { therapistId, usedAt: null, revokedAt: null, expiresAt: { gt: now } }, orderBy: { expiresAt: 'asc' }, select: { expiresAt: true },
  })).map(({ expiresAt }) => expiresAt);

/** Ends what a therapist's invites that nobody has used yet would open. Returns how many. */
export const revokeInvites = async (db: Db, therapistId: string, now: Date): Promise<number> => {
  const { count } = await db.invite.updateMany({ where: { therapistId, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
  return count;
};

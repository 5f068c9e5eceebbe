import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Db } from './open-store.ts';

/** How long a code is good for, from the moment it is put into a message. */
export const CODE_MINUTES = 10;
/** Wrong codes after which a code is spent. */
const MOST_TRIES = 5;
/** Codes that one link may ask for within `ASKED_WITHIN_MS`. */
const MOST_ASKED = 3;
const ASKED_WITHIN_MS = 15 * 60_000;
/** Wrong codes in a row after which the link itself ends: whoever holds it is guessing. 30 in a million is all they get. */
const MOST_WRONG = 30;
/** Codes are of no use to anybody after that. */
const KEPT_MS = 86_400_000;

/**
 * Takes note that a code for this link was asked for; run it in a transaction. Returns the id under which
 * `mintSignInCode` makes it; null when too many were asked for of late.
 */
export const askForSignInCode = async (db: Db, { id, practiceId }: { id: string; practiceId: string }, now: Date): Promise<string | null> => {
  // Two who ask at once are counted one after the other.
  await db.$queryRaw`SELECT id FROM review_link WHERE id = ${id}::uuid FOR UPDATE`;
  const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  await db.signInCode.deleteMany({ where: { linkId: id, askedAt: { lt: ago(KEPT_MS) } } });
  if (await db.signInCode.count({ where: { linkId: id, askedAt: { gt: ago(ASKED_WITHIN_MS) } } }) >= MOST_ASKED) return null;
  return (await db.signInCode.create({ data: { practiceId, linkId: id, askedAt: now } })).id;
};

/**
 * Makes the code itself, six digits, at the moment it is put into a message; it is told this once. A message that is sent
 * again brings another one, and only that counts. Null when its link is gone.
 */
export const mintSignInCode = async (db: Db, id: string, now: Date): Promise<string | null> => {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(now.getTime() + CODE_MINUTES * 60_000);
  const { count } = await db.signInCode.updateMany({ where: { id, usedAt: null }, data: { codeHash: hashOf(id, code), expiresAt } });
  return count === 1 ? code : null;
};

/**
 * Takes one try at the newest code of a link; any number of processes agree on how many there were. 'spent': none is open,
 * it is too old, or it was tried too often. A right one is right once.
 */
export const trySignInCode = async (db: Db, linkId: string, code: string, now: Date): Promise<'right' | 'wrong' | 'spent'> => {
  const [tried] = await db.$queryRaw<{ id: string; hash: string }[]>`
    UPDATE sign_in_code SET tries = tries + 1
    WHERE id = (SELECT id FROM sign_in_code WHERE link_id = ${linkId}::uuid AND code_hash IS NOT NULL ORDER BY asked_at DESC LIMIT 1)
      AND used_at IS NULL AND tries < ${MOST_TRIES} AND expires_at > ${now}::timestamptz
    RETURNING id, code_hash AS hash`;
  if (!tried) return 'spent';
  if (!timingSafeEqual(Buffer.from(hashOf(tried.id, code)), Buffer.from(tried.hash))) {
    const { wrongCodes } = await db.reviewLink.update({ where: { id: linkId }, data: { wrongCodes: { increment: 1 } } });
    if (wrongCodes >= MOST_WRONG) await db.reviewLink.updateMany({ where: { id: linkId, revokedAt: null }, data: { revokedAt: now } });
    return 'wrong';
  }
  const { count } = await db.signInCode.updateMany({ where: { id: tried.id, usedAt: null }, data: { usedAt: now } });
  if (count === 0) return 'spent';
  await db.reviewLink.update({ where: { id: linkId }, data: { wrongCodes: 0 } });
  return 'right';
};

/** Useless by itself, however quickly six digits are tried out: a code is only taken together with its link's token. */
const hashOf = (id: string, code: string): string => createHash('sha256').update(`${id}:${code}`).digest('hex');

import { createHash, randomBytes } from 'node:crypto';
import type { Db } from './open-store.ts';

/** review: a therapist's link to one plan. plan: a client's link to their plan. desk: a therapist's link to all of theirs. */
export type LinkPurpose = 'review' | 'plan' | 'desk';

export interface NewReviewLink {
  practiceId: string;
  purpose: LinkPurpose;
  planId?: string;
  therapistId?: string;
  clientId?: string;
  expiresAt: Date;
}

export interface ReviewLink {
  id: string;
  practiceId: string;
  purpose: LinkPurpose;
  planId: string | null;
  therapistId: string | null;
  clientId: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** When its page was first opened. */
  openedAt: Date | null;
}

/** Makes a link. The token, 256 random bits in base64url, is told this once: only its hash is kept. */
export const createReviewLink = async (db: Db, link: NewReviewLink, now: Date): Promise<{ id: string; token: string }> => {
  const token = randomBytes(32).toString('base64url');
  const { id } = await db.reviewLink.create({ data: { ...link, tokenHash: hashOf(token), createdAt: now } });
  return { id, token };
};

/** The link of a token. Null, and nothing more, for one that is unknown, expired or revoked: a guesser learns nothing. */
export const findReviewLink = async (db: Db, token: string, now: Date): Promise<ReviewLink | null> => {
  const where = { tokenHash: hashOf(token), revokedAt: null, expiresAt: { gt: now } };
  const link = await db.reviewLink.findUnique({ where, omit: { tokenHash: true, revokedAt: true } });
  return link && { ...link, purpose: link.purpose as LinkPurpose };
};

/** Only the first opening is kept. */
export const markOpened = async (db: Db, id: string, now: Date): Promise<void> => {
  await db.reviewLink.updateMany({ where: { id, openedAt: null }, data: { openedAt: now } });
};

/** Ends one link, or all of a plan's or a person's; those that have ended stay as they are. */
export const revokeReviewLinks = async (
  db: Db,
  which: { id: string } | { planId: string } | { therapistId: string } | { clientId: string },
  now: Date,
): Promise<void> => {
  await db.reviewLink.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: now } });
};

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

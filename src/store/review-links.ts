import type { Db } from './open-store.ts';
import { newToken, tokenHash } from './tokens.ts';

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
  /** When whoever it is for first signed in with it, or acted. */
  openedAt: Date | null;
}

/** Makes a link. The token is told this once: only its hash is kept. */
export const createReviewLink = async (db: Db, link: NewReviewLink, now: Date): Promise<{ id: string; token: string }> => {
  const token = newToken();
  const { id } = await db.reviewLink.create({ data: { ...link, tokenHash: tokenHash(token), createdAt: now } });
  return { id, token };
};

/** The link of a token. Null, and nothing more, for one that is unknown, expired or revoked: a guesser learns nothing. */
export const findReviewLink = (db: Db, token: string, now: Date): Promise<ReviewLink | null> => find(db, token, { revokedAt: null, expiresAt: { gt: now } });

/** A token's link wherever it leads: one that has expired or was ended still says whom a new one may go to. */
export const findEndedLink = (db: Db, token: string): Promise<ReviewLink | null> => find(db, token, {});

const find = async (db: Db, token: string, where: { revokedAt?: null; expiresAt?: { gt: Date } }): Promise<ReviewLink | null> => {
  const omit = { tokenHash: true, revokedAt: true, wrongCodes: true, replacedAt: true };
  const link = await db.reviewLink.findUnique({ where: { tokenHash: tokenHash(token), ...where }, omit });
  return link && { ...link, purpose: link.purpose as LinkPurpose };
};

/** Takes note that a new link was asked for in place of this one. False when that was done a short while ago. */
export const askForNewLink = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const lately = new Date(now.getTime() - REPLACED_EVERY_MS);
  const { count } = await db.reviewLink.updateMany({ where: { id, OR: [{ replacedAt: null }, { replacedAt: { lt: lately } }] }, data: { replacedAt: now } });
  return count === 1;
};

const REPLACED_EVERY_MS = 15 * 60_000;

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

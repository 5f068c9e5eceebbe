import type { GoalEnd } from '../core/plan/plan.ts';
import type { Db } from './open-store.ts';
import { reviewWordsPlace } from './places.ts';

export type ReviewOutcome = 'keep' | 'change' | 'close';
/** What the client would like; in-session: to talk about it first. */
export type ReviewWish = ReviewOutcome | 'in-session';

/** What the client said in a review, in their words. */
export interface ReviewWords {
  goals: { item: string; ended?: GoalEnd; words?: string }[];
  lookBack?: string;
}

export interface PlanReview {
  /** Its conversation's too. */
  id: string;
  planId: string;
  clientId: string;
  /** The day it was planned for, YYYY-MM-DD. */
  on: string;
  openedAt: Date;
  said: ReviewWish | null;
  saidAt: Date | null;
  words: ReviewWords;
  outcome: ReviewOutcome | null;
  settledAt: Date | null;
}

/** Opens the review of a plan. False when one is open already. */
export const openReview = async (db: Db, { on, ...review }: { id: string; practiceId: string; clientId: string; planId: string; on: string }, now: Date): Promise<boolean> => {
  const { count } = await db.planReview.createMany({ data: [{ ...review, on: new Date(on), openedAt: now }], skipDuplicates: true });
  return count === 1;
};

export const sayInReview = async (db: Db, { id, clientId }: { id: string; clientId: string }, { said, words }: { said?: ReviewWish; words?: ReviewWords }, now: Date): Promise<void> => {
  const sealed = words && (await db.vault.ofClient(db, clientId)).seal(reviewWordsPlace(id), words);
  await db.planReview.updateMany({ where: { id }, data: { ...(said && { said, saidAt: now }), ...(sealed && { words: sealed }) } });
};

/** The review of a plan that has come to no outcome yet. */
export const unsettledReview = async (db: Db, planId: string): Promise<PlanReview | null> => (await reviewsOf(db, { planId, outcome: null }))[0] ?? null;

/** For lists: the day of the review each of these plans is in, and what the client said in it. */
export const unsettledReviews = async (db: Db, planIds: string[]): Promise<Map<string, Pick<PlanReview, 'on' | 'said'>>> => {
  const rows = await db.planReview.findMany({ where: { planId: { in: planIds }, outcome: null }, select: { planId: true, on: true, said: true } });
  return new Map(rows.map(({ planId, on, said }) => [planId, { on: on.toISOString().slice(0, 10), said: said as ReviewWish | null }]));
};

/** Every review of a plan, newest first. */
export const reviewsOfPlan = (db: Db, planId: string): Promise<PlanReview[]> => reviewsOf(db, { planId });

const reviewsOf = async (db: Db, where: { planId: string; outcome?: null }): Promise<PlanReview[]> => {
  const rows = await db.planReview.findMany({ where, orderBy: { openedAt: 'desc' } });
  if (rows.length === 0) return [];
  const seal = await db.vault.ofClient(db, rows[0]!.clientId);
  return rows.map(({ practiceId: _, on, words, said, outcome, ...row }) => ({
    ...row,
    on: on.toISOString().slice(0, 10),
    said: said as ReviewWish | null,
    outcome: outcome as ReviewOutcome | null,
    words: words ? seal.open<ReviewWords>(reviewWordsPlace(row.id), words) : { goals: [] },
  }));
};

export const settleReview = async (db: Db, id: string, outcome: ReviewOutcome, now: Date): Promise<void> => {
  await db.planReview.updateMany({ where: { id, outcome: null }, data: { outcome, settledAt: now } });
};

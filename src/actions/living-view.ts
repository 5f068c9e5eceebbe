import { dayAt } from '../core/living/rhythm.ts';
import { currentVersion, reviewOn } from '../core/plan/versions.ts';
import { progressOf, type Progress } from '../core/progress/progress.ts';
import type { Sign } from '../core/progress/rating.ts';
import { sinceAgreed, type SinceAgreed } from '../core/progress/since.ts';
import { checkInsOf } from '../store/check-ins.ts';
import { ratingsOf, type GivenRating } from '../store/ratings.ts';
import { reviewsOfPlan, type PlanReview } from '../store/reviews.ts';
import { rhythmOf, type ClientRhythm } from '../store/rhythms.ts';
import { CHECK_IN_FLOW } from './check-in.ts';
import type { HeldPlan } from './plan-holder.ts';
import { answeredCheckIns, signsOf } from './plan-inputs.ts';
import { proposedNext } from './review-plan.ts';
import { zoneOf } from './write-first.ts';

/** Everything that a plan page shows of the plan's life: what was said in check-ins, the looks at the whole, what comes next. */
export interface LivingView {
  rhythm: ClientRhythm;
  /** Answered ones, newest first. */
  checkIns: { id: string; at: string; ratings: GivenRating[]; signs: string[]; bring: string }[];
  ratings: GivenRating[];
  signs: Sign[];
  progress: Progress;
  since: SinceAgreed;
  review: {
    /** YYYY-MM-DD; null once the plan is closed, or where no day is set. */
    on: string | null;
    due: boolean;
    /** The one that has come to no outcome yet, with what the client said. */
    open: PlanReview | null;
    /** Newest first. */
    earlier: PlanReview[];
    /** The day that keeping it today would set, YYYY-MM-DD; another may be chosen. */
    next: string;
  };
}

/** `language`: the reader's, where it is not the client's. */
export async function livingView({ own: app, stored: { plan }, client, by: { party: viewer } }: HeldPlan, language = client.language): Promise<LivingView> {
  const { prisma } = app.store;
  const now = app.now();
  const clientId = client.id;
  const rhythm = await rhythmOf(prisma, clientId);
  const checkIns = (await checkInsOf(prisma, clientId, { answered: true })).filter(({ planId }) => planId === plan.id);
  const ratings = await ratingsOf(prisma, clientId);
  const wording = app.shelf.current(CHECK_IN_FLOW).wording(language);
  const signs = signsOf(checkIns, wording);
  const reviews = await reviewsOfPlan(prisma, plan.id);
  const today = dayAt(now, zoneOf(app, client, rhythm, now));
  const on = plan.closed ? null : (reviewOn(currentVersion(plan).items) ?? null);
  const answeredAt = new Map(checkIns.map(({ id, answeredAt: at, askedAt }) => [id, (at ?? askedAt).toISOString()]));
  return {
    rhythm, ratings, signs,
    checkIns: checkIns.map((checkIn) => ({
      id: checkIn.id, at: answeredAt.get(checkIn.id)!, bring: checkIn.bring,
      ratings: ratings.filter(({ checkIn: id }) => id === checkIn.id),
      signs: signsOf([checkIn], wording).map(({ text }) => text),
    })).reverse(),
    progress: progressOf({ plan, ratings, signs }),
    since: sinceAgreed({ plan, ratings, signs, checkIns: answeredCheckIns(checkIns), viewer }),
    review: {
      on, due: on !== null && on <= today,
      open: reviews.find(({ outcome }) => outcome === null) ?? null,
      earlier: reviews.filter(({ outcome }) => outcome !== null),
      next: proposedNext(plan, today),
    },
  };
}

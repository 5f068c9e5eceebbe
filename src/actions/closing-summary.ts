import type { Values } from '../core/flow/wording.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import { currentVersion } from '../core/plan/versions.ts';
import { planWords } from '../core/review/plan-words.ts';
import type { Db } from '../store/open-store.ts';
import { reviewsOfPlan } from '../store/reviews.ts';
import type { App } from './app.ts';

/** What a client keeps of a closed plan: each goal with what became of it and their own words, what they wanted to remember, and the therapist's last words. */
export async function closingSummary(app: App, db: Db, { clientId }: { clientId: string }, plan: TreatmentPlan): Promise<Values> {
  const { language } = await db.client.findUniqueOrThrow({ where: { id: clientId }, select: { language: true } });
  const words = planWords(app.flows.notices[language]!);
  const goals = currentVersion(plan).items.filter(({ kind }) => kind === 'goal');
  const [review] = await reviewsOfPlan(db, plan.id);
  const lookBack = review?.words.lookBack ?? '';
  const last = plan.closed?.words ?? '';
  return {
    summary: goals.map((goal) => `• ${words.line(goal)}`).join('\n'),
    line: lookBack, hasLine: lookBack ? 'yes' : 'no',
    reason: last, hasReason: last ? 'yes' : 'no',
  };
}

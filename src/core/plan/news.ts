import type { Party, TreatmentPlan } from './plan.ts';
import { agreed, waitingOn } from './status.ts';

/** What the other people of a plan should hear about after one act. */
export type PlanNews = 'agreed' | 'declined' | 'reopened' | 'client-proposed' | 'client-answered' | 'ask-client';

/** Pure: compares the plan before and after one act of one party. */
export function newsOf(before: TreatmentPlan, after: TreatmentPlan, by: Party): PlanNews[] {
  if (before === after || before.revision === after.revision) return [];
  const news: PlanNews[] = [];
  if (!agreed(before) && agreed(after)) news.push('agreed');
  if (!before.declined && after.declined) news.push('declined');
  if (before.declined && !after.declined) news.push('reopened');
  if (by === 'therapist') return [...news, 'ask-client'];
  const sent = (plan: TreatmentPlan) => plan.proposals.filter((proposal) => proposal.by === 'client' && proposal.sentAt !== undefined).length;
  if (sent(after) > sent(before)) news.push('client-proposed');
  else if (waitingOn(before) === 'client' && waitingOn(after) === 'therapist') news.push('client-answered');
  return news;
}

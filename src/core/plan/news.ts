import type { Party, TreatmentPlan } from './plan.ts';
import { agreed, waitingOn } from './status.ts';

/** What the other people of a plan should hear about after one act. */
export type PlanNews = 'therapist-answered' | 'agreed' | 'declined' | 'reopened' | 'client-proposed' | 'client-answered' | 'ask-client' | 'revisited' | 'closed';

/** Pure: compares the plan before and after one act of one party. */
export function newsOf(before: TreatmentPlan, after: TreatmentPlan, by: Party): PlanNews[] {
  if (before === after || before.revision === after.revision) return [];
  const news: PlanNews[] = [];
  // When the last open question on an agreed plan is settled, the old yeses simply stand again.
  if (!agreed(before) && agreed(after) && after.approvals.length > before.approvals.length) news.push('agreed');
  if (!before.declined && after.declined) news.push('declined');
  if ((before.declined && !after.declined) || (before.closed && !after.closed)) news.push('reopened');
  if (!before.closed && after.closed) news.push('closed');
  else if (by === 'therapist' && agreed(before) && isRevisit(before, after)) news.push('revisited');
  if (by === 'therapist') return [...news, ...(answersToClient(before, after).length > 0 ? ['therapist-answered' as const] : []), 'ask-client'];
  const sent = (plan: TreatmentPlan) => plan.proposals.filter((proposal) => proposal.by === 'client' && proposal.sentAt !== undefined).length;
  if (sent(after) > sent(before)) news.push('client-proposed');
  else if (waitingOn(before) === 'client' && waitingOn(after) === 'therapist') news.push('client-answered');
  return news;
}

/** The same lines anew, without anybody's yes. */
const isRevisit = (before: TreatmentPlan, after: TreatmentPlan): boolean => {
  const [old, current] = [before.versions.at(-1)!, after.versions.at(-1)!];
  return current.number > old.number && current.hash === old.hash && !after.approvals.some(({ version }) => version === current.number);
};

/** What the therapist said to one thing that the client had suggested or asked. */
export interface AnswerToClient {
  /** The suggestion or question, as the client put it. */
  line: string;
  decision: 'accepted' | 'declined' | 'discuss' | 'answered';
  /** The therapist's words; '' when they only decided. */
  answer: string;
}

/** What the therapist has newly said to the client's own suggestions and questions. */
export function answersToClient(before: TreatmentPlan, after: TreatmentPlan): AnswerToClient[] {
  return after.proposals.flatMap((proposal): AnswerToClient[] => {
    const earlier = before.proposals.find(({ id }) => id === proposal.id);
    if (proposal.by !== 'client' || !earlier) return [];
    const said = proposal.remarks.slice(earlier.remarks.length).filter(({ by }) => by === 'therapist').map(({ text }) => text).join('\n\n');
    const { state, change } = proposal;
    const decided = state === earlier.state ? null : state === 'to-discuss' ? 'discuss' : state === 'accepted' || state === 'declined' ? state : null;
    if (!decided && !said) return [];
    const line = change.do === 'ask' ? change.question : change.do === 'add' ? change.item.text : change.do === 'change' ? change.after.text : change.before.text;
    return [{ line, decision: decided ?? 'answered', answer: said }];
  });
}

import { currentVersion, isOpen } from './versions.ts';
import type { Party, PlanStatus, Proposal, TreatmentPlan } from './plan.ts';

const other = (party: Party): Party => (party === 'client' ? 'therapist' : 'client');

const hasApproved = (plan: TreatmentPlan, party: Party): boolean => {
  const { number, hash } = currentVersion(plan);
  return plan.approvals.some((approval) => approval.party === party && approval.version === number && approval.hash === hash);
};

/** Nothing open, and both have said yes to the version that stands. */
export const agreed = (plan: TreatmentPlan): boolean =>
  !plan.declined && !plan.closed && !plan.proposals.some(isOpen) && hasApproved(plan, 'client') && hasApproved(plan, 'therapist');

/** Who has the next word on an open proposal. What is to be talked about waits for the therapist, who holds the session. */
function nextOn(proposal: Proposal): Party {
  if (proposal.state === 'to-discuss') return 'therapist';
  const decider = other(proposal.by);
  // "Why?" from the side that decides hands the word back to the author.
  return proposal.remarks.at(-1)?.by === decider ? proposal.by : decider;
}

/** Whose turn it is. When both have something to do it is the therapist's. Unsent drafts make no difference: they are nobody else's business. */
export function waitingOn(plan: TreatmentPlan): Party | 'nobody' {
  if (plan.declined || plan.closed || agreed(plan)) return 'nobody';
  if (plan.openedAt === undefined) return 'therapist';
  const next = plan.proposals.filter(isOpen).map(nextOn);
  if (next.length > 0) return next.includes('therapist') ? 'therapist' : 'client';
  return hasApproved(plan, 'therapist') ? 'client' : 'therapist';
}

export function statusOf(plan: TreatmentPlan): PlanStatus {
  if (plan.declined) return 'declined';
  if (plan.closed) return 'closed';
  if (plan.openedAt === undefined) return 'draft';
  if (agreed(plan)) return 'agreed';
  return waitingOn(plan) === 'client' ? 'with-client' : 'in-review';
}

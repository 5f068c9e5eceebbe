import type { Party, Proposal, TreatmentPlan } from './plan.ts';

/** A proposal is its author's alone until it is sent; one that was taken back before that never reaches the other side. */
export const isVisibleTo = (proposal: Proposal, party: Party): boolean => proposal.by === party || proposal.sentAt !== undefined;

/** The plan as one party may see it. For showing, never for saving: what is hidden would be lost. */
export const visibleTo = (plan: TreatmentPlan, party: Party): TreatmentPlan =>
  ({ ...plan, proposals: plan.proposals.filter((proposal) => isVisibleTo(proposal, party)) });

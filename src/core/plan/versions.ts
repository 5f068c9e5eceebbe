import { CairnError } from '../../errors.ts';
import { fits } from './apply.ts';
import { hashItems } from './hash.ts';
import type { Party, PlanItem, PlanVersion, Proposal, TreatmentPlan } from './plan.ts';

export const isPending = (proposal: Proposal): boolean =>
  proposal.state === 'drafted' || proposal.state === 'open' || proposal.state === 'to-discuss';

/** Waits for a decision and both sides know of it. */
export const isOpen = (proposal: Proposal): boolean => proposal.state === 'open' || proposal.state === 'to-discuss';

export function currentVersion(plan: TreatmentPlan): PlanVersion {
  const current = plan.versions.at(-1);
  if (!current) throw new CairnError('invalid-input', `Plan ${plan.id} has no version.`);
  return current;
}

/** The day of the next look at the whole plan, YYYY-MM-DD, where the current version has one. */
export const reviewOn = (items: PlanItem[]): string | undefined => items.find((item) => item.kind === 'review')?.on;

/**
 * Adds the next version. Proposals, sent or not, whose line is no longer what they were written for are overtaken:
 * they can no longer be decided, and `overtakenBy` says what happened to them.
 */
export function addVersion(plan: TreatmentPlan, items: PlanItem[], by: Party, reason: string, now: string): TreatmentPlan {
  const version: PlanVersion = { number: currentVersion(plan).number + 1, items, hash: hashItems(items), by, reason, at: now };
  const proposals = plan.proposals.map((proposal): Proposal =>
    isPending(proposal) && !fits(proposal.change, items) ? { ...proposal, state: 'withdrawn', decidedAt: now } : proposal);
  return { ...plan, versions: [...plan.versions, version], proposals };
}

/**
 * The version that took a withdrawn proposal's line away from under it, so that its author can be told what changed;
 * null for one that its author took back.
 */
export function overtakenBy(plan: TreatmentPlan, proposal: Proposal): PlanVersion | null {
  if (proposal.state !== 'withdrawn') return null;
  return plan.versions.find(({ at, items }) => at === proposal.decidedAt && !fits(proposal.change, items)) ?? null;
}

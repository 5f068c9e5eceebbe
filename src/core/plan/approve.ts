import { diffVersions } from './diff.ts';
import { takeUp } from './keep.ts';
import { checkText } from './limits.ts';
import { changed, refused, unchanged } from './result.ts';
import { addVersion, currentVersion, isPending } from './versions.ts';
import { isVisibleTo } from './visible.ts';
import type { ActResult, Actor, PlanAct } from './act.ts';
import type { TreatmentPlan } from './plan.ts';

/**
 * One party's yes to exactly the version they saw. Open proposals of either side come first, and unsent ones of
 * one's own, so that nothing written is passed over. A plan the therapist has not looked at is nobody's to approve.
 */
export function approve(plan: TreatmentPlan, by: Actor, act: Extract<PlanAct, { do: 'approve' }>, now: string): ActResult {
  if (by.party === 'client' && plan.openedAt === undefined) return refused({ code: 'not-yours' });
  const current = currentVersion(plan);
  const seen = plan.versions.find(({ number, hash }) => number === act.version && hash === act.hash);
  if (!seen) return refused({ code: 'not-found' });
  if (seen !== current) {
    return refused({ code: 'changed-since', since: diffVersions(seen.items, current.items), revision: plan.revision });
  }
  const waiting = plan.proposals.filter((proposal) => isPending(proposal) && isVisibleTo(proposal, by.party));
  if (waiting.length > 0) return refused({ code: 'open-proposals', count: waiting.length });
  if (plan.approvals.some(({ party, version, hash }) => party === by.party && version === act.version && hash === act.hash)) {
    return unchanged(plan);
  }
  const approval = { party: by.party, person: by.person, version: current.number, hash: current.hash, at: now };
  return changed({ ...plan, approvals: [...plan.approvals, approval] });
}

/** The therapist's no to the plan as a whole; only reopening leads on from it. */
export function declinePlan(plan: TreatmentPlan, by: Actor, reason: string, now: string): ActResult {
  if (by.party !== 'therapist') return refused({ code: 'not-yours' });
  const text = checkText(reason);
  if (!text.ok) return refused({ code: text.code });
  return changed({ ...plan, declined: { reason: text.value, at: now } });
}

/** Takes a declined or closed plan up again. A yes from before that counts no more: the lines become a new version. */
export function reopenPlan(plan: TreatmentPlan, by: Actor, now: string): ActResult {
  if (by.party !== 'therapist') return refused({ code: 'not-yours' });
  if (plan.closed) return changed(takeUp(plan, by.party, '', now));
  if (!plan.declined) return unchanged(plan);
  const { declined, ...open } = plan;
  const current = currentVersion(plan);
  const approved = plan.approvals.some(({ version }) => version === current.number);
  return changed(approved ? addVersion(open, current.items, by.party, declined.reason, now) : open);
}

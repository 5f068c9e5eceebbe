import { applyChange } from './apply.ts';
import { checkOptionalText, checkText } from './limits.ts';
import { changed, refused, unchanged } from './result.ts';
import { addVersion, currentVersion, isOpen, isPending } from './versions.ts';
import { isVisibleTo } from './visible.ts';
import type { ActResult, PlanAct } from './act.ts';
import type { Party, Proposal, Remark, TreatmentPlan } from './plan.ts';

type Decision = Extract<PlanAct, { do: 'decide' }>;

/** The other side's yes, no, or "let's talk about it". Yes makes a new version; no changes no line. */
export function decide(plan: TreatmentPlan, by: Party, act: Decision, now: string): ActResult {
  const proposal = seenBy(plan, by, act.proposal);
  if (!proposal) return refused({ code: 'not-found' });
  if (proposal.by === by) return refused({ code: 'not-yours' });
  if (!isOpen(proposal)) return refused({ code: 'already-decided', proposal: proposal.id });
  const remark = checkOptionalText(act.remark);
  if (!remark.ok) return refused({ code: remark.code });

  // A question is not answered by a yes without words.
  if (proposal.change.do === 'ask' && act.decision === 'accept') {
    return remark.value === '' ? refused({ code: 'empty' }) : changed(answer(plan, proposal, by, remark.value, now));
  }
  const remarked = remark.value === '' ? proposal : withRemark(proposal, by, remark.value, now);
  switch (act.decision) {
    case 'discuss':
      if (proposal.state === 'to-discuss' && remarked === proposal) return unchanged(plan);
      return changed(replace(plan, { ...remarked, state: 'to-discuss', decidedAt: now }));
    case 'decline':
      return changed(replace(plan, { ...remarked, state: 'declined', decidedAt: now }));
    case 'accept': {
      const accepted = replace(plan, { ...remarked, state: 'accepted', decidedAt: now });
      const items = applyChange(currentVersion(plan).items, proposal.change);
      return changed(addVersion(accepted, items, proposal.by, proposal.reason, now));
    }
  }
}

/** Words about a proposal, at any time after it was sent. The asked side's first words on a question answer it. */
export function reply(plan: TreatmentPlan, by: Party, act: Extract<PlanAct, { do: 'reply' }>, now: string): ActResult {
  const proposal = seenBy(plan, by, act.proposal);
  if (!proposal) return refused({ code: 'not-found' });
  const text = checkText(act.text);
  if (!text.ok) return refused({ code: text.code });
  const answers = proposal.change.do === 'ask' && proposal.by !== by && isOpen(proposal);
  return changed(answers ? answer(plan, proposal, by, text.value, now) : replace(plan, withRemark(proposal, by, text.value, now)));
}

/** Takes back a proposal of one's own that nobody has decided yet. */
export function withdraw(plan: TreatmentPlan, by: Party, id: string, now: string): ActResult {
  const proposal = seenBy(plan, by, id);
  if (!proposal) return refused({ code: 'not-found' });
  if (proposal.by !== by) return refused({ code: 'not-yours' });
  if (!isPending(proposal)) return refused({ code: 'already-decided', proposal: id });
  return changed(replace(plan, { ...proposal, state: 'withdrawn', decidedAt: now }));
}

const seenBy = (plan: TreatmentPlan, by: Party, id: string): Proposal | undefined =>
  plan.proposals.find((proposal) => proposal.id === id && isVisibleTo(proposal, by));

const withRemark = (proposal: Proposal, by: Party, text: string, at: string): Proposal => {
  const remark: Remark = { by, text, at };
  return { ...proposal, remarks: [...proposal.remarks, remark] };
};

const answer = (plan: TreatmentPlan, question: Proposal, by: Party, text: string, now: string): TreatmentPlan =>
  replace(plan, { ...withRemark(question, by, text, now), state: 'answered', decidedAt: now });

const replace = (plan: TreatmentPlan, proposal: Proposal): TreatmentPlan =>
  ({ ...plan, proposals: plan.proposals.map((other) => (other.id === proposal.id ? proposal : other)) });

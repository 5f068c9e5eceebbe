import type { ListItem } from '../conversation/answer.ts';
import type { Inputs } from '../flow/conditions.ts';
import type { Change, PlanItem, Proposal, TreatmentPlan } from '../plan/plan.ts';
import { agreements } from '../progress/agreements.ts';
import { planText, type PlanWords } from './plan-text.ts';

/** One suggestion of the therapist, as the plan-review flow puts it to the client. All values are texts. */
export interface ProposalInput extends ListItem {
  proposal: string;
  change: 'add' | 'change' | 'remove';
  name: string;
  line: string;
  suggestion: string;
  reason: string;
  replied: 'yes' | 'no';
  answer: string;
}

/**
 * What the client is to be asked about a plan, as inputs of the plan-review flow. `asked` are answer keys of earlier
 * reviews: what a client has been asked is not asked again until the therapist says something new about it. An item's
 * id carries what would make it new, so that the question is the same exactly when the id is.
 */
export function reviewInputs(plan: TreatmentPlan, words: PlanWords, asked: ReadonlySet<string>): Inputs & { proposals: ProposalInput[]; questions: ListItem[]; approvals: ListItem[] } {
  const fromTherapist = plan.proposals.filter(({ by, state }) => by === 'therapist' && (state === 'open' || state === 'to-discuss'));
  const proposals = fromTherapist.filter(({ change }) => change.do !== 'ask').map((proposal) => proposalInput(proposal, words))
    .filter(({ id }) => !asked.has(`decision@${id}`));
  const questions = fromTherapist.flatMap(({ id, change }) => change.do === 'ask'
    ? [{ id, text: change.question, question: change.question, about: change.about ? 'line' : 'plan', line: change.about?.text ?? '' }]
    : []).filter(({ id }) => !asked.has(`reply@${id}`));
  return { proposals, questions, approvals: approvalInput(plan, words).filter(({ id }) => !asked.has(`approve@${id}`)) };
}

/** A plan is put to the client whole once nothing is open and the therapist has either approved it or had every suggestion answered. */
function approvalInput(plan: TreatmentPlan, words: PlanWords): (ListItem & { plan: string })[] {
  const current = plan.versions.at(-1)!;
  const approvedBy = (party: 'client' | 'therapist') =>
    plan.approvals.some((approval) => approval.party === party && approval.version === current.number && approval.hash === current.hash);
  const open = plan.proposals.some(({ state }) => state === 'open' || state === 'to-discuss' || state === 'drafted');
  // What was settled before an earlier agreement says nothing about a plan that was opened again.
  const agreedAt = agreements(plan).at(-1)?.at ?? '';
  const heard = approvedBy('therapist') || plan.proposals.some(({ by, decidedAt }) => by === 'therapist' && decidedAt !== undefined && decidedAt > agreedAt);
  if (plan.declined || plan.closed || open || !heard || approvedBy('client')) return [];
  const id = `v${current.number}${approvedBy('therapist') ? '-approved' : ''}`;
  return [{ id, text: id, plan: planText(current.items, words) }];
}

function proposalInput(proposal: Proposal, words: PlanWords): ProposalInput {
  const answers = proposal.remarks.filter(({ by }) => by === 'therapist');
  const answered = proposal.remarks.at(-1)?.by === 'therapist';
  const change = proposal.change as Exclude<Change, { do: 'ask' }>;
  return {
    id: `${proposal.id}-r${answers.length}`,
    text: proposal.id,
    proposal: proposal.id,
    change: change.do,
    name: (change.do === 'add' ? change.item : change.before).text,
    line: change.do === 'add' ? '' : lineText(change.before, words),
    suggestion: change.do === 'add' ? lineText(change.item, words) : change.do === 'change' ? lineText(change.after, words) : '',
    reason: proposal.reason,
    replied: answered ? 'yes' : 'no',
    answer: answered ? proposal.remarks.at(-1)!.text : '',
  };
}

const lineText = (item: PlanItem, words: PlanWords): string => words.line(item);

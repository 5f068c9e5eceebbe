import { pickedId } from '../core/conversation/answer.ts';
import { act, type PlanAct, type Refusal } from '../core/plan/act.ts';
import { newsOf } from '../core/plan/news.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import { agreed, statusOf } from '../core/plan/status.ts';
import type { ProposalInput } from '../core/review/review-inputs.ts';
import { fill } from '../core/flow/wording.ts';
import type { ClientNotice } from '../core/notices.ts';
import { loadPlan, plansOfClient, savePlan, type StoredPlan } from '../store/plans.ts';
import { isHeld } from '../store/safety-alerts.ts';
import type { App } from './app.ts';
import { auditPlan, tell } from './change-plan.ts';
import type { Consequences, EffectContext, TurnAtHand } from './effects.ts';

/** Somebody changed the plan between this turn's reading and its saving: nothing is saved and the turn is taken again. */
export class PlanMovedOn extends Error {}

/** The client's plan during one turn: loaded when it is first needed, changed in memory, saved with the turn. */
export class PlanInReview {
  private readonly app: App;
  private readonly atHand: TurnAtHand;
  private stored: StoredPlan | null | undefined;
  private after: TreatmentPlan | undefined;

  constructor(app: App, atHand: TurnAtHand) {
    this.app = app;
    this.atHand = atHand;
  }

  async load(): Promise<StoredPlan | null> {
    if (this.stored !== undefined) return this.stored;
    const { prisma } = this.app.store;
    const [summary] = await plansOfClient(prisma, this.atHand.read.client!.id);
    this.stored = summary ? await loadPlan(prisma, summary.id) : null;
    this.after = this.stored?.plan;
    return this.stored;
  }

  get becameAgreed(): boolean {
    return !!this.stored && !!this.after && !agreed(this.stored.plan) && agreed(this.after);
  }

  get current(): TreatmentPlan {
    return this.after!;
  }

  /** Null when it was taken; else why not. */
  try(what: PlanAct): Refusal | null {
    const by = { party: 'client', person: this.atHand.read.client!.id } as const;
    const result = act(this.after!, by, what, this.atHand.now.toISOString(), { held: this.atHand.words.values.held === 'yes' });
    if (!result.ok) return result.refusal;
    this.after = result.plan;
    return null;
  }

  saveInto(out: Consequences): void {
    const { stored, after } = this;
    if (!stored || !after || stored.plan.revision === after.revision) return;
    // The therapist hears of the client's answers once, at the end of the review, not after each of them.
    const news = newsOf(stored.plan, after, 'client').filter((each) => each !== 'client-answered');
    if (news.includes('agreed')) out.events.push('plan-agreed');
    const approves = after.approvals.length > stored.plan.approvals.length;
    out.writes.unshift(async (tx) => {
      if (approves && await isHeld(tx, stored.clientId)) throw new PlanMovedOn('an alert was opened');
      const outcome = await savePlan(tx, stored.plan, after, statusOf(after), this.atHand.now);
      if (outcome === 'stale') throw new PlanMovedOn('the plan moved on');
      await auditPlan(tx, stored, after, { by: { party: 'client', person: stored.clientId }, action: 'answered', agreed: news.includes('agreed') }, this.atHand.now);
      for (const account of await tell(this.app, tx, stored, after, news, this.atHand.now)) out.alsoDeliver.add(account);
    });
  }
}

const itemOf = <T>(list: string, { turn, answer }: EffectContext): T | undefined =>
  ((turn.state.context.inputs[list] ?? []) as (T & { id: string })[]).find(({ id }) => id === answer!.item);

/** Yes, not for me, or let us talk about it. A skip leaves the suggestion open and is not asked again. */
export async function answerProposal(context: EffectContext): Promise<void> {
  const { plan, answer } = context;
  const input = itemOf<ProposalInput>('proposals', context);
  const picked = pickedId(answer!.value);
  if (!input || picked === null || !(await plan.load())) return;
  refused(context, plan.try({ do: 'decide', proposal: input.proposal, decision: picked as 'accept' | 'decline' | 'discuss' }));
}

/** Words about a suggestion, or the answer to a question: both are remarks to the therapist. */
export async function sayAboutProposal(context: EffectContext): Promise<void> {
  const { plan, answer } = context;
  const proposal = itemOf<ProposalInput>('proposals', context)?.proposal ?? itemOf<{ id: string }>('questions', context)?.id;
  if (!proposal || typeof answer!.value !== 'string' || !(await plan.load())) return;
  refused(context, plan.try({ do: 'reply', proposal, text: answer!.value }));
}

/** The yes to the whole plan names the version that stood in the question, never a newer one. */
export async function approvePlan(context: EffectContext): Promise<void> {
  const { plan, answer } = context;
  if (pickedId(answer!.value) !== 'approve' || !(await plan.load())) return;
  const number = Number(/^v(\d+)/.exec(answer!.item ?? '')?.[1]);
  const version = plan.current.versions.find((each) => each.number === number);
  if (version) refused(context, plan.try({ do: 'approve', version: version.number, hash: version.hash }));
}

/** Tells the client, in the same turn, that what they answered no longer fits, and that nothing was taken over. */
export function refused({ app, out, words }: EffectContext, refusal: Refusal | null): void {
  if (!refusal) return;
  const what: ClientNotice = refusal.code === 'already-decided' ? 'already-settled'
    : refusal.code === 'held-for-safety' ? 'held-for-safety' : 'changed-meanwhile';
  const notices = app.flows.notices[words.wording.language]!;
  out.refused = true;
  out.outbound.push({ text: fill(notices.client[what], notices.language, words.values) });
}

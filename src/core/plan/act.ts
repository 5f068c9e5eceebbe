import { approve, declinePlan, reopenPlan } from './approve.ts';
import { decide, reply, withdraw } from './decide.ts';
import { closePlan, keepPlan, revisitPlan } from './keep.ts';
import { proposeEdit, proposeNewItem, proposeQuestion, proposeRemoval, sendDrafted } from './propose.ts';
import { changed, refused, unchanged } from './result.ts';
import type { GoalEnd, Party, PlanItem, TreatmentPlan } from './plan.ts';
import type { DiffLine } from './diff.ts';

/** Everything either side can do to a plan. Items and proposals are named by id, as the person saw them in version `seen`. */
export type PlanAct =
  /** The therapist has the plan in front of them. Whatever else they do to it says so too. */
  | { do: 'open' }
  /**
   * Drafted until `send`; with `send: true` it goes to the other side at once. `goal` as in PlanItem.
   * The therapist gives a reason to every suggestion, because the client is shown one; a client may leave it empty.
   */
  | { do: 'add'; item: NewItem; reason: string; seen: number; send: boolean }
  /** `item` may also be a line that the other side suggests adding: this then is the counter-suggestion. */
  | { do: 'change'; item: string; to: ItemEdit; reason: string; seen: number; send: boolean }
  /** Removing a goal takes along the strategies and measures that serve it. */
  | { do: 'remove'; item: string; reason: string; seen: number; send: boolean }
  | { do: 'ask'; item?: string; question: string; seen: number; send: boolean }
  /** All drafted proposals of this party become open. */
  | { do: 'send' }
  /** Takes back a drafted or open proposal of one's own. */
  | { do: 'withdraw'; proposal: string }
  /** A question is accepted only with a remark, which answers it. */
  | { do: 'decide'; proposal: string; decision: 'accept' | 'decline' | 'discuss'; remark?: string }
  /** Words about a proposal or question, by either side. The asked side's words on a question answer it. */
  | { do: 'reply'; proposal: string; text: string }
  | { do: 'approve'; version: number; hash: string }
  /** The plan as a whole; the therapist's alone, as is reopening. */
  | { do: 'decline'; reason: string }
  | { do: 'reopen' }
  /**
   * At a look at the whole plan: it stays as it is, with another day for the next look. Makes the version that says so and is
   * one's yes to it; the other side's is still needed.
   */
  | { do: 'keep'; seen: number; on: string }
  /** The therapist opens an agreed or closed plan again, and says why: every line is up for change, and needs both yeses anew. */
  | { do: 'revisit'; why: RevisitReason; words: string }
  /** The work is done: what became of each goal, and the therapist's words at the end. `words` of a goal are the client's own. */
  | { do: 'close'; seen: number; goals: { item: string; ended: GoalEnd; words?: string }[]; words: string };

export const revisitReasons = ['relapse', 'crisis', 'achieved', 'progress', 'review', 'other'] as const;
export type RevisitReason = (typeof revisitReasons)[number];

export type NewItem = Omit<PlanItem, 'id'>;
export type ItemEdit = Partial<Pick<PlanItem, 'text' | 'baseline' | 'target' | 'on' | 'ended' | 'endedWords'>>;

/** Why an act was not taken. Nothing has changed; the person is told what did, and keeps their words. */
export type Refusal =
  /** The line, proposal or version is no longer what they saw; `since` says what changed. */
  | { code: 'changed-since'; since: DiffLine[]; revision: number }
  | { code: 'already-decided'; proposal: string }
  | { code: 'open-proposals'; count: number }
  /**
   * not-yours: for the other side to do. not-found: no such line, proposal or version, or not theirs to see.
   * empty: no words, or an edit that changes nothing. out-of-range: a rating outside 0–10, a date that is past or no date,
   * a field that this kind of line does not have, a second review date. declined: the plan was declined or closed, and waits to be reopened.
   * held-for-safety: danger was heard from the client, and no plan is approved until a therapist has looked after them.
   */
  | { code: 'not-yours' | 'not-found' | 'empty' | 'too-long' | 'out-of-range' | 'declined' | 'nothing-to-send' | 'held-for-safety' };

export type ActResult = { ok: true; plan: TreatmentPlan } | { ok: false; refusal: Refusal };

export type Actor = { party: Party; person: string };

/** What can still be done to a plan that was declined or closed as a whole. */
const ON_DECLINED: ReadonlySet<PlanAct['do']> = new Set(['open', 'reply', 'withdraw', 'reopen', 'revisit']);

/**
 * One act of one party, at `now` (ISO instant): the plan after it, or why it was refused. Pure; a refused act leaves the
 * plan as it was. The plan that comes back has the next revision, or the same one when there was nothing to change:
 * save it only over the revision it was made from, else read again and act again. `held`: a safety alert of the client is
 * open; everything but approving goes on as usual.
 */
export function act(plan: TreatmentPlan, by: Actor, what: PlanAct, now: string, { held = false }: { held?: boolean } = {}): ActResult {
  if (held && saysYes(what)) return refused({ code: 'held-for-safety' });
  if ((plan.declined || plan.closed) && !ON_DECLINED.has(what.do)) return refused({ code: 'declined' });
  const result = perform(plan, by, what, now);
  if (!result.ok || result.plan === plan || by.party !== 'therapist') return result;
  return { ok: true, plan: { ...result.plan, openedAt: plan.openedAt ?? now } };
}

/** Whether an act is somebody's yes to the whole plan. */
export const saysYes = ({ do: what }: PlanAct): boolean => what === 'approve' || what === 'keep';

function perform(plan: TreatmentPlan, by: Actor, what: PlanAct, now: string): ActResult {
  switch (what.do) {
    case 'open':
      if (by.party !== 'therapist') return refused({ code: 'not-yours' });
      return plan.openedAt === undefined ? changed(plan) : unchanged(plan);
    case 'add': return proposeNewItem(plan, by.party, what, now);
    case 'change': return proposeEdit(plan, by.party, what, now);
    case 'remove': return proposeRemoval(plan, by.party, what, now);
    case 'ask': return proposeQuestion(plan, by.party, what, now);
    case 'send': return sendDrafted(plan, by.party, now);
    case 'withdraw': return withdraw(plan, by.party, what.proposal, now);
    case 'decide': return decide(plan, by.party, what, now);
    case 'reply': return reply(plan, by.party, what, now);
    case 'approve': return approve(plan, by, what, now);
    case 'decline': return declinePlan(plan, by, what.reason, now);
    case 'reopen': return reopenPlan(plan, by, now);
    case 'keep': return keepPlan(plan, by, what, now);
    case 'revisit': return revisitPlan(plan, by, what, now);
    case 'close': return closePlan(plan, by, what, now);
  }
}

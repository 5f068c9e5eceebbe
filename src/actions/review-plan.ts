import type { Picked } from '../core/conversation/answer.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import type { livingEffects } from '../core/living/lend.ts';
import { nextReviewOn, REVIEW_TIME } from '../core/living/review-dates.ts';
import { addDays, dayAt, timeOn } from '../core/living/rhythm.ts';
import { dateInWords } from '../core/dates-in-words.ts';
import { dayOf } from '../core/plan/dates.ts';
import type { GoalEnd, PlanItem, TreatmentPlan } from '../core/plan/plan.ts';
import { agreed } from '../core/plan/status.ts';
import { currentVersion, reviewOn } from '../core/plan/versions.ts';
import { agreements } from '../core/progress/agreements.ts';
import { planText } from '../core/review/plan-text.ts';
import { planWords } from '../core/review/plan-words.ts';
import { canonicalJson } from '../core/content-hash.ts';
import { setAside } from '../store/conversations.ts';
import { schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { loadPlan } from '../store/plans.ts';
import { openReview, sayInReview, settleReview, unsettledReview, type ReviewWish, type ReviewWords } from '../store/reviews.ts';
import type { App } from './app.ts';
import { beginTalk, openTalk, type FullClient, type Talk } from './begin-talk.ts';
import { changePlan, type PlanChanged } from './change-plan.ts';
import { CHECK_IN_FLOW } from './check-in.ts';
import type { Performer } from './effects.ts';
import { notifyTherapist } from './notify.ts';
import { goalInputs } from './plan-inputs.ts';
import { refused } from './review-in-chat.ts';
import { RHYTHM_FLOW } from './rhythm.ts';
import type { DueHandler } from './run-due.ts';
import { mayWriteFirst } from './write-first.ts';

export const PLAN_LOOK_FLOW = 'review';

const WEEK_MS = 7 * 86_400_000;

/** The day of the look at a plan has come: its client is asked in the chat what should become of it. */
export const openPlanReview: DueHandler = async (app, tx, { about: planId }, now) => {
  const stored = await loadPlan(tx, planId);
  if (!stored || stored.plan.closed || stored.plan.declined) return {};
  const { clientId, practiceId, plan } = stored;
  // While the two are talking about the plan anyway, there is nothing to ask; when they agree again, this is due anew.
  if (!agreed(plan)) return {};
  const may = await mayWriteFirst(app, tx, clientId, now, { over: [CHECK_IN_FLOW, RHYTHM_FLOW, PLAN_LOOK_FLOW] });
  if (!may.reached) return { again: may.later ?? new Date(now.getTime() + WEEK_MS) };
  const { client, account, timeZone, open } = may.reached;
  const on = reviewOn(currentVersion(plan).items);
  const today = dayAt(now, timeZone);
  if (!on) return {};
  if (on > today) return { again: timeOn(on, REVIEW_TIME, timeZone) };
  if (await unsettledReview(tx, planId)) return {};
  const talk = lookTalk(app, client, plan, today, now);
  // A check-in that was left gives way, as it would to the next one.
  for (const left of open.filter(({ flow }) => flow === CHECK_IN_FLOW)) await setAside(tx, left.id);
  const id = await openTalk(tx, talk, client, now);
  await openReview(tx, { id, practiceId, clientId, planId, on }, now);
  await enqueueOutbound(tx, { accountId: account.id, conversationId: id, bodies: talk.outbound }, now);
  return { deliver: [account.id] };
};

function lookTalk(app: App, client: FullClient, plan: TreatmentPlan, today: string, now: Date): Talk {
  const { number, items } = currentVersion(plan);
  const nextOn = proposedNext(plan, today);
  const inputs: Inputs = {
    planText: planText(withoutRatings(items), planWords(app.flows.notices[client.language]!)),
    next: dateInWords(nextOn, client.language), nextOn, version: number, goals: goalInputs(items, []),
  };
  return beginTalk(app, PLAN_LOOK_FLOW, inputs, client, now);
}

/** A plan says how close a goal felt when it was made; half a year later that is not how it feels today. */
export const withoutRatings = (items: PlanItem[]): PlanItem[] => items.map(({ baseline: _, target: __, ...item }) => item);

/** The day for the next look, when the plan is kept today: as far away as this one was. */
export function proposedNext(plan: TreatmentPlan, today: string): string {
  const { items, at } = currentVersion(plan);
  const agreedOn = dayOf(agreements(plan).at(-1)?.at ?? at);
  return nextReviewOn({ agreedOn, on: reviewOn(items) ?? addDays(agreedOn, 182), today });
}

/** Once a plan is agreed its next look is due; one that was open has come to its outcome. In the transaction of the change. */
export async function planReviewMoved(tx: Db, { practiceId, plan: before }: { practiceId: string; plan: TreatmentPlan }, after: TreatmentPlan, timeZone: string, now: Date): Promise<void> {
  const open = await unsettledReview(tx, after.id);
  if (after.closed) {
    if (open) await settleReview(tx, open.id, 'close', now);
    return;
  }
  const { items } = currentVersion(after);
  const on = reviewOn(items);
  if (!agreed(after) || !on) return;
  if (open && on > open.on) {
    const earlier = agreements(before).at(-1)?.version.items;
    await settleReview(tx, open.id, earlier && sameButDay(earlier, items) ? 'keep' : 'change', now);
  }
  await schedule(tx, { practiceId, kind: 'plan-review', about: after.id, at: timeOn(on, REVIEW_TIME, timeZone) });
}

const sameButDay = (one: PlanItem[], other: PlanItem[]): boolean => {
  const withoutDay = (items: PlanItem[]) => canonicalJson(items.map(({ on: _, ...item }) => item));
  return withoutDay(one) === withoutDay(other);
};

export interface Closing {
  /** The version the therapist sees. */
  seen: number;
  goals: { item: string; ended: GoalEnd }[];
  /** The therapist's, for the client to keep. */
  words: string;
}

/**
 * The therapist closes a plan. What the client said of each goal in the review goes into the last version in their own words, and
 * the client gets the summary. Null for a plan that is not there.
 */
export async function closePlan(app: App, planId: string, therapistId: string, { seen, goals, words }: Closing): Promise<PlanChanged | null> {
  const said = (await unsettledReview(app.store.prisma, planId))?.words.goals ?? [];
  const withWords = goals.map((goal) => ({ ...goal, words: said.find(({ item }) => item === goal.item)?.words }));
  return changePlan(app, planId, { party: 'therapist', person: therapistId }, {
    do: 'close', seen, words, goals: withWords.map(({ words: own, ...goal }) => (own ? { ...goal, words: own } : goal)),
  });
}

type ReviewEffect = Extract<(typeof livingEffects)[number], 'review-said' | 'review-change' | 'review-words' | 'review-over'>;

export const reviewPerformers: Record<ReviewEffect, Performer> = {
  async 'review-said'(context) {
    const { out, plan, turn, read, answer, now } = context;
    const said = (answer!.value as Picked | null) as { choice: ReviewWish } | null;
    if (!said) return;
    out.writes.push((tx, id) => sayInReview(tx, { id, clientId: read.client!.id }, { said: said.choice }, now));
    if (said.choice !== 'keep' || !(await plan.load())) return;
    const { version, nextOn } = turn.state.context.inputs as { version: number; nextOn: string };
    refused(context, plan.try({ do: 'keep', seen: version, on: nextOn }));
  },
  async 'review-change'(context) {
    const { plan, turn, answer } = context;
    if (typeof answer!.value !== 'string' || !(await plan.load())) return;
    refused(context, plan.try({ do: 'ask', question: answer!.value, seen: turn.state.context.inputs.version as number, send: true }));
  },
  'review-words'({ out, turn, read, now }) {
    const words = wordsIn(Object.values(turn.state.context.answers));
    out.writes.push((tx, id) => sayInReview(tx, { id, clientId: read.client!.id }, { words }, now));
  },
  async 'review-over'({ out, read, turn, plan, now }) {
    out.goOn = true;
    const { look } = turn.state.context.answers;
    const { therapist } = read;
    if (!look?.value || !therapist) return;
    const planId = (await plan.load())?.plan.id;
    out.writes.push(async (tx) => {
      for (const account of await notifyTherapist(tx, therapist.id, 'client-reviewed', planId, now)) out.alsoDeliver.add(account);
    });
  },
};

/** What the client has said of each goal, and of the whole. */
function wordsIn(answers: { step: string; item?: string; value: unknown }[]): ReviewWords {
  const goals = new Map<string, ReviewWords['goals'][number]>();
  for (const { step, item, value } of answers) {
    if (!item || value === null) continue;
    const said = step === 'ended' ? { ended: (value as { choice: GoalEnd }).choice } : { words: value as string };
    goals.set(item, { item, ...goals.get(item), ...said });
  }
  const lookBack = answers.find(({ step }) => step === 'look-back')?.value;
  return { goals: [...goals.values()], ...(typeof lookBack === 'string' && { lookBack }) };
}


import { randomUUID } from 'node:crypto';
import type { Answer } from '../core/conversation/answer.ts';
import { draftPlan } from '../core/plan/draft.ts';
import { newPlan } from '../core/plan/new-plan.ts';
import { statusOf } from '../core/plan/status.ts';
import { audit } from '../store/audit.ts';
import type { Db } from '../store/open-store.ts';
import { createPlan } from '../store/plans.ts';
import { holdDraft, isHeld } from '../store/safety-alerts.ts';
import type { App } from './app.ts';
import { PlanMovedOn, type EffectContext } from './effects.ts';
import { notifyTherapist } from './notify.ts';
import { remindLater } from './remind.ts';

/** What a draft is made from. */
export interface FinishedIntake {
  conversationId: string;
  clientId: string;
  answers: Answer[];
  language: string;
  practice: { id: string; reviewMonths: number };
  therapist: { id: string; orientations: string[] };
}

/**
 * The intake is sent: its answers become the first draft, and the therapist gets a link. Both belong to the save of the
 * turn. While a safety alert of the client is open the draft waits, and is made when the alert is cleared.
 */
export function draftFromIntake({ app, out, read, turn, words, now }: EffectContext): void {
  const clientId = read.client!.id;
  // What the client is told in this turn was worded with this; when it is not so any more, the turn is taken anew.
  if (words.values.held === 'yes') {
    out.writes.push(async (tx, conversationId) => {
      if (!(await holdDraft(tx, clientId, conversationId))) throw new PlanMovedOn('the alert was cleared');
    });
    return;
  }
  const intake = {
    clientId, answers: Object.values(turn.state.context.answers), language: words.wording.language,
    practice: read.practice!, therapist: read.therapist!,
  };
  out.writes.push(async (tx, conversationId) => {
    if (await isHeld(tx, clientId)) throw new PlanMovedOn('an alert was opened');
    for (const account of await draftInto(app, tx, { ...intake, conversationId }, now)) out.alsoDeliver.add(account);
  });
  out.events.push('plan-drafted');
}

/** Makes the draft and tells the therapist. Returns the accounts to deliver to. */
export async function draftInto(app: App, tx: Db, { conversationId, clientId, answers, language, practice, therapist }: FinishedIntake, now: Date): Promise<string[]> {
  const { library, goalWording, cues } = app.flows.knowledge[language]!;
  const draft = draftPlan({
    answers, library, goalWording, cues,
    orientations: therapist.orientations,
    today: now.toISOString().slice(0, 10),
    reviewMonths: practice.reviewMonths,
  });
  const plan = newPlan(randomUUID(), draft, now.toISOString());
  await createPlan(tx, plan, { practiceId: practice.id, clientId, therapistId: therapist.id, conversationId }, statusOf(plan), now);
  await audit(tx, { practiceId: practice.id, by: { actor: 'cairn' }, action: 'plan.drafted', clientId, subject: { plan: plan.id, conversation: conversationId } }, now);
  await remindLater(app, tx, { practiceId: practice.id, therapistId: therapist.id }, now);
  return notifyTherapist(tx, therapist.id, 'plan-drafted', plan.id, now);
}

import { randomUUID } from 'node:crypto';
import { draftPlan } from '../core/plan/draft.ts';
import { newPlan } from '../core/plan/new-plan.ts';
import { statusOf } from '../core/plan/status.ts';
import { createPlan } from '../store/plans.ts';
import type { EffectContext } from './effects.ts';
import { notifyTherapist } from './notify.ts';

/** The intake is sent: its answers become the first draft, and the therapist gets a link. Both belong to the save of the turn. */
export function draftFromIntake({ app, out, read, turn, words, now }: EffectContext): void {
  const therapist = read.therapist!;
  const { library, goalWording, cues } = app.flows.knowledge[words.wording.language]!;
  const draft = draftPlan({
    answers: Object.values(turn.state.context.answers),
    library, goalWording, cues,
    orientations: therapist.orientations,
    today: now.toISOString().slice(0, 10),
    reviewMonths: read.practice!.reviewMonths,
  });
  const plan = newPlan(randomUUID(), draft, now.toISOString());
  const owners = { practiceId: read.practice!.id, clientId: read.client!.id, therapistId: therapist.id };
  out.writes.push(async (tx, conversationId) => {
    await createPlan(tx, plan, { ...owners, conversationId }, statusOf(plan), now);
    for (const account of await notifyTherapist(tx, therapist.id, 'plan-drafted', plan.id, now)) out.alsoDeliver.add(account);
  });
  out.events.push('plan-drafted');
}

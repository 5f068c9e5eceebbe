import type { ConversationState } from '../core/conversation/state.ts';
import { isOver } from '../core/conversation/state.ts';
import { mayAsk } from '../store/consents.ts';
import { newestSetAside, takeUpAgain } from '../store/conversations.ts';
import { plansOfClient } from '../store/plans.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { INTAKE_FLOW } from './begin-intake.ts';
import type { EffectContext } from './effects.ts';
import type { ShelvedFlow } from './flow-shelf.ts';

export const CONSENT_FLOW = 'consent-again';

/** What a client without a conversation is met with: the intake, or, after they took their consent back, the question for it. */
export const openingFlow = async (app: App, { client }: Pick<TurnRead, 'client'>): Promise<ShelvedFlow> =>
  app.shelf.current(client && !(await mayAsk(app.store.prisma, client.id)) ? CONSENT_FLOW : INTAKE_FLOW);

/** Consent was given again: the intake that was set aside goes on where it was, and so does the plan. */
export async function takeUp({ app, out, read }: EffectContext): Promise<void> {
  const { prisma } = app.store;
  const clientId = read.client!.id;
  const intake = await newestSetAside(prisma, clientId, INTAKE_FLOW);
  const [plan] = await plansOfClient(prisma, clientId);
  if (plan) out.reviewOf = plan.id;
  if (!intake) return;
  const over = isOver((await app.shelf.byHash(intake.flowHash)).flow, intake.snapshot as ConversationState);
  out.goOn = !over;
  out.writes.push(async (tx, conversationId) => {
    await takeUpAgain(tx, intake.id, over ? 'finished' : 'open');
    // What is said once everything is over is said by the intake, as before.
    await tx.conversation.update({ where: { id: conversationId }, data: { state: 'set-aside' } });
  });
}

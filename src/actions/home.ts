import type { Home, Sender } from '../channels/channel.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { questionAt } from '../core/conversation/state.ts';
import { Voice } from '../core/conversation/voice.ts';
import type { ChatNotice } from '../core/notices.ts';
import type { PlanStatus } from '../core/plan/plan.ts';
import { visibleTo } from '../core/plan/visible.ts';
import { statusOf } from '../core/plan/status.ts';
import { currentVersion } from '../core/plan/versions.ts';
import { planSections } from '../core/review/plan-text.ts';
import { planWords } from '../core/review/plan-words.ts';
import { loadPlan, plansOfClient } from '../store/plans.ts';
import { readTurn, type TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { chatText } from './say-aside.ts';
import { plansWaitingFor } from './therapist-chat.ts';
import { linkForClient } from './word-notice.ts';
import { wordsFor } from './words-for.ts';

const byStatus: Record<PlanStatus, ChatNotice> = {
  draft: 'home-draft', 'in-review': 'home-in-review', 'with-client': 'home-with-client', agreed: 'home-agreed', declined: 'home-declined', closed: 'home-closed',
};

/** What a page of a platform's own shows of a person: where things stand, and their plan. Null for somebody nobody knows. */
export async function openHome(app: App, sender: Sender): Promise<Home | null> {
  const { prisma } = app.store;
  const read = await readTurn(app.store, sender, '');
  const { account, client, practice, therapist } = read;
  if (account?.therapistId) {
    const { language } = await prisma.therapist.findUniqueOrThrow({ where: { id: account.therapistId }, select: { language: true } });
    return { standing: chatText(app, language, 'home-therapist', { waiting: await plansWaitingFor(app, account.therapistId) }), plan: [] };
  }
  if (!account || !client) return null;
  const { language } = client;
  const [summary] = await plansOfClient(prisma, client.id);
  const stored = summary && await loadPlan(prisma, summary.id);
  if (!stored) return { standing: await standingOf(app, read), plan: [] };
  const url = await linkForClient(app, account.id, '/my-plan');
  const notices = app.flows.notices[language]!;
  return {
    standing: chatText(app, language, byStatus[statusOf(stored.plan)], { therapist: therapist?.name ?? practice!.name }),
    plan: planSections(currentVersion(visibleTo(stored.plan, 'client')).items, planWords(notices)),
    ...(url && { link: { label: notices.client['plan-link'], url } }),
  };
}

/** Before there is a plan: how far along they are. */
async function standingOf(app: App, { conversation, client, practice, therapist }: TurnRead): Promise<string> {
  const { language } = client!;
  if (!conversation) return chatText(app, language, 'home-begin');
  const flow = await app.shelf.byHash(conversation.flowHash);
  const state = conversation.snapshot as ConversationState;
  const voice = new Voice(flow.flow, wordsFor(app, { flow, language: conversation.language }, { practice: practice!, client, therapist }));
  const step = questionAt(flow.flow, state)?.id ?? state.context.resumeAt?.step;
  const { progress } = step ? voice.shownProgress(step) : {};
  return progress ? chatText(app, language, 'home-at', progress) : chatText(app, language, 'home-over');
}

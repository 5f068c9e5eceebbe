import { randomUUID } from 'node:crypto';
import type { ListItem } from '../core/conversation/answer.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { beginConversation, takeTurn } from '../core/conversation/take-turn.ts';
import type { Turn, World } from '../core/conversation/turn.ts';
import { isOver } from '../core/conversation/state.ts';
import { planWords } from '../core/review/plan-words.ts';
import { reviewInputs } from '../core/review/review-inputs.ts';
import { CairnError } from '../errors.ts';
import { mayAsk } from '../store/consents.ts';
import { openConversation } from '../store/conversations.ts';
import { loadPlan } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { heldSpans } from '../store/safety-alerts.ts';
import { saveSystemTurn } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { bodiesOf } from './begin-talk.ts';
import { deliverSaved } from './deliver.ts';
import { clientAccount } from './notify.ts';
import { wordsFor } from './words-for.ts';

export const REVIEW_FLOW = 'plan-review';

/**
 * Brings the client's chat in line with their plan: opens a plan review when there is something to ask, or brings an
 * open one up to date. Does nothing when there is nothing new, so it may be called at any time and more than once.
 */
export async function offerReview(app: App, clientId: string, planId: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await tryOffer(app, clientId, planId)) return;
  }
  throw new CairnError('conflict', 'A review kept changing while it was being brought up to date.');
}

/** True when nothing is left to do; false when somebody was faster and it has to be looked at again. */
async function tryOffer(app: App, clientId: string, planId: string): Promise<boolean> {
  const { prisma } = app.store;
  const now = app.now();
  const account = await clientAccount(prisma, clientId);
  const client = await findClient(prisma, clientId);
  const open = await openConversation(prisma, clientId, REVIEW_FLOW);
  if (!(await mayAsk(prisma, clientId))) return true;
  const spans = await heldSpans(prisma, clientId);
  const held = spans.some(({ to }) => to === null);
  const answers = await prisma.answer.findMany({ where: { conversation: { clientId, flow: REVIEW_FLOW } }, select: { key: true, at: true } });
  // Whatever was said to the whole plan while it was held was not taken over, and is asked again.
  const asked = answers.filter(({ key, at }) => !key.startsWith('approve@') || !spans.some(({ from, to }) => at >= from && (to === null || at <= to)));
  // The plan is read last: a review that somebody brought further meanwhile is found stale, never taken back to an older plan.
  const stored = await loadPlan(prisma, planId);
  if (!stored || !account || !client) return true;
  const seal = await prisma.vault.ofClient(prisma, clientId);
  const language = open?.language ?? client.language;
  // A declined plan asks nothing of anybody; what is open in it waits until it is reopened.
  const plan = stored.plan.declined ? { ...stored.plan, proposals: [] } : stored.plan;
  const all = reviewInputs(plan, planWords(app.flows.notices[language]!), new Set(asked.map(({ key }) => key)));
  const inPlay = ((open?.snapshot as ConversationState | undefined)?.context.inputs.approvals ?? []) as ListItem[];
  // Nobody is asked for a yes that could not be taken; the question that is open already stays, so that it is answered kindly.
  const inputs = held ? { ...all, approvals: all.approvals.filter(({ id }) => inPlay.some((each) => each.id === id)) } : all;
  const ids = [...inputs.proposals, ...inputs.questions, ...inputs.approvals].map(({ id }) => id);
  const flow = open ? await app.shelf.byHash(open.flowHash) : app.shelf.current(REVIEW_FLOW);
  const world: World = { now: now.toISOString(), lastTurnAt: open?.lastTurnAt.toISOString() ?? null, words: wordsFor(app, { flow, language }, { practice: client.practice, therapist: client.therapist, client }) };

  const save = async (turn: Turn, id: string, version: number, opens: boolean): Promise<boolean> => {
    const outbound = bodiesOf(turn);
    const saved = await saveSystemTurn(app.store, {
      accountId: account.id, seal, at: now, answers: turn.answers, outbound,
      conversation: {
        id, version, snapshot: turn.state, state: isOver(flow.flow, turn.state) ? 'finished' : 'open',
        ...(opens && { opens: { practiceId: client.practiceId, clientId, flow: REVIEW_FLOW, flowHash: flow.flow.hash, language, snapshot: turn.state, openedAt: now } }),
      },
    });
    if (saved.outcome === 'saved') app.inBackground('deliver', () => deliverSaved(app, { accountId: account.id, ...account, language }, outbound, saved));
    return saved.outcome === 'saved';
  };

  if (!open) {
    if (ids.length === 0) return true;
    return save(beginConversation(flow.flow, inputs, world), randomUUID(), 0, true);
  }
  const state = open.snapshot as ConversationState;
  const before = state.context.inputs as typeof inputs;
  const unanswered = [...before.proposals, ...before.questions, ...before.approvals].map(({ id }) => id).filter((id) => !Object.values(state.context.answers).some(({ item }) => item === id));
  if (sameIds(unanswered, ids)) return true;
  return save(takeTurn(flow.flow, state, { kind: 'refresh', inputs }, world), open.id, open.version, false);
}

const sameIds = (one: string[], other: string[]): boolean => one.length === other.length && one.every((id) => other.includes(id));

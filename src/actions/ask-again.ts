import { randomUUID } from 'node:crypto';
import { STOPPED } from '../core/flow/compile.ts';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { timeToAskAgain } from '../core/safety/ask-again.ts';
import { mayAsk } from '../store/consents.ts';
import { createConversation, lockConversations } from '../store/conversations.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { findClient } from '../store/practices.ts';
import { rhythmOf } from '../store/rhythms.ts';
import { newestTalk, setTalksAside, somethingWaits } from '../store/safety-talks.ts';
import { bodiesOf } from './begin-talk.ts';
import { clientAccount } from './notify.ts';
import type { DueHandler } from './run-due.ts';
import { toldTo } from './safety-talk.ts';
import { wordsFor } from './words-for.ts';
import { zoneOf } from './write-first.ts';

export const SAFETY_CHECK_FLOW = 'safety-check';

/** Somebody in the middle of a talk is not interrupted by another one. */
const JUST_NOW_MS = 3_600_000;

/**
 * About a day after words of danger the client is asked once more, in other words, whatever they answered then. Not when
 * they asked to be left alone ("stop"), took their consent back, or are writing just now.
 */
export const askAgain: DueHandler = async (app, tx, { about: clientId }, now) => {
  await lockConversations(tx, clientId);
  const client = await findClient(tx, clientId);
  const account = client && (await clientAccount(tx, clientId));
  const talk = client && (await newestTalk(tx, clientId));
  if (!account || !talk || !(await mayAsk(tx, clientId))) return {};
  const state = talk.snapshot as ConversationState;
  if (state.value === STOPPED) return {};
  if (now.getTime() - talk.lastTurnAt.getTime() < JUST_NOW_MS) return { again: timeToAskAgain(now, zoneOf(app, client, await rhythmOf(tx, clientId), now)) };

  const flow = app.shelf.current(SAFETY_CHECK_FLOW);
  const { language } = client;
  const { level, kind } = state.context.inputs;
  const inputs = {
    level, kind, asked: state.context.asked ?? {}, told: await toldTo(tx, clientId),
    waits: (await somethingWaits(tx, clientId)) ? 'yes' : 'no',
  };
  const turn = beginConversation(flow.flow, inputs, { now: now.toISOString(), lastTurnAt: null, words: wordsFor(app, { flow, language, inputs }, { ...client, client }) });
  const id = randomUUID();
  await setTalksAside(tx, clientId);
  await createConversation(tx, id, {
    practiceId: client.practiceId, clientId, flow: flow.flow.name, flowHash: flow.flow.hash, language, snapshot: turn.state, openedAt: now,
  }, await tx.vault.ofClient(tx, clientId));
  await enqueueOutbound(tx, { accountId: account.id, conversationId: id, bodies: bodiesOf(turn) }, now);
  return { deliver: [account.id] };
};

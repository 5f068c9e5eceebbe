import { randomUUID } from 'node:crypto';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { InboundMessage } from '../channels/channel.ts';
import { hear, type Heard } from '../core/safety/hear.ts';
import { createConversation } from '../store/conversations.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { recordDisclosure } from '../store/risk-disclosures.ts';
import type { App } from './app.ts';
import type { Consequences } from './effects.ts';
import { notifyTherapist } from './notify.ts';
import { wordsFor } from './words-for.ts';

export const SAFETY_FLOW = 'safety';

const rank = ['ask', 'concern', 'imminent'];

/** What is to be heard in a message; every text is read, in every state of every conversation, before anything else answers it. */
export const hearMessage = (app: App, content: InboundMessage['content']): Heard | null =>
  content.kind === 'text' ? hear(content.text, app.flows.screens) : null;

/**
 * The client has written something that may mean danger. Their answer is kept as any other, but what would have been said
 * next gives way to the safety conversation, which asks, shows who to call, and leads back when they want to. The
 * therapist is told without a word of it. In a safety conversation under way, that conversation answers by itself.
 */
export function answerDanger(app: App, heard: Heard, message: InboundMessage, read: TurnRead, now: Date, out: Consequences): void {
  const { client, practice, therapist, conversation, account, seal } = read;
  const under = conversation?.flow === SAFETY_FLOW && conversation.state === 'open';
  const before = under ? (conversation.snapshot as { context: { inputs: { level?: string } } }).context.inputs.level : undefined;
  out.writes.push((tx) => recordDisclosure(tx, {
    practiceId: practice!.id, clientId: client!.id, accountId: account!.id, messageId: message.messageId,
    level: heard.level, categories: heard.categories,
  }, now));
  if (therapist && (before === undefined || rank.indexOf(heard.level) > rank.indexOf(before))) {
    out.writes.push(async (tx) => {
      for (const other of await notifyTherapist(tx, therapist.id, 'risk-disclosed', undefined, now)) out.alsoDeliver.add(other);
    });
  }
  if (under) return;

  const flow = app.shelf.current(SAFETY_FLOW);
  const language = client!.language;
  const inputs = { level: heard.level, kind: heard.kind };
  const turn = beginConversation(flow.flow, inputs, {
    now: now.toISOString(), lastTurnAt: null,
    words: wordsFor(app, { flow, language, inputs }, { practice: practice!, client, therapist }),
  });
  out.outbound = turn.effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : []));
  out.writes.push(async (tx) => {
    await createConversation(tx, randomUUID(), {
      practiceId: practice!.id, clientId: client!.id, flow: SAFETY_FLOW, flowHash: flow.flow.hash, language,
      // A moment later than the conversation it comes before, so that it is the newest one open.
      snapshot: turn.state, openedAt: new Date(now.getTime() + 1),
    }, seal!);
  });
}

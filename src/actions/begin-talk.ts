import { randomUUID } from 'node:crypto';
import type { MessageBody } from '../core/conversation/message.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { Turn } from '../core/conversation/turn.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { createConversation, openConversation, setAside } from '../store/conversations.ts';
import type { Db } from '../store/open-store.ts';
import { findClient } from '../store/practices.ts';
import type { App } from './app.ts';
import { wordsFor } from './words-for.ts';

export type FullClient = NonNullable<Awaited<ReturnType<typeof findClient>>>;

/** A conversation that Cairn begins, ready to be written. */
export interface Talk {
  flow: { name: string; hash: string };
  language: string;
  state: ConversationState;
  /** What is said and asked first. */
  outbound: MessageBody[];
}

/** What a turn says, in order. */
export const bodiesOf = ({ effects }: Turn): MessageBody[] => effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : []));

/** The beginning of a conversation about a client's plan. Reads nothing and writes nothing. */
export function beginTalk(app: App, name: string, inputs: Inputs, client: FullClient, now: Date): Talk {
  const flow = app.shelf.current(name);
  const { language } = client;
  const words = wordsFor(app, { flow, language, inputs }, { practice: client.practice, therapist: client.therapist, client });
  const turn = beginConversation(flow.flow, inputs, { now: now.toISOString(), lastTurnAt: null, words, living: true });
  return {
    flow: flow.flow, language, state: turn.state,
    outbound: bodiesOf(turn),
  };
}

/**
 * Writes it, in a transaction that holds back the client's turns: it is the one they are in from now on. One of the same flow
 * that was left unfinished is put aside. Returns its id.
 */
export async function openTalk(tx: Db, { flow, language, state }: Talk, { id: clientId, practiceId }: { id: string; practiceId: string }, now: Date): Promise<string> {
  const left = await openConversation(tx, clientId, flow.name);
  if (left) await setAside(tx, left.id);
  const id = randomUUID();
  await createConversation(tx, id, {
    practiceId, clientId, flow: flow.name, flowHash: flow.hash, language, snapshot: state,
    // A moment later than any conversation it is laid over, so that it is the newest one open.
    openedAt: new Date(now.getTime() + 1),
  }, await tx.vault.ofClient(tx, clientId));
  return id;
}

import { randomUUID } from 'node:crypto';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import type { Told } from '../core/safety/alert.ts';
import { timeToAskAgain } from '../core/safety/ask-again.ts';
import type { Heard } from '../core/safety/hear.ts';
import { createConversation } from '../store/conversations.ts';
import { schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { rhythmOf } from '../store/rhythms.ts';
import { newestTalk, setTalksAside } from '../store/safety-talks.ts';
import type { App } from './app.ts';
import { bodiesOf } from './begin-talk.ts';
import { reachableFor } from './raise-alert.ts';
import { wordsFor, type People } from './words-for.ts';
import { zoneOf } from './write-first.ts';

export const SAFETY_FLOW = 'safety';

/** Within this time a talk about danger is the same one going on, and what was asked in it is not asked again at once. */
const SAME_TALK_MS = 6 * 3_600_000;

/** Who is spoken with. */
export interface TalkPeople extends People {
  practice: People['practice'] & { id: string; country: string | null };
  client: NonNullable<People['client']> & { id: string; country: string | null; language: string };
}

/** A talk about danger, ready to be written. */
export interface SafetyTalk {
  /** What is said first. */
  outbound: MessageBody[];
  /** In a transaction that holds back the client's other turns; false when somebody was faster, and it has to be prepared anew. */
  write(tx: Db, conversationId?: string): Promise<boolean>;
}

/**
 * The talk that begins when danger is heard. In one that is under way it begins anew at what was not asked yet, in other
 * words than before. `waits`: something else was going on, and comes back when they want to go on. Only reads.
 */
export async function prepareTalk(app: App, people: TalkPeople, heard: Pick<Heard, 'level' | 'kind'>, waits: boolean, now: Date): Promise<SafetyTalk> {
  const { prisma } = app.store;
  const { practice, client } = people;
  const earlier = await newestTalk(prisma, client.id);
  const state = earlier?.snapshot as ConversationState | undefined;
  const asked = state?.context.asked ?? {};
  const same = earlier?.flow === SAFETY_FLOW && now.getTime() - earlier.lastTurnAt.getTime() < SAME_TALK_MS;
  const timeZone = zoneOf(app, { ...client, practice }, await rhythmOf(prisma, client.id), now);
  const inputs = {
    level: heard.level, kind: heard.kind, asked,
    country: client.country, practiceCountry: practice.country,
    told: await toldTo(prisma, client.id),
    again: same ? 'yes' : 'no',
    askedDirectly: same && (asked['ask-directly'] ?? 0) > 0,
    // Words of danger instead of "yes, I am safe" are answer enough.
    near: same && (heard.level === 'imminent' || (earlier.state === 'open' && state?.value === 'safe-now')),
    waits: waits ? 'yes' : 'no',
  };
  const flow = app.shelf.current(SAFETY_FLOW);
  const { language } = client;
  const turn = beginConversation(flow.flow, inputs, {
    now: now.toISOString(), lastTurnAt: null, words: wordsFor(app, { flow, language, inputs }, people),
  });
  return {
    outbound: bodiesOf(turn),
    async write(tx, conversationId = randomUUID()) {
      await setTalksAside(tx, client.id);
      await schedule(tx, { practiceId: practice.id, kind: 'ask-again', about: client.id, at: timeToAskAgain(now, timeZone) });
      return createConversation(tx, conversationId, {
        practiceId: practice.id, clientId: client.id, flow: SAFETY_FLOW, flowHash: flow.flow.hash, language,
        // A moment later than the conversation it comes before, so that it is the newest one open.
        snapshot: turn.state, openedAt: new Date(now.getTime() + 1),
      }, await tx.vault.ofClient(tx, client.id));
    },
  };
}

/** Who gets the note, in the words of the flow: never more than is true. */
export async function toldTo(db: Db, clientId: string): Promise<Told | 'nobody'> {
  const [first] = await reachableFor(db, clientId);
  return first?.whom ?? 'nobody';
}

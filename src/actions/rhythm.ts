import type { Inputs } from '../core/flow/conditions.ts';
import { firstCheckIn, type Every, type Rhythm } from '../core/living/rhythm.ts';
import { rhythmIn } from '../core/living/lend.ts';
import { timeInWords } from '../core/living/times-of-day.ts';
import { cancel, schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { changeRhythm, rhythmOf, type ClientRhythm } from '../store/rhythms.ts';
import type { App } from './app.ts';
import { openTalk, beginTalk, type FullClient, type Talk } from './begin-talk.ts';
import type { EffectContext } from './effects.ts';
import type { DueHandler } from './run-due.ts';
import { mayWriteFirst, quietOf } from './write-first.ts';

export const RHYTHM_FLOW = 'rhythm';

/** The question how often to check in. */
export function rhythmTalk(app: App, client: FullClient, rhythm: ClientRhythm, occasion: 'agreed' | 'missed' | 'asked', now: Date): Talk {
  const quiet = quietOf(client.practice);
  const inputs: Inputs = {
    occasion, quiet, now: now.toISOString(),
    country: client.country ?? client.practice.country, knownZone: rhythm.timeZone, otherZone: app.timeZone,
    quietFrom: timeInWords(quiet.from, client.language), quietUntil: timeInWords(quiet.until, client.language),
  };
  return beginTalk(app, RHYTHM_FLOW, inputs, client, now);
}

/** A plan has been agreed: the client is offered a rhythm, unless they have chosen one before. */
export const offerRhythm: DueHandler = async (app, tx, { about: clientId }, now) => {
  const { every, offeredAt } = await rhythmOf(tx, clientId);
  if (every !== null || offeredAt) return {};
  const may = await mayWriteFirst(app, tx, clientId, now, { over: [RHYTHM_FLOW] });
  if (!may.reached) return may.later ? { again: may.later } : {};
  const { client, account, rhythm } = may.reached;
  const talk = rhythmTalk(app, client, rhythm, 'agreed', now);
  const id = await openTalk(tx, talk, client, now);
  await changeRhythm(tx, { practiceId: client.practiceId, clientId }, { offeredAt: now }, now);
  await enqueueOutbound(tx, { accountId: account.id, conversationId: id, bodies: talk.outbound }, now);
  return { deliver: [account.id] };
};

/** The rhythm that the answers of the conversation make takes the place of the one before. */
export function setRhythm({ out, read, turn, now }: EffectContext): void {
  const { every, weekday, time, timeZone } = rhythmIn(turn.state.context);
  const owner = { practiceId: read.practice!.id, clientId: read.client!.id };
  out.goOn = true;
  out.writes.push(async (tx) => {
    if (every === 'none' || every === null) return endCheckIns(tx, owner, now);
    const chosen: Rhythm = { every: every as Rhythm['every'], weekday, time, timeZone };
    await changeRhythm(tx, owner, { ...chosen, offeredAt: null }, now);
    await schedule(tx, { practiceId: owner.practiceId, kind: 'check-in', about: owner.clientId, at: firstCheckIn(chosen, now) });
  });
}

/** No check-ins from here on. The place of their clock stays known. */
export async function endCheckIns(tx: Db, owner: { practiceId: string; clientId: string }, now: Date): Promise<void> {
  await changeRhythm(tx, owner, { every: 'none' satisfies Every, offeredAt: null }, now);
  await cancel(tx, 'check-in', owner.clientId, now);
  await cancel(tx, 'offer-rhythm', owner.clientId, now);
}

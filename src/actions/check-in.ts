import type { Answer, Picked } from '../core/conversation/answer.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { dayAt, firstCheckIn, nextCheckIn, type Rhythm } from '../core/living/rhythm.ts';
import type { livingEffects } from '../core/living/lend.ts';
import { dateInWords } from '../core/dates-in-words.ts';
import { checkInsOf, finishCheckIn, markAnswered, missedInARow, noteInCheckIn, openCheckIn } from '../store/check-ins.ts';
import { dueAt, schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { loadPlan, plansOfClient, type StoredPlan } from '../store/plans.ts';
import { rateGoal, ratingsOf } from '../store/ratings.ts';
import { changeRhythm, rhythmOf, type ClientRhythm } from '../store/rhythms.ts';
import { openTalk, beginTalk, type FullClient, type Talk } from './begin-talk.ts';
import type { App } from './app.ts';
import type { Performer } from './effects.ts';
import { notifyTherapist } from './notify.ts';
import { goalInputs, linesInForce } from './plan-inputs.ts';
import { rhythmTalk, RHYTHM_FLOW } from './rhythm.ts';
import type { DueHandler } from './run-due.ts';
import { mayWriteFirst } from './write-first.ts';

export const CHECK_IN_FLOW = 'check-in';

/** So many check-ins in a row without an answer, and another rhythm is offered. */
const MISSED = 2;
const DAY_MS = 86_400_000;
/** Whoever has just looked by themselves is not asked again at once. */
const LOOKED_LATELY_MS = 2 * DAY_MS;

export const chosenRhythm = ({ every, weekday, time, timeZone }: ClientRhythm): Rhythm | null =>
  (every && every !== 'none' && weekday && time && timeZone ? { every, weekday, time, timeZone } : null);

/** The newest plan of a client that both have agreed to and that is not closed, with the lines that hold. */
export async function planInForce(db: Db, clientId: string): Promise<{ stored: StoredPlan; items: NonNullable<ReturnType<typeof linesInForce>> } | null> {
  for (const { id } of await plansOfClient(db, clientId)) {
    const stored = (await loadPlan(db, id))!;
    const items = linesInForce(stored.plan);
    if (items) return { stored, items };
  }
  return null;
}

/**
 * It is time for a client's check-in. One that was not answered gives way to it without a word. After two of them the client
 * is offered another rhythm, once, and then nothing comes until they write again.
 */
export const askCheckIn: DueHandler = async (app, tx, { about: clientId }, now) => {
  const may = await mayWriteFirst(app, tx, clientId, now, { over: [CHECK_IN_FLOW, RHYTHM_FLOW] });
  const rhythm = await rhythmOf(tx, clientId);
  const chosen = chosenRhythm(rhythm);
  if (!chosen) return {};
  const again = nextCheckIn(chosen, now);
  if (!may.reached) return { again: may.later && may.later < again ? may.later : again };
  const { client, account, heardAt } = may.reached;
  const force = await planInForce(tx, clientId);
  if (!force) return {};
  if (rhythm.offeredAt && (!heardAt || heardAt < rhythm.offeredAt)) return { again };
  const lastLook = (await checkInsOf(tx, clientId, { answered: true })).at(-1)?.answeredAt;
  if (lastLook && now.getTime() - lastLook.getTime() < LOOKED_LATELY_MS) return { again };
  const since = new Date(Math.max(rhythm.changedAt!.getTime(), rhythm.offeredAt?.getTime() ?? 0));
  const missed = await missedInARow(tx, clientId, since, MISSED);
  if (missed) await changeRhythm(tx, { practiceId: client.practiceId, clientId }, { offeredAt: now }, now);
  const talk = missed ? rhythmTalk(app, client, rhythm, 'missed', now) : await checkInTalk(app, tx, client, force, rhythm, { scheduled: true }, now);
  const id = await openTalk(tx, talk, client, now);
  if (!missed) await openCheckIn(tx, { id, practiceId: client.practiceId, clientId, planId: force.stored.plan.id, scheduled: true }, now);
  await enqueueOutbound(tx, { accountId: account.id, conversationId: id, bodies: talk.outbound }, now);
  return { deliver: [account.id], again };
};

/** A check-in about the goals of the plan that holds. */
export async function checkInTalk(app: App, db: Db, client: FullClient, { items }: { items: Parameters<typeof goalInputs>[0] }, rhythm: ClientRhythm, { scheduled }: { scheduled: boolean }, now: Date): Promise<Talk> {
  const chosen = chosenRhythm(rhythm);
  // A scheduled one is due again as its handler says; one they begin by themselves may take the place of the next.
  const at = chosen && (scheduled ? nextCheckIn(chosen, now) : await nextAsked(db, client.id, chosen, new Date(now.getTime() + LOOKED_LATELY_MS)));
  const inputs: Inputs = { scheduled, goals: goalInputs(items, await ratingsOf(db, client.id)), next: chosen && at ? dateInWords(dayAt(at, chosen.timeZone), client.language) : 'none' };
  return beginTalk(app, CHECK_IN_FLOW, inputs, client, now);
}

/** When the client is asked next, at `from` at the earliest; null while there are no check-ins to come. */
export async function nextAsked(db: Db, clientId: string, chosen: Rhythm, from: Date): Promise<Date | null> {
  const due = await dueAt(db, 'check-in', clientId);
  return due && due < from ? nextCheckIn(chosen, due) : due;
}

/** Check-ins begin where there is a rhythm and none waits for its time. */
export async function beginCheckIns(tx: Db, { practiceId, clientId }: { practiceId: string; clientId: string }, now: Date): Promise<void> {
  const chosen = chosenRhythm(await rhythmOf(tx, clientId));
  if (chosen && (await dueAt(tx, 'check-in', clientId)) === null) await schedule(tx, { practiceId, kind: 'check-in', about: clientId, at: firstCheckIn(chosen, now) });
}

type CheckInEffect = Extract<(typeof livingEffects)[number], 'check-in-begun' | 'rate-goal' | 'note-signs' | 'bring-to-session' | 'check-in-over'>;

/** What is said in a check-in is written as it is said, so that nothing is lost when they stop halfway. */
const writing = (write: (tx: Db, about: { checkInId: string; practiceId: string; clientId: string }, answer: Answer, now: Date) => Promise<void>): Performer => ({ out, read, answer, now }) => {
  out.writes.push(async (tx, checkInId) => {
    await markAnswered(tx, checkInId, now);
    await write(tx, { checkInId, practiceId: read.practice!.id, clientId: read.client!.id }, answer!, now);
  });
};

export const checkInPerformers: Record<CheckInEffect, Performer> = {
  'check-in-begun': writing(async () => {}),
  'rate-goal': writing(async (tx, about, { item, value }, now) => {
    if (typeof value === 'number') await rateGoal(tx, { ...about, goal: item!, value }, now);
  }),
  'note-signs': writing(async (tx, { checkInId, clientId }, { value }) => {
    await noteInCheckIn(tx, { id: checkInId, clientId }, { noticed: (value ?? []) as Picked[] });
  }),
  'bring-to-session': writing(async (tx, { checkInId, clientId }, { value }) => {
    await noteInCheckIn(tx, { id: checkInId, clientId }, { bring: ownWords(value) });
  }),
  'check-in-over': ({ out, read, turn, now }) => {
    out.goOn = true;
    const brings = ownWords(turn.state.context.answers.bring?.value ?? null) !== '';
    const { therapist, client } = read;
    out.writes.push(async (tx, id) => {
      await finishCheckIn(tx, id, now);
      if (!brings || !therapist) return;
      const [plan] = await plansOfClient(tx, client!.id);
      for (const account of await notifyTherapist(tx, therapist.id, 'brought-to-session', plan?.id, now)) out.alsoDeliver.add(account);
    });
  },
};

const ownWords = (value: Answer['value']): string => {
  const picked = value as Picked | null;
  return picked && 'own' in picked ? picked.own : '';
};

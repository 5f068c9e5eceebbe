import { STOPPED } from '../core/flow/compile.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { outOfQuiet } from '../core/living/quiet.ts';
import { dueNow, nextReminder, remindersAfter, reviewDays, type Waiting } from '../core/living/reminders.ts';
import { REVIEW_TIME } from '../core/living/review-dates.ts';
import { addDays, dayAt, timeOn } from '../core/living/rhythm.ts';
import { dateInWords } from '../core/dates-in-words.ts';
import type { ClientNotice, TherapistNotice } from '../core/notices.ts';
import { openConversation } from '../store/conversations.ts';
import { cancel, schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { plansOfClient, plansOfTherapist, type PlanSummary } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { noteReminded, remindedOf } from '../store/reminders.ts';
import { unsettledReview } from '../store/reviews.ts';
import { changeRhythm, rhythmOf } from '../store/rhythms.ts';
import type { App } from './app.ts';
import { INTAKE_FLOW } from './begin-intake.ts';
import { notifyClient, notifyTherapist } from './notify.ts';
import type { DueHandler, DueOutcome } from './run-due.ts';
import { mayWriteFirst, quietOf, zoneOf, zoneOfTherapist } from './write-first.ts';

/** Somebody who can be reminded. */
type Person = { practiceId: string } & ({ clientId: string } | { therapistId: string });

/** What waits for them, with the plan it is about. */
interface Thing extends Waiting {
  planId?: string;
  /** Review: its day. */
  on?: string;
}

/** Looks anew when this person is to be reminded next, in the transaction of what makes something wait for them or settles it. */
export async function remindLater(app: App, tx: Db, person: Person, now: Date): Promise<void> {
  const kind = 'clientId' in person ? 'remind-client' : 'remind-therapist';
  const about = idOf(person);
  const { at } = await waitingFor(app, tx, person, now);
  if (at) await schedule(tx, { practiceId: person.practiceId, kind, about, at: at > now ? at : now });
  else await cancel(tx, kind, about, now);
}

/** A therapist has plans waiting, or a day for looking at one is near: one reminder, of what matters most. */
export const remindTherapist: DueHandler = async (app, tx, { about: therapistId, practiceId }, now) => {
  const therapist = await tx.therapist.findUnique({ where: { id: therapistId }, include: { practice: true } });
  if (!therapist) return {};
  const timeZone = zoneOfTherapist(app, therapist);
  const awake = outOfQuiet(now, timeZone, quietOf(therapist.practice));
  if (awake > now) return { again: awake };
  return remindOf(app, tx, { practiceId, therapistId }, now, (first, things) => {
    const notice: TherapistNotice = first.what === 'plan' ? 'remind-plan' : first.on! > dayAt(now, timeZone) ? 'remind-review-soon' : 'remind-review';
    const waiting = things.filter(({ what }) => what === 'plan').length;
    return notifyTherapist(tx, therapistId, notice, first.planId, now, { waiting, ...(first.on && { on: first.on }) });
  });
};

/** The same for a client. Nothing at night, nothing to somebody who is writing just now or asked to be left alone. */
export const remindClient: DueHandler = async (app, tx, { about: clientId, practiceId }, now) => {
  const may = await mayWriteFirst(app, tx, clientId, now, { over: 'all' });
  if (!may.reached) return may.later ? { again: may.later } : {};
  const { client, timeZone } = may.reached;
  return remindOf(app, tx, { practiceId, clientId }, now, (first) => {
    const notice: ClientNotice = first.what === 'plan' ? 'remind-plan' : first.what === 'intake' ? 'remind-intake'
      : first.on! > dayAt(now, timeZone) ? 'remind-review-soon' : 'remind-review';
    return notifyClient(app, tx, clientId, notice, { on: first.on ? dateInWords(first.on, client.language) : '' }, now);
  });
};

/** Reminds somebody of the first thing that is due, if any is, and says when to look again. `tell` queues the words. */
async function remindOf(app: App, tx: Db, person: Person, now: Date, tell: (first: Thing, things: Thing[]) => Promise<string[]>): Promise<DueOutcome> {
  const { things, last, at } = await waitingFor(app, tx, person, now);
  const due = dueNow(things, last, now);
  const [first] = due as Thing[];
  if (!first) return at ? { again: at } : {};
  const deliver = await tell(first, things);
  await noteReminded(tx, { practiceId: person.practiceId, person: idOf(person), occasions: due.map(({ occasion }) => occasion) }, now);
  const next = nextReminder(things.map((thing) => (due.includes(thing) ? { ...thing, sent: thing.sent + 1 } : thing)), now);
  return { deliver, ...(next && { again: next }) };
}

interface WaitingNow {
  things: Thing[];
  /** When they were last reminded, of whatever. */
  last: Date | null;
  /** When they are to be reminded next. */
  at: Date | null;
}

const idOf = (person: Person): string => ('clientId' in person ? person.clientId : person.therapistId);

async function waitingFor(app: App, tx: Db, person: Person, now: Date): Promise<WaitingNow> {
  const found = 'clientId' in person ? await thingsOfClient(app, tx, person.clientId, now) : await thingsOfTherapist(app, tx, person.therapistId);
  const reminded = await remindedOf(tx, idOf(person), found.map(({ occasion }) => occasion));
  const things = found.map((thing) => ({ ...thing, sent: reminded.count(thing.occasion) }));
  return { things, last: reminded.last, at: nextReminder(things, reminded.last) };
}

async function thingsOfTherapist(app: App, tx: Db, therapistId: string): Promise<Omit<Thing, 'sent'>[]> {
  const therapist = await tx.therapist.findUniqueOrThrow({ where: { id: therapistId }, select: { remindersOff: true, timeZone: true } });
  if (therapist.remindersOff) return [];
  return (await plansOfTherapist(tx, therapistId, ['draft', 'in-review', 'agreed'])).flatMap((plan) =>
    plan.status === 'agreed' ? reviewThing(plan, reviewDays.therapist, zoneOfTherapist(app, therapist)) : planThing(plan, 'plan-therapist'));
}

async function thingsOfClient(app: App, tx: Db, clientId: string, now: Date): Promise<Omit<Thing, 'sent'>[]> {
  const rhythm = await rhythmOf(tx, clientId);
  if (rhythm.remindersOff) return [];
  const client = await findClient(tx, clientId);
  if (!client) return [];
  const plans = await plansOfClient(tx, clientId);
  const things: Omit<Thing, 'sent'>[] = [];
  for (const plan of plans) {
    if (plan.status === 'with-client') things.push(...planThing(plan, 'plan-client'));
    // Once they have said what they would like, it is the therapist's turn.
    if (plan.status === 'agreed' && !(await unsettledReview(tx, plan.id))?.said) things.push(...reviewThing(plan, reviewDays.client, zoneOf(app, client, rhythm, now)));
  }
  const intake = plans.length === 0 ? await openConversation(tx, clientId, INTAKE_FLOW) : null;
  if (intake && (intake.snapshot as ConversationState).value !== STOPPED) {
    things.push({ what: 'intake', occasion: `intake ${intake.id}`, times: remindersAfter(intake.lastTurnAt, 'intake') });
  }
  return things;
}

/** Every change of the plan is a new occasion: whoever was waited for has done something since. */
const planThing = ({ id, updatedAt }: PlanSummary, kind: 'plan-therapist' | 'plan-client'): Omit<Thing, 'sent'>[] =>
  [{ what: 'plan', planId: id, occasion: `plan ${id} ${updatedAt.toISOString()}`, times: remindersAfter(updatedAt, kind) }];

/** Nobody is reminded of a day before it was agreed. */
const reviewThing = ({ id, reviewOn, updatedAt }: PlanSummary, days: readonly number[], timeZone: string): Omit<Thing, 'sent'>[] => {
  if (!reviewOn) return [];
  const times = days.map((after) => timeOn(addDays(reviewOn, after), REVIEW_TIME, timeZone)).filter((at) => at > updatedAt);
  return [{ what: 'review', planId: id, on: reviewOn, occasion: `review ${id} ${reviewOn}`, times }];
};

/** A client wants reminders, or none. */
export async function setClientReminders(app: App, tx: Db, owner: { practiceId: string; clientId: string }, on: boolean, now: Date): Promise<void> {
  await changeRhythm(tx, owner, { remindersOff: !on }, now);
  await remindLater(app, tx, owner, now);
}

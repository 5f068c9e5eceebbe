import { checkText } from '../core/plan/limits.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { mayAsk } from '../store/consents.ts';
import { findConversation, lockConversations } from '../store/conversations.ts';
import { cancel } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { plansOfClient } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { findReviewLink } from '../store/review-links.ts';
import { addSafetyEvent, changeAlert, closeAlert, findAlert, lockAlert, maySee, type SafetyAlertRow } from '../store/safety-alerts.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { draftInto } from './draft-from-intake.ts';
import { notifyClient } from './notify.ts';
import { offerReview } from './offer-review.ts';

/** What a therapist does about an alert. */
export type AlertAct = { do: 'acknowledge' } | { do: 'clear'; note: string };
export type AlertActed = { ok: true } | { ok: false; problem: 'empty' | 'too-long' | 'already-cleared' };

/**
 * The holder of a therapist's link says that they have seen an alert, which ends its way to the next person, or clears it
 * with a note of why. Clearing lets go of what was held: the draft that waited is made, and a plan may be approved again.
 * Null for a link that opens nothing, and for an alert that is not theirs to see.
 */
export async function actOnAlert(app: App, token: string, alertId: string, what: AlertAct): Promise<AlertActed | null> {
  const { prisma } = app.store;
  const link = await findReviewLink(prisma, token, app.now());
  const therapistId = link?.therapistId;
  if (!therapistId || !(await maySee(prisma, alertId, therapistId))) return null;
  if (what.do === 'acknowledge') return acknowledge(app, alertId, therapistId);
  const note = checkText(what.note);
  return note.ok ? clear(app, alertId, { therapistId, note: note.value }) : { ok: false, problem: note.code === 'too-long' ? 'too-long' : 'empty' };
}

async function acknowledge(app: App, alertId: string, therapistId: string): Promise<AlertActed> {
  const now = app.now();
  return app.store.prisma.$transaction(async (tx): Promise<AlertActed> => {
    const alert = (await lockAlert(tx, alertId))!;
    if (alert.clearedAt) return { ok: false, problem: 'already-cleared' };
    // Saying it twice is no mistake; who said it first stays.
    if (alert.acknowledgedAt) return { ok: true };
    await changeAlert(tx, alertId, { acknowledgedAt: now, acknowledgedById: therapistId });
    await addSafetyEvent(tx, alert, { what: 'acknowledged', therapistId }, now);
    await cancel(tx, 'escalate-alert', alertId, now);
    return { ok: true };
  });
}

async function clear(app: App, alertId: string, by: { therapistId: string; note: string }): Promise<AlertActed> {
  const { prisma } = app.store;
  const now = app.now();
  const { clientId } = (await findAlert(prisma, alertId))!;
  const accounts = await prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    const alert = (await lockAlert(tx, alertId))!;
    if (alert.clearedAt) return null;
    await closeAlert(tx, alert, by, now);
    await addSafetyEvent(tx, alert, { what: 'cleared', therapistId: by.therapistId }, now);
    await cancel(tx, 'escalate-alert', alertId, now);
    // The therapist has looked after them; what Cairn would have asked tomorrow is theirs to ask.
    await cancel(tx, 'ask-again', clientId, now);
    return draftThatWaited(app, tx, alert, now);
  });
  if (accounts === null) return { ok: false, problem: 'already-cleared' };
  deliverSoon(app, accounts);
  const [plan] = await plansOfClient(prisma, clientId);
  if (plan) app.inBackground('offer-review', () => offerReview(app, clientId, plan.id));
  return { ok: true };
}

/** The intake that was finished while the alert was open becomes the draft, unless consent was taken back meanwhile. */
async function draftThatWaited(app: App, tx: Db, { clientId, heldIntakeId }: SafetyAlertRow, now: Date): Promise<string[]> {
  const intake = heldIntakeId ? await findConversation(tx, heldIntakeId) : null;
  const client = await findClient(tx, clientId);
  if (!intake || !client?.therapist || !(await mayAsk(tx, clientId))) return [];
  const { practice, therapist } = client;
  const answers = Object.values((intake.snapshot as ConversationState).context.answers);
  const told = await draftInto(app, tx, { conversationId: intake.id, clientId, answers, language: intake.language, practice, therapist }, now);
  app.count('plan-drafted');
  return [...told, ...await notifyClient(app, tx, clientId, 'draft-ready', {}, now)];
}

import { claim, finish, postpone, type Due, type DueKind } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import type { App } from './app.ts';
import { askAgain } from './ask-again.ts';
import { askCheckIn } from './check-in.ts';
import { deliverSoon, errorCode } from './deliver.ts';
import { escalateAlert } from './escalate-alert.ts';
import { remindClient, remindTherapist } from './remind.ts';
import { openPlanReview } from './review-plan.ts';
import { offerRhythm } from './rhythm.ts';

/** What a handler leaves to be done once its transaction is safe. */
export interface DueOutcome {
  /** Accounts that got something in their queue. */
  deliver?: string[];
  /** It is due once more then, instead of done. */
  again?: Date;
}

/**
 * Carries out what is due, inside the transaction that marks it done: all or nothing, once, whichever process comes first.
 * It first locks what it is about and looks whether it is still wanted. Only `tx` may be used for the database, since the
 * embedded one has a single connection; nothing slow, and no network. `now` is the instant of the run.
 */
export type DueHandler = (app: App, tx: Db, due: Due, now: Date) => Promise<DueOutcome>;

const handlers: Record<DueKind, DueHandler> = {
  'escalate-alert': escalateAlert,
  'ask-again': askAgain,
  'check-in': askCheckIn,
  'offer-rhythm': offerRhythm,
  'plan-review': openPlanReview,
  'remind-client': remindClient,
  'remind-therapist': remindTherapist,
};

/** So many in one run; the next one, a minute later, goes on. */
const MOST = 500;
/** Waits before another try: one minute, two, four … at most six hours. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** Carries out everything that is due by now. Safe to run twice, and in any number of processes at once. */
export async function runDue(app: App): Promise<void> {
  for (let count = 0; count < MOST; count += 1) {
    const now = app.now();
    let taken: Due | null = null;
    try {
      const outcome = await app.store.prisma.$transaction(async (tx) => {
        taken = await claim(tx, now);
        if (!taken) return null;
        const done = await handlers[taken.kind](app, tx, taken, now);
        await finish(tx, taken.id, now, done.again);
        return done;
      });
      if (!outcome) return;
      deliverSoon(app, outcome.deliver ?? []);
    } catch (error) {
      const failed = taken as Due | null;
      if (!failed) throw error;
      app.log.error({ kind: failed.kind, about: failed.about, attempts: failed.attempts, error: errorCode(error) }, 'what is due could not be carried out');
      await postpone(app.store.prisma, failed, new Date(now.getTime() + Math.min(FIRST_WAIT_MS * 2 ** failed.attempts, LONGEST_WAIT_MS)));
    }
  }
}

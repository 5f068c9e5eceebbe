import type { TreatmentPlan } from '../core/plan/plan.ts';
import { agreed } from '../core/plan/status.ts';
import { schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import type { StoredPlan } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { rhythmOf } from '../store/rhythms.ts';
import type { App } from './app.ts';
import { beginCheckIns } from './check-in.ts';
import { remindLater } from './remind.ts';
import { planReviewMoved } from './review-plan.ts';
import { zoneOf } from './write-first.ts';

/**
 * What a change of a plan leads to later: check-ins once it is agreed, the day to look at it again, reminders of what waits now. In the
 * transaction of the change, after it is written.
 */
export async function planSaved(app: App, tx: Db, before: Pick<StoredPlan, 'practiceId' | 'clientId' | 'therapistId' | 'plan'>, after: TreatmentPlan, now: Date): Promise<void> {
  const { practiceId, clientId, therapistId } = before;
  const client = (await findClient(tx, clientId))!;
  const rhythm = await rhythmOf(tx, clientId);
  await planReviewMoved(tx, before, after, zoneOf(app, client, rhythm, now), now);
  // What is due for a plan that was closed finds that out by itself.
  if (agreed(after)) {
    await beginCheckIns(tx, { practiceId, clientId }, now);
    if (rhythm.every === null && !rhythm.offeredAt) await schedule(tx, { practiceId, kind: 'offer-rhythm', about: clientId, at: now });
  }
  await remindLater(app, tx, { practiceId, therapistId }, now);
  await remindLater(app, tx, { practiceId, clientId }, now);
}

import { act, saysYes, type Actor, type PlanAct, type Refusal, type RevisitReason } from '../core/plan/act.ts';
import { answersToClient, newsOf, type PlanNews } from '../core/plan/news.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import { statusOf } from '../core/plan/status.ts';
import type { ClientNotice, TherapistNotice } from '../core/notices.ts';
import { CairnError } from '../errors.ts';
import { audit } from '../store/audit.ts';
import { lockConversations } from '../store/conversations.ts';
import type { Db } from '../store/open-store.ts';
import { loadPlan, savePlan, type StoredPlan } from '../store/plans.ts';
import { isHeld } from '../store/safety-alerts.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { notifyClient, notifyTherapist } from './notify.ts';
import { offerReview } from './offer-review.ts';
import { planSaved } from './plan-saved.ts';
import { closingSummary } from './closing-summary.ts';

export type PlanChanged =
  | { ok: true; stored: StoredPlan; plan: TreatmentPlan }
  | { ok: false; refusal: Refusal };

/** One act of one person on a plan: read, decided by the core, saved if nobody was faster, and told to whom it concerns. */
export async function changePlan(app: App, planId: string, by: Actor, what: PlanAct): Promise<PlanChanged | null> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const now = app.now();
    const stored = await loadPlan(app.store.prisma, planId);
    if (!stored) return null;
    const result = act(stored.plan, by, what, now.toISOString(), { held: await isHeld(app.store.prisma, stored.clientId) });
    if (!result.ok) return result;
    if (result.plan.revision === stored.plan.revision) return { ok: true, stored, plan: result.plan };
    const news = newsOf(stored.plan, result.plan, by.party);
    let accounts: string[] = [];
    const saved = await app.store.prisma.$transaction(async (tx) => {
      await lockConversations(tx, stored.clientId);
      // An alert that was opened a moment ago holds this, too.
      if (saysYes(what) && await isHeld(tx, stored.clientId)) return 'stale';
      const outcome = await savePlan(tx, stored.plan, result.plan, statusOf(result.plan), now);
      if (outcome !== 'saved') return outcome;
      await auditPlan(tx, stored, result.plan, { by, action: what.do, agreed: news.includes('agreed') }, now);
      accounts = await tell(app, tx, stored, result.plan, news, now, what.do === 'revisit' ? what.why : undefined);
      return outcome;
    });
    if (saved === 'stale') continue;
    if (news.includes('agreed')) app.count('plan-agreed');
    // The act is safe. Whatever goes wrong from here on is made good by the sweep, and must not look as if nothing was taken.
    deliverSoon(app, accounts);
    app.inBackground('offer-review', () => offerReview(app, stored.clientId, planId));
    return { ok: true, stored, plan: result.plan };
  }
  throw new CairnError('conflict', 'The plan kept changing while this was being saved.', { remedy: 'Load the page again and repeat the last step.' });
}

/** What was done to a plan, by whom, and whether it was agreed to by that: on record, in the transaction of the change. */
export async function auditPlan(tx: Db, { practiceId, clientId }: Pick<StoredPlan, 'practiceId' | 'clientId'>, plan: TreatmentPlan, { by, action, agreed }: { by: Actor; action: string; agreed: boolean }, now: Date): Promise<void> {
  const { number: version, hash } = plan.versions.at(-1)!;
  const subject = { plan: plan.id, version, hash };
  await audit(tx, { practiceId, by: { actor: by.party, id: by.person }, action: `plan.${action}`, clientId, subject }, now);
  if (agreed) await audit(tx, { practiceId, by: { actor: 'cairn' }, action: 'plan.agreed', clientId, subject }, now);
}

/** Queues what people should hear, in the transaction of the change. Returns the accounts to deliver to. */
export async function tell(app: App, db: Db, stored: Pick<StoredPlan, 'practiceId' | 'therapistId' | 'clientId' | 'plan'>, plan: TreatmentPlan, news: PlanNews[], now: Date, why?: RevisitReason): Promise<string[]> {
  const { therapistId, clientId, plan: before } = stored;
  await planSaved(app, db, stored, plan, now);
  const therapist = (what: TherapistNotice) => notifyTherapist(db, therapistId, what, plan.id, now);
  const client = (what: ClientNotice) => notifyClient(app, db, clientId, what, { reason: plan.declined?.reason ?? '' }, now);
  const accounts: string[] = [];
  for (const each of news) {
    switch (each) {
      case 'agreed': accounts.push(...await client('plan-agreed'), ...await therapist('plan-agreed')); break;
      case 'therapist-answered':
        for (const { line, decision, answer } of answersToClient(before, plan)) {
          accounts.push(...await notifyClient(app, db, clientId, each, { line, decision, answer, hasAnswer: answer ? 'yes' : 'no' }, now));
        }
        break;
      case 'declined': accounts.push(...await client('plan-declined')); break;
      case 'reopened':
      case 'revisited': {
        if (!why) accounts.push(...await client('plan-reopened'));
        else {
          const { reason } = plan.versions.at(-1)!;
          accounts.push(...await notifyClient(app, db, clientId, 'plan-revisited', { reason, hasReason: reason ? 'yes' : 'no', why }, now));
        }
        break;
      }
      case 'closed': accounts.push(...await notifyClient(app, db, clientId, 'plan-closed', await closingSummary(app, db, stored, plan), now)); break;
      case 'client-proposed':
      case 'client-answered': accounts.push(...await therapist(each)); break;
      case 'ask-client': break;
    }
  }
  return [...new Set(accounts)];
}

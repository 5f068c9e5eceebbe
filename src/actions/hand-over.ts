import { audit } from '../store/audit.ts';
import { lockConversations } from '../store/conversations.ts';
import { revokeReviewLinks } from '../store/review-links.ts';
import type { App } from './app.ts';
import { deliver } from './deliver.ts';
import { notifyClient, notifyTherapist } from './notify.ts';
import { openPlan, type PlanKey } from './open-plan.ts';
import { tellNewTherapist } from './raise-alert.ts';
import { remindLater } from './remind.ts';
import type { PracticeFace } from './plan-view.ts';

export interface Colleagues {
  practice: PracticeFace;
  language: string;
  client: { name: string | null };
  colleagues: { id: string; name: string }[];
}

/** Who else in the practice could take over the client of a plan; null for a key that opens nothing as a therapist. */
export async function openHandover(app: App, key: PlanKey): Promise<Colleagues | null> {
  const found = await planAndColleagues(app, key);
  if (!found) return null;
  const { view, language, colleagues } = found;
  return { practice: view.practice, language, client: { name: view.client.name }, colleagues };
}

async function planAndColleagues(app: App, key: PlanKey) {
  const opened = await openPlan(app, key, 'therapist');
  if (!opened) return null;
  const { practice, therapist } = opened.view;
  const colleagues = await app.store.prisma.therapist.findMany({
    where: { practice: { slug: practice.slug }, NOT: { id: therapist.id } }, orderBy: { name: 'asc' }, select: { id: true, name: true },
  });
  return { ...opened, colleagues };
}

/**
 * Gives a client and their plans to a colleague of the same practice, and puts it on record. Every link to the plans ends;
 * the client and the colleague are told. Private notes stay with whoever wrote them.
 */
export async function handOver(app: App, key: PlanKey, colleagueId: string): Promise<{ to: string } | null> {
  const found = await planAndColleagues(app, key);
  const colleague = found?.colleagues.find(({ id }) => id === colleagueId);
  if (!found || !colleague) return null;
  const { client, therapist, plan } = found.view;
  const now = app.now();
  const accounts = await app.store.prisma.$transaction(async (tx) => {
    await lockConversations(tx, client.id);
    const mine = { clientId: client.id, therapistId: therapist.id };
    const { count } = await tx.treatmentPlan.updateMany({ where: mine, data: { therapistId: colleague.id } });
    // Handed over already, by another press of the same button.
    if (count === 0) return null;
    const { practiceId } = await tx.client.findUniqueOrThrow({ where: { id: client.id }, select: { practiceId: true } });
    // Worded while the client is still with the one who hands over.
    const queued = await notifyClient(app, tx, client.id, 'plan-handed-over', { colleague: colleague.name }, now);
    await tx.client.updateMany({ where: { id: client.id, therapistId: therapist.id }, data: { therapistId: colleague.id } });
    await audit(tx, { practiceId, by: { actor: 'therapist', id: therapist.id }, action: 'client.handed-over', clientId: client.id, subject: { to: colleague.id } }, now);
    await remindLater(app, tx, { practiceId, therapistId: colleague.id }, now);
    for (const { id } of await tx.treatmentPlan.findMany({ where: { clientId: client.id }, select: { id: true } })) await revokeReviewLinks(tx, { planId: id }, now);
    return [...queued, ...await notifyTherapist(tx, colleague.id, 'plan-handed-over', plan.id, now, { colleagueId: therapist.id }), ...await tellNewTherapist(tx, client.id, now)];
  });
  if (!accounts) return null;
  for (const account of accounts) app.inBackground('deliver', () => deliver(app, account));
  return { to: colleague.name };
}

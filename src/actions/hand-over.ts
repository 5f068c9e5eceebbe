import { faceOf, type PracticeFace } from '../core/practice-face.ts';
import { audit } from '../store/audit.ts';
import { lockConversations } from '../store/conversations.ts';
import { findClient } from '../store/practices.ts';
import { revokeReviewLinks } from '../store/review-links.ts';
import { within, type App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { notifyClient, notifyTherapist } from './notify.ts';
import { holderOf, type PlanKey } from './plan-holder.ts';
import { tellNewTherapist } from './raise-alert.ts';
import { remindLater } from './remind.ts';

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
  const { client, therapist, colleagues } = found;
  return { practice: faceOf(client.practice), language: therapist.language, client: { name: client.name }, colleagues: colleagues.map(({ id, name }) => ({ id, name })) };
}

async function planAndColleagues(app: App, key: PlanKey) {
  const holder = await holderOf(app, key);
  if (holder?.by.party !== 'therapist') return null;
  const { planId, practiceId, by: { person } } = holder;
  const own = within(app, practiceId);
  const { prisma } = own.store;
  const { clientId } = await prisma.treatmentPlan.findUniqueOrThrow({ where: { id: planId }, select: { clientId: true } });
  const client = (await findClient(prisma, clientId))!;
  const therapists = await prisma.therapist.findMany({ where: { practiceId }, orderBy: { name: 'asc' }, select: { id: true, name: true, language: true } });
  return { own, planId, client, therapist: therapists.find(({ id }) => id === person)!, colleagues: therapists.filter(({ id }) => id !== person) };
}

/**
 * Gives a client and their plans to a colleague of the same practice, and puts it on record. Every link to the plans ends;
 * the client and the colleague are told. Private notes stay with whoever wrote them.
 */
export async function handOver(app: App, key: PlanKey, colleagueId: string): Promise<{ to: string } | null> {
  const found = await planAndColleagues(app, key);
  const colleague = found?.colleagues.find(({ id }) => id === colleagueId);
  if (!found || !colleague) return null;
  const { own, client, therapist, planId } = found;
  const { practiceId } = client;
  const now = app.now();
  const accounts = await own.store.prisma.$transaction(async (tx) => {
    await lockConversations(tx, client.id);
    const mine = { clientId: client.id, therapistId: therapist.id };
    const { count } = await tx.treatmentPlan.updateMany({ where: mine, data: { therapistId: colleague.id } });
    // Handed over already, by another press of the same button.
    if (count === 0) return null;
    // Worded while the client is still with the one who hands over.
    const queued = await notifyClient(app, tx, client.id, 'plan-handed-over', { colleague: colleague.name }, now);
    await tx.client.updateMany({ where: { id: client.id, therapistId: therapist.id }, data: { therapistId: colleague.id } });
    await audit(tx, { practiceId, by: { actor: 'therapist', id: therapist.id }, action: 'client.handed-over', clientId: client.id, subject: { to: colleague.id } }, now);
    await remindLater(app, tx, { practiceId, therapistId: colleague.id }, now);
    for (const { id } of await tx.treatmentPlan.findMany({ where: { clientId: client.id }, select: { id: true } })) await revokeReviewLinks(tx, { planId: id }, now);
    return [...queued, ...await notifyTherapist(tx, colleague.id, 'plan-handed-over', planId, now, { colleagueId: therapist.id }), ...await tellNewTherapist(tx, client.id, now)];
  });
  if (!accounts) return null;
  deliverSoon(app, accounts);
  return { to: colleague.name };
}

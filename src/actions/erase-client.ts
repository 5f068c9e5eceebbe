import { agreements } from '../core/progress/agreements.ts';
import { audit, type AuditEvent } from '../store/audit.ts';
import { forgetTries } from '../store/code-tries.ts';
import { consentsOf } from '../store/consents.ts';
import { lockConversations } from '../store/conversations.ts';
import { eraseClientRows, idleClients } from '../store/erase.ts';
import { unheardOf } from '../store/invites.ts';
import type { Db } from '../store/open-store.ts';
import { loadPlan, plansOfClient } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { removeExpired, retain, type RetainedRecord } from '../store/retained-records.ts';
import type { App } from './app.ts';
import { deliverSoon, errorCode } from './deliver.ts';
import { notifyTherapist } from './notify.ts';

/** Why somebody is erased: they asked for it, the practice did, or nothing was heard of them for as long as the practice keeps such. */
export type EraseReason = 'client-asked' | 'practice-asked' | 'idle';

/**
 * Erases a client for good. What law makes the practice keep (the plans both agreed to, and the consents) is kept apart for
 * the practice's `recordYears`; everything else is gone. Returns false for somebody who is not there (any more).
 */
export async function eraseClient(app: App, clientId: string, reason: EraseReason): Promise<boolean> {
  const now = app.now();
  const erased = await app.store.prisma.$transaction((tx) => eraseWithin(tx, clientId, reason, now));
  if (!erased) return false;
  deliverSoon(app, erased.deliver);
  return true;
}

/** The same within a transaction. Returns the accounts to deliver to. */
export async function eraseWithin(tx: Db, clientId: string, reason: EraseReason, now: Date): Promise<{ deliver: string[] } | null> {
  // A turn that is being taken meanwhile finds its conversation gone, and is not written.
  await lockConversations(tx, clientId);
  const client = await findClient(tx, clientId);
  if (!client) return null;
  const { practice, practiceId, therapist } = client;
  const record = practice.recordYears > 0 ? await toKeep(tx, client) : null;
  if (record) await retain(tx, { practiceId, clientId, record, keepUntil: yearsAfter(now, practice.recordYears) }, now);
  const told = therapist ? await notifyTherapist(tx, therapist.id, 'client-erased', undefined, now) : [];
  await audit(tx, { practiceId, by: byOf(reason, clientId), action: 'client.erased', clientId, subject: { reason, kept: record !== null } }, now);
  await eraseClientRows(tx, clientId);
  return { deliver: told };
}

const byOf = (reason: EraseReason, id: string): AuditEvent['by'] => {
  switch (reason) {
    case 'client-asked': return { actor: 'client', id };
    case 'practice-asked': return { actor: 'practice' };
    case 'idle': return { actor: 'cairn' };
  }
};

/** Null when nothing was ever agreed: then there is no record to keep. */
async function toKeep(tx: Db, { id, name, therapist }: NonNullable<Awaited<ReturnType<typeof findClient>>>): Promise<RetainedRecord | null> {
  const plans: RetainedRecord['plans'] = [];
  for (const summary of await plansOfClient(tx, id)) {
    const { plan } = (await loadPlan(tx, summary.id))!;
    for (const { version } of agreements(plan)) {
      plans.push({ id: plan.id, version, approvals: plan.approvals.filter((approval) => approval.hash === version.hash) });
    }
  }
  if (plans.length === 0) return null;
  const consents = (await consentsOf(tx, id)).map(({ shown, given, at, withdrawnAt }) => ({ shown, given, at: at.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null }));
  return { name, therapist: therapist?.name ?? null, plans, consents };
}

const yearsAfter = (date: Date, years: number): Date => {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
};

/** Once a day: who was silent too long is erased, and what was kept for a time that is over is removed. */
export async function applyRetention(app: App): Promise<void> {
  const now = app.now();
  const { prisma } = app.store;
  const unlessFails = (client: string, work: Promise<unknown>) => work.catch((error: unknown) => app.log.error({ client, error: errorCode(error) }, 'a client could not be erased'));
  for (const { id } of await idleClients(prisma, now)) await unlessFails(id, eraseClient(app, id, 'idle'));
  // They opened an invite's link and never wrote, and cannot any more: there is nothing to tell anybody.
  for (const id of await unheardOf(prisma, { over: now })) await unlessFails(id, prisma.$transaction((tx) => eraseClientRows(tx, id)));
  await forgetTries(prisma, now);
  const removed = await removeExpired(prisma, now);
  if (removed > 0) app.log.info({ removed }, 'kept records whose time is over were removed');
}

import { agreements } from '../core/progress/agreements.ts';
import { auditOfClient, type AuditEntry } from '../store/audit.ts';
import { lockConversations } from '../store/conversations.ts';
import { loadPlan, plansOfClient } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { findReviewLink } from '../store/review-links.ts';
import { isHeld } from '../store/safety-alerts.ts';
import { within, type App } from './app.ts';
import { accountOfToken } from './chat-on-web.ts';
import { deliverSoon } from './deliver.ts';
import { eraseWithin } from './erase-client.ts';
import { exportMyData } from './my-data.ts';
import type { PlanKey } from './plan-holder.ts';
import { faceOf, type PracticeFace } from '../core/practice-face.ts';

/** What a client's page about their own data shows. */
export interface MyDataView {
  practice: PracticeFace;
  language: string;
  /** What to call them; null until they say. */
  name: string | null;
  /** Null where nobody has been named yet. */
  therapist: string | null;
  /** Years that the practice must keep what both agreed to after everything else is deleted; 0: nothing is kept. */
  keptYears: number;
  /** A safety alert of theirs is open: nothing is deleted until somebody has seen to it. */
  held: boolean;
  /** Newest first. */
  log: LogLine[];
}

export interface LogLine {
  /** ISO instant. */
  at: string;
  who: { actor: 'client' | 'practice' | 'cairn' } | { actor: 'therapist'; name: string };
  /** As on record: `plan.read`. */
  action: string;
}

interface Holder {
  clientId: string;
  practiceId: string;
}

/** The client whose plan link or web chat a token is; null for anybody else's, and for one that opens nothing. */
async function clientOf(app: App, { token }: PlanKey): Promise<Holder | null> {
  const link = await findReviewLink(app.store.prisma, token, app.now());
  const { clientId, practiceId } = (link ?? (await accountOfToken(app, token))) ?? {};
  return clientId && practiceId && (!link || link.purpose === 'plan') ? { clientId, practiceId } : null;
}

/** How much of the record one page shows; the file that can be taken along has all of it. */
const SHOWN = 200;

export async function openMyData(app: App, key: PlanKey): Promise<MyDataView | null> {
  const holder = await clientOf(app, key);
  if (!holder) return null;
  const { prisma } = within(app, holder.practiceId).store;
  const client = await findClient(prisma, holder.clientId);
  if (!client) return null;
  const { practice, therapist, language, name } = client;
  const entries = await auditOfClient(prisma, holder.practiceId, client.id, SHOWN);
  const ids = entries.flatMap(({ by }) => (by.actor === 'therapist' ? [by.id] : []));
  const names = new Map((await prisma.therapist.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  const agreed = await hasAgreed(prisma, client.id);
  return {
    practice: faceOf(practice),
    language, name, therapist: therapist?.name ?? null,
    keptYears: agreed ? practice.recordYears : 0,
    held: await isHeld(prisma, client.id),
    log: entries.map(({ at, by, action }) => ({ at: at.toISOString(), action, who: whoOf(by, names) })),
  };
}

const whoOf = (by: AuditEntry['by'], names: Map<string, string>): LogLine['who'] => {
  if (by.actor !== 'therapist') return { actor: by.actor };
  const name = names.get(by.id);
  return name === undefined ? { actor: 'practice' } : { actor: 'therapist', name };
};

/** Only what both agreed to is a record that a practice must keep. */
async function hasAgreed(prisma: App['store']['prisma'], clientId: string): Promise<boolean> {
  for (const { id } of await plansOfClient(prisma, clientId)) {
    if (agreements((await loadPlan(prisma, id))!.plan).length > 0) return true;
  }
  return false;
}

/** The practice of the client who holds the token. */
export async function practiceOfMyData(app: App, key: PlanKey): Promise<{ slug: string } | null> {
  const holder = await clientOf(app, key);
  return holder && app.store.prisma.practice.findUnique({ where: { id: holder.practiceId }, select: { slug: true } });
}

/** Everything of whoever holds the token. */
export async function downloadMyData(app: App, key: PlanKey): Promise<Uint8Array | null> {
  const holder = await clientOf(app, key);
  return holder && exportMyData(within(app, holder.practiceId), holder.clientId);
}

/**
 * Deletes everything of whoever holds the token. 'held': a safety alert of theirs is open, and whoever was told has to be
 * able to act on it; nothing is deleted.
 */
export async function deleteMyData(app: App, key: PlanKey): Promise<'deleted' | 'held' | null> {
  const holder = await clientOf(app, key);
  if (!holder) return null;
  const now = app.now();
  const { clientId } = holder;
  const done = await within(app, holder.practiceId).store.prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    return await isHeld(tx, clientId) ? 'held' : eraseWithin(tx, clientId, 'client-asked', now);
  });
  if (done === 'held' || done === null) return done;
  deliverSoon(app, done.deliver);
  return 'deleted';
}

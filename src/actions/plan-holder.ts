import type { Actor } from '../core/plan/act.ts';
import type { Party } from '../core/plan/plan.ts';
import { loadPlan, plansOfClient, type StoredPlan } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { findReviewLink } from '../store/review-links.ts';
import { within, type App } from './app.ts';
import type { FullClient } from './begin-talk.ts';
import { accountOfToken } from './chat-on-web.ts';

/** Which plan a page is about: a review or plan link's token, a desk's token and one of its plans, or a web chat's token. */
export interface PlanKey {
  token: string;
  planId?: string;
}

export interface Holder {
  by: Actor;
  planId: string;
  practiceId: string;
  /** Marked as used with the first act: a look changes nothing, since scanners look too. */
  linkId?: string;
}

/** Who holds a token and which plan it opens; null for unknown, expired and revoked alike. */
export async function holderOf(app: App, { token, planId }: PlanKey): Promise<Holder | null> {
  const { prisma } = app.store;
  const link = await findReviewLink(prisma, token, app.now());
  if (!link) return chatHolder(app, token);
  if (link.purpose === 'plan') return link.planId && link.clientId ? { by: { party: 'client', person: link.clientId }, planId: link.planId, practiceId: link.practiceId, linkId: link.id } : null;
  const wanted = link.purpose === 'review' ? link.planId : planId;
  if (!link.therapistId || !wanted) return null;
  // A therapist's links open their own plans and no others, also when a plan went to somebody else after the link was made.
  const own = await prisma.treatmentPlan.findFirst({ where: { id: wanted, therapistId: link.therapistId }, select: { id: true } });
  return own && { by: { party: 'therapist', person: link.therapistId }, planId: own.id, practiceId: link.practiceId, linkId: link.id };
}

/** A plan as it was loaded once, for all that its holder is shown of it. */
export interface HeldPlan {
  by: Actor;
  /** The actions of the practice it belongs to. */
  own: App;
  stored: StoredPlan;
  client: FullClient;
}

/** Null for a token that opens nothing, or nothing as this party. */
export async function heldPlan(app: App, key: PlanKey, as: Party): Promise<HeldPlan | null> {
  const holder = await holderOf(app, key);
  if (holder?.by.party !== as) return null;
  const own = within(app, holder.practiceId);
  const stored = await loadPlan(own.store.prisma, holder.planId);
  return stored && { by: holder.by, own, stored, client: (await findClient(own.store.prisma, stored.clientId))! };
}

/** A client of the web chat needs no link: the cookie of their chat opens their plan. */
async function chatHolder(app: App, token: string): Promise<Holder | null> {
  const account = await accountOfToken(app, token);
  if (!account?.clientId) return null;
  const [plan] = await plansOfClient(app.store.prisma, account.clientId);
  return plan ? { by: { party: 'client', person: account.clientId }, planId: plan.id, practiceId: account.practiceId } : null;
}

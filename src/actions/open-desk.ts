import { statusOf, waitingOn } from '../core/plan/status.ts';
import { isPending } from '../core/plan/versions.ts';
import { loadPlan, plansOfTherapist } from '../store/plans.ts';
import { findReviewLink } from '../store/review-links.ts';
import type { App } from './app.ts';
import type { DeskRow, PracticeFace } from './plan-view.ts';

export interface OpenedDesk {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
  rows: DeskRow[];
}

/** A review is shown as due this long before its day, so that it can be put into the next session. */
const DUE_AHEAD_MS = 7 * 86_400_000;

/** All plans of the therapist that a desk link belongs to; null for a link that opens nothing. */
export async function openDesk(app: App, token: string): Promise<OpenedDesk | null> {
  const { prisma } = app.store;
  const now = app.now();
  const link = await findReviewLink(prisma, token, now);
  if (link?.purpose !== 'desk' || !link.therapistId) return null;
  const therapist = await prisma.therapist.findUniqueOrThrow({ where: { id: link.therapistId }, include: { practice: true } });
  const rows: DeskRow[] = [];
  for (const summary of await plansOfTherapist(prisma, therapist.id)) {
    const { plan } = (await loadPlan(prisma, summary.id))!;
    rows.push({
      planId: summary.id, client: summary.client, status: statusOf(plan), waiting: waitingOn(plan),
      since: summary.updatedAt.toISOString(),
      version: plan.versions.length,
      openProposals: plan.proposals.filter((proposal) => isPending(proposal) && proposal.sentAt !== undefined).length,
      reviewOn: summary.reviewOn,
      dueForReview: summary.status === 'agreed' && summary.reviewOn !== null && Date.parse(summary.reviewOn) <= now.getTime() + DUE_AHEAD_MS,
      reviewPath: `/desk/${token}/plan/${summary.id}`,
    });
  }
  const { practice } = therapist;
  return {
    practice: { slug: practice.slug, name: practice.name, accent: practice.accent, contact: practice.contact },
    therapist: { name: therapist.name }, language: therapist.language, rows,
  };
}

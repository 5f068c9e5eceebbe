import type { PlanStatus } from '../core/plan/plan.ts';
import { plansOfTherapist } from '../store/plans.ts';
import { findReviewLink } from '../store/review-links.ts';
import { within, type App } from './app.ts';
import { alertsFor } from './safety-alerts.ts';
import type { DeskRow, PracticeFace, SafetyAlert } from './plan-view.ts';

export interface OpenedDesk {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
  rows: DeskRow[];
  /** Open ones, of all the therapist's clients, whether they have a plan yet or not, and of those they stand in for. */
  alerts: SafetyAlert[];
}

/** A review is shown as due this long before its day, so that it can be put into the next session. */
const DUE_AHEAD_MS = 7 * 86_400_000;

/** All plans of the therapist that a desk link belongs to; null for a link that opens nothing. */
export async function openDesk(app: App, token: string): Promise<OpenedDesk | null> {
  const { prisma } = app.store;
  const now = app.now();
  const link = await findReviewLink(prisma, token, now);
  if (link?.purpose !== 'desk' || !link.therapistId) return null;
  const own = within(app, link.practiceId);
  const therapist = await own.store.prisma.therapist.findUniqueOrThrow({ where: { id: link.therapistId }, include: { practice: true } });
  const plans = await plansOfTherapist(own.store.prisma, therapist.id);
  const rows = plans.map(({ id, client, status, updatedAt, version, openProposals, reviewOn }): DeskRow => ({
    planId: id, client, status, waiting: waitingFor(status), since: updatedAt.toISOString(), version, openProposals, reviewOn,
    dueForReview: status === 'agreed' && reviewOn !== null && Date.parse(reviewOn) <= now.getTime() + DUE_AHEAD_MS,
    reviewPath: `/desk/${token}/plan/${id}`,
  }));
  const { practice } = therapist;
  return {
    practice: { slug: practice.slug, name: practice.name, accent: practice.accent, contact: practice.contact },
    therapist: { name: therapist.name }, language: therapist.language, rows,
    alerts: await alertsFor(own, therapist.id),
  };
}

function waitingFor(status: PlanStatus): DeskRow['waiting'] {
  switch (status) {
    case 'draft':
    case 'in-review': return 'therapist';
    case 'with-client': return 'client';
    case 'agreed':
    case 'declined':
    case 'closed': return 'nobody';
  }
}

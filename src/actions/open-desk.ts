import type { PlanStatus } from '../core/plan/plan.ts';
import { plansOfTherapist } from '../store/plans.ts';
import { findReviewLink } from '../store/review-links.ts';
import { within, type App } from './app.ts';
import { caseloadIn } from './caseload.ts';
import { alertsFor } from './safety-alerts.ts';
import { faceOf, type PracticeFace } from '../core/practice-face.ts';
import type { DeskRow, SafetyAlert } from './plan-view.ts';
import { zoneOfTherapist } from './write-first.ts';

export interface OpenedDesk {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
  /** IANA name: where the therapist is, for dates. */
  timeZone: string;
  rows: DeskRow[];
  /** Open ones, of all the therapist's clients, whether they have a plan yet or not, and of those they stand in for. */
  alerts: SafetyAlert[];
}

/** All plans of the therapist that a desk link belongs to, in the order of their caseload, then those that were set aside; null for a link that opens nothing. */
export async function openDesk(app: App, token: string): Promise<OpenedDesk | null> {
  const { prisma } = app.store;
  const now = app.now();
  const link = await findReviewLink(prisma, token, now);
  if (link?.purpose !== 'desk' || !link.therapistId) return null;
  const own = within(app, link.practiceId);
  const therapist = await own.store.prisma.therapist.findUniqueOrThrow({ where: { id: link.therapistId }, include: { practice: true } });
  const timeZone = zoneOfTherapist(own, therapist);
  const plans = await plansOfTherapist(own.store.prisma, therapist.id);
  const caseload = new Map((await caseloadIn(own, plans, timeZone)).map((row) => [row.planId, row]));
  const place = new Map([...caseload.keys()].map((id, at) => [id, at]));
  const rows = plans.map(({ id, client, status, updatedAt, version, openProposals, reviewOn }): DeskRow => {
    const { lastCheckIn = null, goneQuiet = false, drop = null, review = null } = caseload.get(id) ?? {};
    return {
      planId: id, client, status, waiting: waitingFor(status), since: updatedAt.toISOString(), version, openProposals, reviewOn,
      lastCheckIn, goneQuiet, drop, review, reviewPath: `/desk/${token}/plan/${id}`,
    };
  }).sort((one, other) => (place.get(one.planId) ?? Infinity) - (place.get(other.planId) ?? Infinity) || 0);
  const { practice } = therapist;
  return {
    practice: faceOf(practice),
    therapist: { name: therapist.name }, language: therapist.language, timeZone, rows,
    alerts: await alertsFor(own, therapist.id, therapist.language),
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

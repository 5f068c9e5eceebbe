import type { PlanStatus } from '../core/plan/plan.ts';
import { plansOfTherapist } from '../store/plans.ts';
import type { App } from './app.ts';
import { caseloadOf } from './caseload.ts';
import { deskHolder, type DeskFrame } from './desk-holder.ts';
import type { DeskRow, SafetyAlert } from './plan-view.ts';
import { alertsFor } from './safety-alerts.ts';

export interface OpenedDesk extends DeskFrame {
  therapist: { name: string };
  rows: DeskRow[];
  /** Open ones, of all the therapist's clients, whether they have a plan yet or not, and of those they stand in for. */
  alerts: SafetyAlert[];
}

/** All plans of the therapist that a desk link belongs to, in the order of their caseload, then those that were set aside; null for a link that opens nothing. */
export async function openDesk(app: App, token: string): Promise<OpenedDesk | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const { own, therapist, frame } = holder;
  const plans = await plansOfTherapist(own.store.prisma, therapist.id);
  const caseload = new Map((await caseloadOf(own, plans, frame.timeZone)).map((row) => [row.planId, row]));
  const place = new Map([...caseload.keys()].map((id, at) => [id, at]));
  const rows = plans.map(({ id, client, status, updatedAt, version, openProposals, reviewOn }): DeskRow => {
    const { lastCheckIn = null, goneQuiet = false, drop = null, review = null } = caseload.get(id) ?? {};
    return {
      planId: id, client, status, waiting: waitingFor(status), since: updatedAt.toISOString(), version, openProposals, reviewOn,
      lastCheckIn, goneQuiet, drop, review, reviewPath: `/desk/${token}/plan/${id}`,
    };
  }).sort((one, other) => (place.get(one.planId) ?? Infinity) - (place.get(other.planId) ?? Infinity) || 0);
  return {
    ...frame, rows,
    therapist: { name: therapist.name },
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

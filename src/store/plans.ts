import type { PlanStatus, TreatmentPlan } from '../core/plan/plan.ts';
import { reviewOn } from '../core/plan/versions.ts';
import type { Prisma } from './generated/client.ts';
import type { Db } from './open-store.ts';
import { approvalRow, planFrom, proposalRow, versionRow, withParts } from './plan-rows.ts';

/** Whose plan it is. */
export interface PlanOwners {
  practiceId: string;
  clientId: string;
  therapistId: string;
  /** The intake it was drafted from. */
  conversationId: string | null;
}

export interface StoredPlan extends PlanOwners {
  plan: TreatmentPlan;
  status: PlanStatus;
  createdAt: Date;
  updatedAt: Date;
}

/** Why two people's changes at once lose nothing: the second is told 'stale', loads again and looks again. */
export type PlanSaved = 'saved' | 'stale';

export const loadPlan = async (db: Db, id: string): Promise<StoredPlan | null> => {
  const row = await db.treatmentPlan.findUnique({ where: { id }, include: withParts });
  if (!row) return null;
  const { practiceId, clientId, therapistId, conversationId, createdAt, updatedAt } = row;
  const status = row.status as PlanStatus;
  return { plan: planFrom(row), practiceId, clientId, therapistId, conversationId, status, createdAt, updatedAt };
};

/** Stores a new plan whole. `status` is what the core says of it. */
export const createPlan = async (db: Db, plan: TreatmentPlan, owners: PlanOwners, status: PlanStatus, now: Date): Promise<void> => {
  await db.treatmentPlan.create({
    data: {
      id: plan.id,
      ...owners,
      ...head(plan, status, now),
      createdAt: now,
      versions: { createMany: { data: plan.versions.map(versionRow) } },
      proposals: { createMany: { data: plan.proposals.map(proposalRow) } },
      approvals: { createMany: { data: plan.approvals.map(approvalRow) } },
    },
  });
};

/**
 * Stores what `after` has over `before`: new versions and approvals, new and changed proposals. Nothing is written, and the
 * answer is 'stale', unless the stored plan is still at the revision of `before`.
 */
export const savePlan = (db: Db, before: TreatmentPlan, after: TreatmentPlan, status: PlanStatus, now: Date): Promise<PlanSaved> =>
  db.$transaction(async (tx) => {
    const where = { id: before.id, revision: before.revision };
    const { count } = await tx.treatmentPlan.updateMany({ where, data: head(after, status, now) });
    if (count === 0) return 'stale';
    const planId = after.id;
    const versions = after.versions.slice(before.versions.length).map((version) => ({ planId, ...versionRow(version) }));
    if (versions.length > 0) await tx.planVersion.createMany({ data: versions });
    const approvals = after.approvals.slice(before.approvals.length).map((approval) => ({ planId, ...approvalRow(approval) }));
    if (approvals.length > 0) await tx.approval.createMany({ data: approvals });
    for (const row of after.proposals.map(proposalRow).filter((row) => isNew(row, before))) {
      await tx.proposal.upsert({ where: { planId_id: { planId, id: row.id } }, create: { planId, ...row }, update: row });
    }
    return 'saved';
  });

/** True unless the proposal at this place was the same before. */
const isNew = (row: ReturnType<typeof proposalRow>, before: TreatmentPlan): boolean => {
  const earlier = before.proposals[row.place];
  return !earlier || JSON.stringify(proposalRow(earlier, row.place)) !== JSON.stringify(row);
};

const head = (plan: TreatmentPlan, status: PlanStatus, now: Date) => {
  const review = reviewOn(plan.versions.at(-1)?.items ?? []);
  return {
    revision: plan.revision,
    nextNumber: plan.nextNumber,
    status,
    openedAt: plan.openedAt ?? null,
    declinedAt: plan.declined?.at ?? null,
    declinedReason: plan.declined?.reason ?? null,
    reviewOn: review ? new Date(review) : null,
    updatedAt: now,
  };
};

/** A plan as lists show it. */
export interface PlanSummary {
  id: string;
  client: { id: string; name: string | null };
  therapistId: string;
  status: PlanStatus;
  /** The day of the next review, YYYY-MM-DD. */
  reviewOn: string | null;
  /** Number of the current version. */
  version: number;
  /** Suggestions and questions that wait for one side or the other. */
  openProposals: number;
  createdAt: Date;
  updatedAt: Date;
}

/** For the desk: a therapist's plans, those with the given statuses if any are, last changed first. */
export const plansOfTherapist = (db: Db, therapistId: string, statuses?: PlanStatus[]): Promise<PlanSummary[]> =>
  summaries(db, { therapistId, ...(statuses && { status: { in: statuses } }) });

/** A client's plans, last changed first. */
export const plansOfClient = (db: Db, clientId: string): Promise<PlanSummary[]> => summaries(db, { clientId });

const summaries = async (db: Db, where: Prisma.TreatmentPlanWhereInput): Promise<PlanSummary[]> => {
  const client = { select: { id: true, name: true } };
  const _count = { select: { versions: true, proposals: { where: { state: { in: ['open', 'to-discuss'] } } } } };
  const select = { id: true, therapistId: true, status: true, reviewOn: true, createdAt: true, updatedAt: true, client, _count };
  const rows = await db.treatmentPlan.findMany({ where, select, orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }] });
  return rows.map(({ _count: counted, ...row }) => ({
    ...row,
    version: counted.versions,
    openProposals: counted.proposals,
    status: row.status as PlanStatus,
    reviewOn: row.reviewOn?.toISOString().slice(0, 10) ?? null,
  }));
};

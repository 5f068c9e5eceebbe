import type { PlanStatus, TreatmentPlan } from '../core/plan/plan.ts';
import { reviewOn } from '../core/plan/versions.ts';
import { nameOf } from './client-names.ts';
import type { Prisma } from './generated/client.ts';
import type { Db } from './open-store.ts';
import { closedPlace, declinedPlace } from './places.ts';
import { approvalRow, planFrom, proposalRow, versionRow, withParts } from './plan-rows.ts';
import type { Seal } from './vault.ts';

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
  const row = await db.treatmentPlan.findUnique({ where: { id }, include: { ...withParts, client: { select: { dataKey: true } } } });
  if (!row) return null;
  const { practiceId, clientId, therapistId, conversationId, createdAt, updatedAt } = row;
  const status = row.status as PlanStatus;
  return { plan: planFrom(row, db.vault.sealWith(row.client.dataKey)), practiceId, clientId, therapistId, conversationId, status, createdAt, updatedAt };
};

/** What a plan is sealed with: its client's. */
export const sealOfPlan = async (db: Db, id: string): Promise<Seal> => {
  const { client } = await db.treatmentPlan.findUniqueOrThrow({ where: { id }, select: { client: { select: { dataKey: true } } } });
  return db.vault.sealWith(client.dataKey);
};

/** Stores a new plan whole. `status` is what the core says of it. */
export const createPlan = async (db: Db, plan: TreatmentPlan, owners: PlanOwners, status: PlanStatus, now: Date): Promise<void> => {
  const seal = await db.vault.ofClient(db, owners.clientId);
  await db.treatmentPlan.create({
    data: {
      id: plan.id,
      ...owners,
      ...head(plan, status, now, seal),
      createdAt: now,
      versions: { createMany: { data: plan.versions.map((version) => versionRow(plan.id, version, seal)) } },
      proposals: { createMany: { data: plan.proposals.map((proposal, place) => proposalRow(plan.id, proposal, place, seal)) } },
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
    const planId = after.id;
    const seal = await sealOfPlan(tx, planId);
    const where = { id: planId, revision: before.revision };
    const { count } = await tx.treatmentPlan.updateMany({ where, data: head(after, status, now, seal) });
    if (count === 0) return 'stale';
    const versions = after.versions.slice(before.versions.length).map((version) => ({ planId, ...versionRow(planId, version, seal) }));
    if (versions.length > 0) await tx.planVersion.createMany({ data: versions });
    const approvals = after.approvals.slice(before.approvals.length).map((approval) => ({ planId, ...approvalRow(approval) }));
    if (approvals.length > 0) await tx.approval.createMany({ data: approvals });
    for (const [place, proposal] of after.proposals.entries()) {
      if (JSON.stringify(proposal) === JSON.stringify(before.proposals[place])) continue;
      const row = proposalRow(planId, proposal, place, seal);
      await tx.proposal.upsert({ where: { planId_id: { planId, id: row.id } }, create: { planId, ...row }, update: row });
    }
    return 'saved';
  });

const head = (plan: TreatmentPlan, status: PlanStatus, now: Date, seal: Seal) => {
  const review = reviewOn(plan.versions.at(-1)?.items ?? []);
  return {
    revision: plan.revision,
    nextNumber: plan.nextNumber,
    status,
    openedAt: plan.openedAt ?? null,
    declinedAt: plan.declined?.at ?? null,
    declinedReason: plan.declined ? seal.seal(declinedPlace(plan.id), plan.declined.reason) : null,
    closedAt: plan.closed?.at ?? null,
    closedWords: plan.closed ? seal.seal(closedPlace(plan.id), plan.closed.words) : null,
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
  const client = { select: { id: true, name: true, dataKey: true } };
  const _count = { select: { versions: true, proposals: { where: { state: { in: ['open', 'to-discuss'] } } } } };
  const select = { id: true, therapistId: true, status: true, reviewOn: true, createdAt: true, updatedAt: true, client, _count };
  const rows = await db.treatmentPlan.findMany({ where, select, orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }] });
  return rows.map(({ _count: counted, client: named, ...row }) => ({
    ...row,
    client: { id: named.id, name: nameOf(db.vault, named) },
    version: counted.versions,
    openProposals: counted.proposals,
    status: row.status as PlanStatus,
    reviewOn: row.reviewOn?.toISOString().slice(0, 10) ?? null,
  }));
};

import type { Approval, Change, Party, PlanItem, PlanVersion, Proposal, ProposalState, Remark, TreatmentPlan } from '../core/plan/plan.ts';
import type { Prisma } from './generated/client.ts';

/** A plan's parts between the core's shape and the tables'. Instants are ISO texts on one side and dates on the other. */

export const withParts = {
  versions: { orderBy: { number: 'asc' } },
  proposals: { orderBy: { place: 'asc' } },
  approvals: { orderBy: [{ version: 'asc' }, { at: 'asc' }, { party: 'asc' }] },
} satisfies Prisma.TreatmentPlanInclude;

type PlanRow = Prisma.TreatmentPlanGetPayload<{ include: typeof withParts }>;

export const planFrom = (row: PlanRow): TreatmentPlan => ({
  id: row.id,
  revision: row.revision,
  versions: row.versions.map(versionFrom),
  proposals: row.proposals.map(proposalFrom),
  approvals: row.approvals.map(approvalFrom),
  nextNumber: row.nextNumber,
  ...(row.openedAt && { openedAt: row.openedAt.toISOString() }),
  ...(row.declinedAt && { declined: { reason: row.declinedReason ?? '', at: row.declinedAt.toISOString() } }),
});

export const versionRow = ({ items, at, ...rest }: PlanVersion) => ({ ...rest, items: items as object[], at: new Date(at) });

const versionFrom = ({ number, items, hash, by, reason, at }: PlanRow['versions'][number]): PlanVersion => ({
  number,
  items: items as unknown as PlanItem[],
  hash,
  by: by as PlanVersion['by'],
  reason,
  at: at.toISOString(),
});

export const proposalRow = (proposal: Proposal, place: number) => ({
  id: proposal.id,
  place,
  by: proposal.by,
  change: proposal.change as object,
  reason: proposal.reason,
  state: proposal.state,
  remarks: proposal.remarks as object[],
  createdAt: new Date(proposal.createdAt),
  sentAt: proposal.sentAt ? new Date(proposal.sentAt) : null,
  decidedAt: proposal.decidedAt ? new Date(proposal.decidedAt) : null,
});

const proposalFrom = (row: PlanRow['proposals'][number]): Proposal => ({
  id: row.id,
  by: row.by as Party,
  change: row.change as unknown as Change,
  reason: row.reason,
  state: row.state as ProposalState,
  remarks: row.remarks as unknown as Remark[],
  createdAt: row.createdAt.toISOString(),
  ...(row.sentAt && { sentAt: row.sentAt.toISOString() }),
  ...(row.decidedAt && { decidedAt: row.decidedAt.toISOString() }),
});

export const approvalRow = ({ at, ...rest }: Approval) => ({ ...rest, at: new Date(at) });

const approvalFrom = ({ party, person, version, hash, at }: PlanRow['approvals'][number]): Approval => ({
  party: party as Party,
  person,
  version,
  hash,
  at: at.toISOString(),
});

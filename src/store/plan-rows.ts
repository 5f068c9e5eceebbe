import type { Approval, Change, Party, PlanItem, PlanVersion, Proposal, ProposalState, Remark, TreatmentPlan } from '../core/plan/plan.ts';
import type { Prisma } from './generated/client.ts';
import { closedPlace, declinedPlace, proposalPlace, versionPlace } from './places.ts';
import type { Seal } from './vault.ts';

/**
 * A plan's parts between the core's shape and the tables'. Instants are ISO texts on one side and dates on the other, and
 * what people wrote is sealed in the tables.
 */

export const withParts = {
  versions: { orderBy: { number: 'asc' } },
  proposals: { orderBy: { place: 'asc' } },
  approvals: { orderBy: [{ version: 'asc' }, { at: 'asc' }, { party: 'asc' }] },
} satisfies Prisma.TreatmentPlanInclude;

type PlanRow = Prisma.TreatmentPlanGetPayload<{ include: typeof withParts }>;

export const planFrom = (row: PlanRow, seal: Seal): TreatmentPlan => ({
  id: row.id,
  revision: row.revision,
  versions: row.versions.map((version) => versionFrom(version, seal)),
  proposals: row.proposals.map((proposal) => proposalFrom(proposal, seal)),
  approvals: row.approvals.map(approvalFrom),
  nextNumber: row.nextNumber,
  ...(row.openedAt && { openedAt: row.openedAt.toISOString() }),
  ...(row.declinedAt && { declined: { reason: row.declinedReason ? seal.open<string>(declinedPlace(row.id), row.declinedReason) : '', at: row.declinedAt.toISOString() } }),
  ...(row.closedAt && { closed: { words: row.closedWords ? seal.open<string>(closedPlace(row.id), row.closedWords) : '', at: row.closedAt.toISOString() } }),
});

export const versionRow = (planId: string, { items, reason, at, ...rest }: PlanVersion, seal: Seal) => ({
  ...rest,
  items: seal.seal(versionPlace('items', planId, rest.number), items),
  reason: seal.seal(versionPlace('reason', planId, rest.number), reason),
  at: new Date(at),
});

const versionFrom = ({ planId, number, items, hash, by, reason, at }: PlanRow['versions'][number], seal: Seal): PlanVersion => ({
  number,
  items: seal.open<PlanItem[]>(versionPlace('items', planId, number), items),
  hash,
  by: by as PlanVersion['by'],
  reason: seal.open(versionPlace('reason', planId, number), reason),
  at: at.toISOString(),
});

export const proposalRow = (planId: string, proposal: Proposal, place: number, seal: Seal) => ({
  id: proposal.id,
  place,
  by: proposal.by,
  change: seal.seal(proposalPlace('change', planId, proposal.id), proposal.change),
  reason: seal.seal(proposalPlace('reason', planId, proposal.id), proposal.reason),
  state: proposal.state,
  remarks: seal.seal(proposalPlace('remarks', planId, proposal.id), proposal.remarks),
  createdAt: new Date(proposal.createdAt),
  sentAt: proposal.sentAt ? new Date(proposal.sentAt) : null,
  decidedAt: proposal.decidedAt ? new Date(proposal.decidedAt) : null,
});

const proposalFrom = (row: PlanRow['proposals'][number], seal: Seal): Proposal => ({
  id: row.id,
  by: row.by as Party,
  change: seal.open<Change>(proposalPlace('change', row.planId, row.id), row.change),
  reason: seal.open(proposalPlace('reason', row.planId, row.id), row.reason),
  state: row.state as ProposalState,
  remarks: seal.open<Remark[]>(proposalPlace('remarks', row.planId, row.id), row.remarks),
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

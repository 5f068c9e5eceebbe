import { hashItems } from './hash.ts';
import type { PlanItem, TreatmentPlan } from './plan.ts';

/** A plan from its draft: one version, nothing proposed, nobody has seen it. `now` is an ISO instant. */
export const newPlan = (id: string, draft: { items: PlanItem[]; nextNumber: number }, now: string): TreatmentPlan => ({
  id,
  revision: 0,
  versions: [{ number: 1, items: draft.items, hash: hashItems(draft.items), by: 'draft', reason: '', at: now }],
  proposals: [],
  approvals: [],
  nextNumber: draft.nextNumber,
});

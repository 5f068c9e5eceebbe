import type { ActResult, Refusal } from './act.ts';
import type { TreatmentPlan } from './plan.ts';

/** The plan with something changed; the revision rises. */
export const changed = (plan: TreatmentPlan): ActResult => ({ ok: true, plan: { ...plan, revision: plan.revision + 1 } });

/** Nothing to do: saying the same twice is no mistake. */
export const unchanged = (plan: TreatmentPlan): ActResult => ({ ok: true, plan });

export const refused = (refusal: Refusal): ActResult => ({ ok: false, refusal });

import type { Party, PlanVersion, TreatmentPlan } from '../plan/plan.ts';

/** A version that both sides have said yes to. */
export interface Agreement {
  version: PlanVersion;
  /** When the second of the two said it; ISO instant. */
  at: string;
}

/** Every version that was agreed, oldest first. Edits void an agreement for what comes after; that it was made stays true. */
export const agreements = (plan: TreatmentPlan): Agreement[] =>
  plan.versions.flatMap((version): Agreement[] => {
    const yes = (party: Party): number => {
      const approval = plan.approvals.find((one) => one.party === party && one.version === version.number && one.hash === version.hash);
      return approval ? Date.parse(approval.at) : Number.NaN;
    };
    const at = Math.max(yes('client'), yes('therapist'));
    return Number.isNaN(at) ? [] : [{ version, at: new Date(at).toISOString() }];
  });

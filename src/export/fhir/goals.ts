import type { PageWords } from '../../core/page-words.ts';
import { agreements } from '../../core/progress/agreements.ts';
import { progressOf, type GoalProgress, type Progress } from '../../core/progress/progress.ts';
import { contentHash } from '../../core/content-hash.ts';
import { currentVersion } from '../../core/plan/versions.ts';
import type { PlanItem, PlanVersion } from '../../core/plan/plan.ts';
import type { Rating } from '../../core/progress/rating.ts';
import type { Copy } from '../copy.ts';
import { coded, fhirId, fhirText, identifierOf, referenceTo, urlOf, type FhirReference, type FhirResource } from './resource.ts';

/** The versions a record is told of: all that were agreed, and the one that stands. Steps on the way are nobody's plan. */
export function recordedVersions({ plan }: Copy): PlanVersion[] {
  const current = currentVersion(plan);
  const agreed = agreements(plan).map(({ version }) => version);
  return agreed.includes(current) ? agreed : [...agreed, current];
}

/** What a record goes by: the version that closed the plan, else the last that was agreed; none while there was neither. */
export const versionInForce = ({ plan }: Copy): PlanVersion | undefined => (plan.closed ? currentVersion(plan) : agreements(plan).at(-1)?.version);

/** A goal said otherwise is another resource: what was agreed must go on saying what it said. */
const goalName = ({ plan }: Copy, version: PlanVersion, goal: PlanItem): [string, string, string] =>
  [plan.id, goal.id, contentHash([goal, ...signsOf(version, goal).map(({ text }) => text)])];

const signsOf = ({ items }: PlanVersion, goal: PlanItem): PlanItem[] => items.filter((item) => item.kind === 'measure' && item.goal === goal.id);

const goalsIn = ({ items }: PlanVersion): PlanItem[] => items.filter(({ kind }) => kind === 'goal');

export const goalReference = (copy: Copy, version: PlanVersion, goal: PlanItem): FhirReference => referenceTo('Goal', ...goalName(copy, version, goal));

/** The id of a rating's Observation. */
export const ratingId = (plan: string, { goal, at, value }: Rating): string => fhirId('Observation', plan, goal, at, value);

export function goals(copy: Copy, words: PageWords): FhirResource[] {
  const versions = recordedVersions(copy);
  const progress = progressOf(copy);
  const all = versions.flatMap((version) => goalsIn(version).map((goal) => goalResource(copy, words, version, goal, progress)));
  // The newest telling of the same words wins: it knows what became of them.
  return [...new Map(all.map((resource) => [resource.id, resource])).values()];
}

function goalResource(copy: Copy, words: PageWords, version: PlanVersion, goal: PlanItem, progress: Progress): FhirResource {
  const { target } = goal;
  const patient = referenceTo('Patient', copy.client.id);
  const agreed = agreements(copy.plan).find(({ version: { items } }) => items.some(({ id, text }) => id === goal.id && text === goal.text));
  const known = progress.goals.find((one) => one.goal === goal.id)!;
  const lifecycleStatus = lifecycle(copy, version, goal, known);
  const said = fhirText(goal.endedWords ?? '');
  return {
    resourceType: 'Goal', id: fhirId('Goal', ...goalName(copy, version, goal)),
    identifier: [{ system: identifierOf(copy.plan.id).value, value: goal.id }],
    lifecycleStatus,
    ...(lifecycleStatus === 'active' || lifecycleStatus === 'completed' ? { achievementStatus: achievement(goal, known) } : {}),
    ...(goal.ended && { statusDate: version.at.slice(0, 10), statusReason: words.t(`progress.ended-${goal.ended}`) }),
    ...(said && { note: [{ authorReference: patient, text: said }] }),
    description: { text: fhirText(goal.text) },
    subject: patient,
    ...(agreed && { startDate: agreed.at.slice(0, 10) }),
    target: [
      ...(target === undefined ? [] : [{ measure: { text: words.t('progress.scale-name') }, detailInteger: target }]),
      ...signsOf(version, goal).map(({ text }) => ({ measure: { text: fhirText(text) } })),
    ],
    expressedBy: patient,
    outcomeReference: copy.ratings.filter((rating) => rating.goal === goal.id).map((rating) => ({ reference: urlOf(ratingId(copy.plan.id, rating)), type: 'Observation' })),
  };
}

function lifecycle(copy: Copy, version: PlanVersion, goal: PlanItem, { reached }: GoalProgress): string {
  const { plan } = copy;
  const agreed = agreements(plan);
  const inUse = versionInForce(copy);
  const wasAgreed = agreed.some((one) => one.version === version);
  if (plan.declined) return wasAgreed ? 'cancelled' : 'rejected';
  if (goal.ended && (wasAgreed || version === inUse)) return goal.ended === 'set-aside' ? 'cancelled' : 'completed';
  const said = (one: PlanVersion): string[] => goalsIn(one).map((item) => goalReference(copy, one, item).reference);
  if (inUse && said(inUse).includes(goalReference(copy, version, goal).reference)) return 'active';
  if (!wasAgreed) return plan.approvals.some(({ party, version: number, hash }) => party === 'client' && number === version.number && hash === version.hash) ? 'accepted' : 'proposed';
  return reached && !inUse?.items.some(({ id }) => id === goal.id) ? 'completed' : 'cancelled';
}

const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';

function achievement({ ended }: PlanItem, { reached, sinceStart }: GoalProgress) {
  if (reached || ended === 'achieved') return coded(ACHIEVEMENT, 'achieved', 'Achieved');
  if (!sinceStart) return coded(ACHIEVEMENT, 'in-progress', 'In Progress');
  // Small ups and downs are not read as a change.
  if (!sinceStart.clear) return coded(ACHIEVEMENT, 'no-change', 'No Change');
  return sinceStart.direction === 'closer' ? coded(ACHIEVEMENT, 'improving', 'Improving') : coded(ACHIEVEMENT, 'worsening', 'Worsening');
}

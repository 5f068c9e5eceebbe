import type { PageWords } from '../../core/page-words.ts';
import { agreements } from '../../core/progress/agreements.ts';
import type { PlanItem, PlanVersion } from '../../core/plan/plan.ts';
import { currentVersion } from '../../core/plan/versions.ts';
import { planContent } from '../plan-content.ts';
import type { Copy } from '../copy.ts';
import { goalReference, recordedVersions } from './goals.ts';
import { narrative } from './narrative.ts';
import { coded, fhirId, fhirText, identifierOf, referenceTo, type FhirReference, type FhirResource } from './resource.ts';

type Status = 'draft' | 'active' | 'completed' | 'revoked';

export const carePlanReference = ({ plan }: Copy, { number }: PlanVersion): FhirReference => referenceTo('CarePlan', plan.id, number);

/** One CarePlan a version: draft until agreed, active once it is, revoked when a later one is agreed or the plan is set aside; completed is the one that closed it. */
export const carePlans = (copy: Copy, words: PageWords): FhirResource[] =>
  recordedVersions(copy).map((version) => carePlan(copy, words, version));

function carePlan(copy: Copy, words: PageWords, version: PlanVersion): FhirResource {
  const { plan, client, therapist } = copy;
  const counted = [...agreements(plan), ...(plan.closed ? [{ version: currentVersion(plan), at: plan.closed.at }] : [])];
  const place = counted.findIndex((one) => one.version === version);
  const isLast = place === counted.length - 1;
  const status: Status = plan.declined ? 'revoked' : place < 0 ? 'draft' : !isLast ? 'revoked' : plan.closed ? 'completed' : 'active';
  const before = counted[place - 1]?.version;
  const end = status === 'completed' ? plan.closed?.at : counted[place + 1]?.at;
  const [patient, practitioner] = [referenceTo('Patient', client.id), referenceTo('Practitioner', therapist.id)];
  const areas = version.items.filter(({ kind }) => kind === 'area').flatMap(({ text }) => fhirText(text) ?? []);
  return {
    resourceType: 'CarePlan', id: fhirId('CarePlan', plan.id, version.number), language: words.language,
    text: { status: 'additional', div: narrative(planContent(copy, words, version.number), words.language) },
    identifier: [identifierOf(plan.id), { system: identifierOf(plan.id).value, value: `version-${version.number}` }],
    ...(before && { replaces: [carePlanReference(copy, before)] }),
    status, intent: 'plan',
    category: [coded('http://hl7.org/fhir/us/core/CodeSystem/careplan-category', 'assess-plan', 'Assessment and Plan of Treatment')],
    title: words.t('copy.title'),
    ...(areas.length > 0 && { description: `${words.t('copy.areas')}: ${areas.join('; ')}` }),
    subject: patient,
    ...(place >= 0 && { period: { start: counted[place]!.at, ...(end && { end }) } }),
    created: version.at,
    author: practitioner,
    contributor: [patient, practitioner],
    goal: version.items.filter(({ kind }) => kind === 'goal').map((goal) => goalReference(copy, version, goal)),
    activity: version.items.flatMap((item) => activity(copy, words, version, item, status)),
  };
}

const KINDS: Partial<Record<PlanItem['kind'], string>> = { strategy: 'copy.strategies', measure: 'copy.measures', review: 'copy.review-date' };

/** Approaches, signs to look for in life as a whole (a goal holds its own), and the next look at the plan. */
function activity(copy: Copy, words: PageWords, version: PlanVersion, item: PlanItem, status: Status) {
  const kind = KINDS[item.kind];
  if (!kind || (item.kind === 'measure' && item.goal)) return [];
  const served = version.items.find(({ id }) => id === item.goal);
  const doing = { draft: 'not-started', active: item.kind === 'review' ? 'scheduled' : 'in-progress', completed: 'completed', revoked: 'stopped' }[status];
  return [{
    detail: {
      code: { text: words.t(kind) }, status: doing,
      ...(served && { goal: [goalReference(copy, version, served)] }),
      ...(item.on && { scheduledPeriod: { start: item.on, end: item.on } }),
      description: fhirText([item.text, item.what, item.why, item.connects].filter(Boolean).join('\n')),
    },
  }];
}

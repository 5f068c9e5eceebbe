import { carePlans } from './fhir/care-plans.ts';
import { goals } from './fhir/goals.ts';
import { people } from './fhir/people.ts';
import { consents, observations, provenances, questionnaireResponse } from './fhir/records.ts';
import { fhirId, identifierOf, urlOf, type FhirResource } from './fhir/resource.ts';
import type { PageWords } from '../core/page-words.ts';
import type { Copy } from './copy.ts';

export type { FhirResource };

export interface FhirBundle {
  resourceType: 'Bundle';
  id: string;
  identifier: { system: string; value: string };
  type: 'collection';
  timestamp: string;
  entry: { fullUrl: string; resource: FhirResource }[];
}

/**
 * The plan and what led to it as a FHIR R4 Bundle for another record system, shaped so that US Core's CarePlan finds what it
 * wants. Every reference leads to an entry of the same bundle; ids depend on what a thing is, so the same thing sent twice
 * is known again. Private notes, unsent suggestions and what was to stay out of the plan are not in it.
 */
export function fhirBundle(copy: Copy, words: PageWords): FhirBundle {
  const resources = [
    ...people(copy), ...carePlans(copy, words), ...goals(copy, words), ...questionnaireResponse(copy),
    ...observations(copy, words), ...consents(copy, words), ...provenances(copy),
  ].map(withoutEmpty);
  // The same rating told twice is one observation.
  const unique = new Map(resources.map((resource) => [resource.id, resource]));
  const id = fhirId('Bundle', copy.plan.id, copy.at);
  return {
    resourceType: 'Bundle', id, identifier: identifierOf(id), type: 'collection', timestamp: copy.at,
    entry: [...unique.values()].map((resource) => ({ fullUrl: urlOf(resource.id), resource })),
  };
}

/** FHIR knows no empty lists, and nothing that is not there. */
function withoutEmpty<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutEmpty) as T;
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, field]) => field !== undefined && !(Array.isArray(field) && field.length === 0));
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutEmpty(field)])) as T;
}

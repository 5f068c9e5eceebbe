import type { Copy } from '../copy.ts';
import { fhirId, fhirText, identifierOf, type FhirResource } from './resource.ts';

/** Why a name is not split into given and family: people say what to call them, and no more. */
const UNKNOWN = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };

const nameOf = (text: string | undefined) => [{ extension: [UNKNOWN], ...(text && { use: 'usual', text }) }];

export function people({ client, therapist, practice }: Copy): FhirResource[] {
  return [
    {
      resourceType: 'Patient', id: fhirId('Patient', client.id), identifier: [identifierOf(client.id)], active: true,
      name: nameOf(fhirText(client.name ?? '')), gender: 'unknown',
    },
    { resourceType: 'Practitioner', id: fhirId('Practitioner', therapist.id), identifier: [identifierOf(therapist.id)], name: nameOf(fhirText(therapist.name)) },
    { resourceType: 'Organization', id: fhirId('Organization', practice.slug), identifier: [{ value: practice.slug }], active: true, name: fhirText(practice.name) },
  ];
}

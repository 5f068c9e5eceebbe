import type { PageWords } from '../../core/page-words.ts';
import type { Copy } from '../copy.ts';
import { carePlanReference } from './care-plans.ts';
import { goalReference, ratingId, recordedVersions, versionInForce } from './goals.ts';
import { base64, coded, fhirId, fhirText, identifierOf, referenceTo, type FhirReference, type FhirResource } from './resource.ts';

/** What the client said, question by question. What was to stay out of the plan is not in it. */
export function questionnaireResponse({ plan, client, words: told }: Copy): FhirResource[] {
  const item = told.filter(({ outOfPlan }) => !outOfPlan).flatMap(({ answer, question, text }) => {
    const valueString = fhirText(text);
    return valueString ? [{ linkId: answer, text: fhirText(question), answer: [{ valueString }] }] : [];
  });
  const patient = referenceTo('Patient', client.id);
  return item.length === 0 ? [] : [{
    resourceType: 'QuestionnaireResponse', id: fhirId('QuestionnaireResponse', plan.id), identifier: identifierOf(plan.id),
    status: 'completed', subject: patient, authored: plan.versions[0]!.at, author: patient, source: patient, item,
  }];
}

/** What the client was shown, word for word, and what they said to it. */
export const consents = ({ consents: given, client, practice }: Copy, words: PageWords): FhirResource[] =>
  given.map(({ id, at, given: yes, shown, withdrawnAt }) => ({
    resourceType: 'Consent', id: fhirId('Consent', id), identifier: [identifierOf(id)],
    status: !yes ? 'rejected' : withdrawnAt ? 'inactive' : 'active',
    scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy', 'Privacy Consent'),
    category: [coded('http://loinc.org', '59284-0', 'Patient Consent')],
    patient: referenceTo('Patient', client.id), dateTime: at,
    performer: [referenceTo('Patient', client.id)],
    organization: [referenceTo('Organization', practice.slug)],
    sourceAttachment: { contentType: 'text/plain; charset=utf-8', language: words.language, data: base64(shown), creation: at },
    policyRule: coded('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'OPTIN', 'opt-in'),
    provision: { type: yes ? 'permit' : 'deny', period: { start: at, ...(withdrawnAt && { end: withdrawnAt }) } },
  }));

const SIGNATURE = { system: 'urn:iso-astm:E1762-95:2013' };
const SIGNATURES = {
  client: { ...SIGNATURE, code: '1.2.840.10065.1.12.1.7', display: 'Consent Signature' },
  therapist: { ...SIGNATURE, code: '1.2.840.10065.1.12.1.5', display: 'Verification Signature' },
};

/** Who said yes, when, and to exactly which content: the hash that the approval names. */
export function provenances(copy: Copy): FhirResource[] {
  const versions = recordedVersions(copy);
  return copy.plan.approvals.flatMap(({ party, person, version: number, hash, at }): FhirResource[] => {
    const version = versions.find((one) => one.number === number && one.hash === hash);
    if (!version) return [];
    const who: FhirReference = party === 'client' ? referenceTo('Patient', copy.client.id) : referenceTo('Practitioner', copy.therapist.id);
    const isOurs = party === 'client' ? person === copy.client.id : person === copy.therapist.id;
    // Approved by a therapist who has since handed the client over: named by id, for the bundle does not hold them.
    const signer = isOurs ? who : { type: who.type, identifier: identifierOf(person) };
    return [{
      resourceType: 'Provenance', id: fhirId('Provenance', copy.plan.id, number, party, hash),
      target: [carePlanReference(copy, version)], recorded: at,
      activity: coded('http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion', 'AU', 'authenticated'),
      agent: [{ type: coded('http://terminology.hl7.org/CodeSystem/provenance-participant-type', 'attester', 'Attester'), who: signer }],
      entity: [{ role: 'source', what: { identifier: { value: `sha256:${hash}` } } }],
      signature: [{ type: [SIGNATURES[party]], when: at, who: signer, targetFormat: 'application/json', sigFormat: 'text/plain', data: base64(`sha256:${hash}`) }],
    }];
  });
}

/** Ratings and signs of change, each at its time. */
export function observations(copy: Copy, words: PageWords): FhirResource[] {
  const { plan, client } = copy;
  const patient = referenceTo('Patient', client.id);
  const newest = versionInForce(copy) ?? plan.versions.at(-1)!;
  const focus = (goal: string | undefined) => {
    const version = [newest, ...recordedVersions(copy).toReversed()].find(({ items }) => items.some(({ id }) => id === goal));
    const item = version?.items.find(({ id }) => id === goal);
    return version && item ? { focus: [goalReference(copy, version, item)] } : {};
  };
  const base = { resourceType: 'Observation', status: 'final', category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', 'survey', 'Survey')], subject: patient, performer: [patient] };
  return [
    ...copy.ratings.map(({ goal, at, value }) => ({
      ...base, id: ratingId(plan.id, { goal, at, value }), code: { text: words.t('progress.scale-name') }, ...focus(goal), effectiveDateTime: at, valueInteger: value,
    })),
    ...copy.signs.flatMap(({ goal, at, text }) => {
      const valueString = fhirText(text);
      return valueString ? [{ ...base, id: fhirId('Observation', plan.id, 'sign', at, text), code: { text: words.t('progress.signs') }, ...focus(goal), effectiveDateTime: at, valueString }] : [];
    }),
  ];
}

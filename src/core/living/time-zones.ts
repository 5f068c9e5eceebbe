import type { Choice } from '../conversation/message.ts';
import type { Offer } from '../flow/sources.ts';

/** Which time it is where a client is: a few places offered from their country, every other one understood when it is written. */

/** Names that the time-zone database has changed since, and that people know their place by. */
const RENAMED: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata', 'Asia/Katmandu': 'Asia/Kathmandu', 'Asia/Saigon': 'Asia/Ho_Chi_Minh', 'Asia/Rangoon': 'Asia/Yangon',
  'Europe/Kiev': 'Europe/Kyiv', 'America/Buenos_Aires': 'America/Argentina/Buenos_Aires', 'America/Godthab': 'America/Nuuk',
  'Atlantic/Faeroe': 'Atlantic/Faroe', 'Pacific/Enderbury': 'Pacific/Kanton',
};

/** The place that most people of a zone know it by, where a country has several zones; also the order they are shown in. */
const WELL_KNOWN = [
  'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Phoenix', 'America/Anchorage', 'Pacific/Honolulu',
  'America/Toronto', 'America/Winnipeg', 'America/Edmonton', 'America/Vancouver', 'America/Halifax', 'America/St_Johns', 'America/Regina',
  'Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth', 'Europe/Lisbon', 'Europe/Madrid',
  'America/Sao_Paulo', 'America/Manaus', 'America/Mexico_City', 'America/Tijuana', 'Europe/Moscow', 'Pacific/Auckland', 'Asia/Jakarta',
];
const MOST_OFFERED = 8;

const named = (zone: string): string => RENAMED[zone] ?? zone;

/** A place as people write it: `America/New_York` is "New York". */
export const placeName = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** Whether a clock can be kept by this name. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const known = new Map<string, readonly string[]>();

/** The zones of a country (ISO 3166, two letters), one for each clock that differs from the others. `now` tells which year's clocks. */
export function zonesOf(country: string, now: Date): readonly string[] {
  const year = now.getUTCFullYear();
  const zones = known.get(`${country} ${year}`) ?? findZones(country, year);
  known.set(`${country} ${year}`, zones);
  return zones;
}

/** Every zone is asked for its clock twice, which takes milliseconds where a country has many. */
function findZones(country: string, year: number): string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?(): string[] | undefined };
  const zones = (locale.getTimeZones?.() ?? []).map(named);
  const order = [...WELL_KNOWN.filter((zone) => zones.includes(zone)), ...zones.filter((zone) => !WELL_KNOWN.includes(zone))];
  const clocks = new Map<string, string>();
  for (const zone of order) {
    const clock = clockOf(zone, year);
    if (!clocks.has(clock)) clocks.set(clock, zone);
  }
  return [...clocks.values()];
}

/** What tells two clocks apart: how far they are from Greenwich in winter and in summer. */
const clockOf = (zone: string, year: number): string => [0, 6].map((month) => nameOf(zone, 'en', 'longOffset', new Date(Date.UTC(year, month, 15)))).join(' ');

const nameOf = (zone: string, language: string, timeZoneName: 'longOffset' | 'longGeneric', at: Date): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone;

/** The zone to go by while the client has not said theirs: the only or first one of their country, else the given one. */
export const guessedZone = (country: string | null, otherwise: string, now: Date): string => (country ? zonesOf(country, now)[0] : undefined) ?? otherwise;

/** Every place with a clock of its own, by its name and by its name in the database; listed once. */
let places: Choice[] | undefined;
const everyPlace = (): Choice[] => (places ??= [...Intl.supportedValuesOf('timeZone'), ...Object.values(RENAMED)]
  .flatMap((zone) => [{ id: named(zone), label: placeName(zone) }, { id: named(zone), label: zone.replaceAll('_', ' ') }]));

/** Every zone there is, by its name today, in the order of the alphabet. */
export const everyZone = (): string[] => [...new Set(everyPlace().map(({ id }) => id))].sort();

/** Where a client may be. `known` is what they said before. */
export interface Whereabouts {
  country: string | null;
  known: string | null;
  otherwise: string;
  now: Date;
}

/** What they said before comes first; then the clocks of their country. */
export function likelyZones({ country, known: said, otherwise, now }: Whereabouts): string[] {
  const ofCountry = country ? zonesOf(country, now) : [];
  return [...new Set([...(said ? [said] : []), ...(ofCountry.length > 0 ? ofCountry : [otherwise])])].slice(0, MOST_OFFERED);
}

export function zoneOffer(where: Whereabouts, language: string): Offer {
  const offered = likelyZones(where).map((zone) => ({ id: zone, label: placeName(zone), hint: nameOf(zone, language, 'longGeneric', where.now) }));
  return { offered, get more() { return [...offered.map(({ id, hint }) => ({ id, label: hint })), ...everyPlace()]; }, labelOf: placeName };
}

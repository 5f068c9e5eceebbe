import { describe, expect, it } from 'vitest';
import { matchChoice } from '../../../src/core/flow/questions/matching.ts';
import type { Offer } from '../../../src/core/flow/sources.ts';
import { usualQuiet } from '../../../src/core/living/quiet.ts';
import { timeOffer } from '../../../src/core/living/times-of-day.ts';
import { guessedZone, isTimeZone, zoneOffer, zonesOf } from '../../../src/core/living/time-zones.ts';
import { loaded } from '../../support/flows.ts';

const now = new Date('2026-03-02T10:00Z');
const means = ({ offered, more = [] }: Offer, text: string): string | undefined =>
  matchChoice(text, { offered, understood: [...offered, ...more] }, loaded.common.en!, { loosely: true })?.id;

describe('whose clock', () => {
  const offer = (country: string | null, known: string | null = null) => zoneOffer({ country, known, otherwise: 'Europe/Dublin', now }, 'en');
  it.each([
    ['IE', ['Europe/Dublin']], ['IN', ['Asia/Kolkata']], [null, ['Europe/Dublin']],
    ['US', ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Phoenix', 'America/Anchorage', 'Pacific/Honolulu', 'America/Adak']],
    ['AU', ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth', 'Australia/Eucla', 'Australia/Lord_Howe']],
  ])('%s: one place for each clock', (country, zones) => expect(offer(country).offered.map(({ id }) => id)).toEqual(zones));
  it('what they said before comes first', () => expect(offer('IE', 'Asia/Tokyo').offered.map(({ id }) => id)).toEqual(['Asia/Tokyo', 'Europe/Dublin']));
  it.each([
    ['paris', 'Europe/Paris'], ['São Paulo', 'America/Sao_Paulo'], ['America/New_York', 'America/New_York'], ['new york', 'America/New_York'],
    ['Kolkata', 'Asia/Kolkata'], ['Calcutta', 'Asia/Kolkata'], ['kyiv', 'Europe/Kyiv'], ['eastern time', 'America/New_York'], ['2', 'America/Chicago'], ['Atlantis', undefined],
  ])('"%s" is understood', (text, zone) => expect(means(offer('US'), text)).toBe(zone));
  it('is guessed from the country, else from the practice', () => {
    expect([guessedZone('NZ', 'UTC', now), guessedZone(null, 'Europe/Dublin', now), guessedZone('AQ', 'UTC', now)]).toEqual(['Pacific/Auckland', 'Europe/Dublin', expect.any(String)]);
  });
  it('every offered clock can be kept', () => {
    for (const country of ['US', 'CA', 'AU', 'BR', 'RU', 'MX', 'ES', 'PT', 'GB', 'FR', 'DE', 'NZ', 'ID', 'ZA']) expect(zonesOf(country, now).every(isTimeZone), country).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});

describe('what time', () => {
  const offer = timeOffer(usualQuiet, 'en');
  it.each([
    ['6 pm', '18:00'], ['6pm', '18:00'], ['at 6 pm', '18:00'], ['18:30', '18:30'], ['6.30 PM', '18:30'], ['9:00', '09:00'], ['6:00 PM', '18:00'], ['4', '18:00'],
    ['11 pm', undefined], ['20:00', undefined], ['18:17', undefined], ['soon', undefined], ['17', undefined],
  ])('"%s" is %s', (text, time) => expect(means(offer, text)).toBe(time));
  it('offers nothing that the practice keeps quiet', () => {
    expect(timeOffer({ from: '13:00', until: '10:00' }, 'en').offered.map(({ id }) => id)).toEqual(['12:00']);
  });
});

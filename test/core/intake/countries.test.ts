import { describe, expect, it } from 'vitest';
import { matchChoice } from '../../../src/core/flow/questions/matching.ts';
import { countryName, countryOffer } from '../../../src/core/intake/countries.ts';
import { loaded } from '../../support/flows.ts';

const understood = (text: string, practice: string | null = 'IE'): string | null => {
  const { offered, more } = countryOffer('en', practice);
  return matchChoice(text, { offered, understood: [...offered, ...more!] }, loaded.common.en!)?.id ?? null;
};

describe('the country a client is in', () => {
  it('shows the practice’s own first, then those most people answer with', () => {
    expect(countryOffer('en', 'NZ').offered.map(({ id }) => id)).toEqual(['NZ', 'US', 'GB', 'CA', 'AU', 'IE']);
    expect(countryOffer('en', 'PL').offered.map(({ id }) => id)).toEqual(['PL', 'US', 'GB', 'CA', 'AU', 'IE']);
    expect(countryOffer('en', null).offered).toHaveLength(6);
    expect(countryOffer('en', 'XX').offered.map(({ id }) => id)).not.toContain('XX');
  });
  const rows: [string, string | null][] = [
    ['Ireland', 'IE'], ['ireland.', 'IE'], ['Éire', 'IE'], ['IE', 'IE'],
    ['UK', 'GB'], ['England', 'GB'], ['Scotland', 'GB'], ['Northern Ireland', 'GB'],
    ['usa', 'US'], ['U.S.', 'US'], ['the States', 'US'], ['United States', 'US'],
    ['Norway', 'NO'], ['South Korea', 'KR'], ['the netherlands', 'NL'], ['Holland', 'NL'], ['Côte d’Ivoire', 'CI'], ['cote d ivoire', null],
    ['Taiwan', 'TW'], ['Czechia', 'CZ'], ['2', 'US'],
    // Words that are codes of countries, and names that two countries share, are not guessed at.
    ['no', null], ['me', null], ['in', null], ['it', null], ['Congo', null], ['Guinea', 'GN'], ['Niger', 'NE'],
    ['Narnia', null], ['Dublin', null], ['I am in Ireland', null],
  ];
  for (const [text, code] of rows) it(`“${text}” → ${code}`, () => expect(understood(text)).toBe(code));

  it('has a name to show for every country, without a register’s commas where there is another', () => {
    const { more } = countryOffer('en', null);
    const labels = new Map(more!.toReversed().map(({ id, label }) => [id, label]));
    expect(labels.size).toBeGreaterThan(240);
    expect(labels.get('TW')).toBe('Taiwan');
    expect(countryName('IE', 'en')).toBe('Ireland');
    expect(countryName('XX', 'en')).toBeNull();
  });
});

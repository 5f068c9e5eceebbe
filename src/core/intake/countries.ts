import countries from 'i18n-iso-countries';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import spanish from 'i18n-iso-countries/langs/es.json' with { type: 'json' };
import type { Choice } from '../conversation/message.ts';
import type { Offer } from '../flow/sources.ts';

for (const names of [english, spanish]) countries.registerLocale(names);

/** Countries most people of a language answer with, shown as buttons; any other can be typed. */
const likely: Record<string, string[]> = { en: ['US', 'GB', 'CA', 'AU', 'IE', 'NZ'], es: ['ES', 'MX', 'AR', 'CO', 'CL', 'PE'] };
const SHOWN = 6;

/** What people call their country besides its names in the ISO list. */
const alsoCalled: Record<string, Record<string, string[]>> = {
  en: {
    US: ['America', 'the States'], GB: ['England', 'Scotland', 'Wales', 'Northern Ireland', 'Britain'],
    IE: ['Republic of Ireland', 'Eire'], NL: ['Holland'], NZ: ['NZ', 'Aotearoa'],
  },
  es: {
    US: ['EEUU', 'EE UU', 'EUA', 'USA', 'Estados Unidos de América'], GB: ['Inglaterra', 'Escocia', 'Gales', 'Irlanda del Norte', 'Gran Bretaña'],
    NL: ['Holanda'], MX: ['Méjico'], DO: ['Dominicana'], KR: ['Corea del Sur'], KP: ['Corea del Norte'],
  },
};

const offers = new Map<string, Offer>();

/** All countries in a language, ISO 3166 codes as ids; the practice's own first. Other names of a country are understood too. */
export function countryOffer(language: string, practiceCountry: string | null): Offer {
  const key = `${language} ${practiceCountry}`;
  const offer = offers.get(key) ?? makeOffer(language, practiceCountry);
  offers.set(key, offer);
  return offer;
}

function makeOffer(language: string, practiceCountry: string | null): Offer {
  const names = countries.getNames(language, { select: 'all' });
  // "UK" is too short to stand on a button, and "Tanzania, United Republic of" is a line of a register.
  const choice = (code: string): Choice => ({ id: code, label: names[code]!.find((name) => name.length > 3 && !name.includes(',')) ?? names[code]![0]! });
  const first = [...new Set([...(practiceCountry ? [practiceCountry] : []), ...(likely[language] ?? [])])]
    .filter((code) => names[code]).slice(0, SHOWN);
  const more = Object.entries(names).flatMap(([code, all]) =>
    [choice(code), ...[...all, ...(alsoCalled[language]?.[code] ?? [])].map((label) => ({ id: code, label }))]);
  const labels = new Map(Object.keys(names).map((code) => [code, choice(code).label]));
  const codes = (likely[language] ?? []).map((code) => ({ id: code, label: code }));
  return { offered: first.map(choice), more: [...more, ...codes], labelOf: (code) => labels.get(code) };
}

/** The country's name in a language; null for anything that is not a country code. */
export const countryName = (code: string, language: string): string | null => countries.getName(code, language) ?? null;

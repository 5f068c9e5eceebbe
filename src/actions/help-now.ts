import { countryName } from '../core/intake/countries.ts';
import { helplinesFor } from '../core/safety/helplines.ts';
import type { App } from './app.ts';

export interface HelpNowPage {
  country: string | null;
  countries: { code: string; name: string }[];
  emergency?: string;
  lines: { name: string; about?: string; ways: { kind: 'call' | 'text' | 'chat'; label: string; href: string }[] }[];
}

/** The lines to call in a country, for the page that anybody can open at any time. */
export const openHelpNow = (app: App) => (country: string | null, language: string): HelpNowPage => {
  const { helplines } = app.flows;
  const known = country !== null && country in helplines.countries ? country : null;
  const { lines } = helplinesFor(helplines, known ?? undefined, language);
  return {
    country: known,
    countries: Object.keys(helplines.countries)
      .map((code) => ({ code, name: countryName(code, language) ?? code }))
      .sort((one, other) => one.name.localeCompare(other.name, language)),
    ...(known && { emergency: helplines.countries[known]!.emergency.number }),
    lines: lines.map(({ name, how, hours }) => ({ name, ...(hours && { about: hours }), ways: [{ kind: /text|mensaje/i.test(how) && !/call|llama/i.test(how) ? 'text' : 'call', label: how, href: hrefOf(how) }] })),
  };
};

/** A link that a phone can dial, for the first number in the words; the words themselves stay as they are. */
function hrefOf(how: string): string {
  const number = /\+?\d[\d\s()./-]{1,}\d/.exec(how)?.[0]?.replace(/[^\d+]/g, '') ?? '';
  return /\b(call|llama)/i.test(how) ? `tel:${number}` : `sms:${number}`;
}

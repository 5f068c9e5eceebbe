import { z } from 'zod';

const byLanguage = z.record(z.string().regex(/^[a-z]{2}$/, 'use a two-letter language code'), z.string().min(1))
  .refine((words) => words['en'] !== undefined, 'write the English words too: they stand in for a missing language');
const country = z.string().regex(/^[A-Z]{2}$/, 'use a two-letter country code in capitals');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write the day as 2026-01-31');

/** Where a number comes from. `verifiedAt` only with `verified: true`: nobody may read a guess as checked. */
const checked = { source: z.string().min(1), verified: z.boolean(), verifiedAt: day.optional() };
const dated = (entry: { verified: boolean; verifiedAt?: string | undefined }): boolean => entry.verified === (entry.verifiedAt !== undefined);
const datedMessage = 'give verifiedAt with verified: true, and only then';

const line = z.strictObject({ name: z.string().min(1), how: byLanguage, hours: byLanguage.optional(), ...checked })
  .refine(dated, datedMessage)
  .refine((entry) => entry.verified || entry.hours === undefined, 'leave hours out until the line is verified');
const emergency = z.strictObject({ number: z.string().min(2), how: byLanguage, ...checked }).refine(dated, datedMessage);

/** `flows/safety/helplines.yaml`. */
export const helplineDocumentSchema = z.strictObject({
  fallback: byLanguage,
  countries: z.record(country, z.strictObject({ emergency, lines: z.array(line).min(1) })),
});
export type HelplineDocument = z.infer<typeof helplineDocumentSchema>;

export interface Helpline {
  name: string;
  /** Word for word what the client reads: "Call or text 988". */
  how: string;
  /** Only where the line itself promises them. */
  hours: string | undefined;
  verified: boolean;
}

export interface Helplines {
  /** What to do in danger now; names a number only where one is known. */
  emergency: string;
  /** Verified lines first; empty where no country is known. */
  lines: Helpline[];
}

/** The lines of a country, in a language (English words stand in for a missing one). An unknown country gets the fallback. */
export function helplinesFor(document: HelplineDocument, countryCode: string | undefined, language: string): Helplines {
  const found = countryCode === undefined || !Object.hasOwn(document.countries, countryCode) ? undefined : document.countries[countryCode];
  if (!found) return { emergency: inLanguage(document.fallback, language), lines: [] };
  const lines = found.lines.map(({ name, how, hours, verified }): Helpline => ({
    name, how: inLanguage(how, language), hours: hours && inLanguage(hours, language), verified,
  }));
  return {
    emergency: inLanguage(found.emergency.how, language),
    lines: [...lines.filter((one) => one.verified), ...lines.filter((one) => !one.verified)],
  };
}

const inLanguage = (words: Readonly<Record<string, string>>, language: string): string =>
  (Object.hasOwn(words, language) ? words[language] : undefined) ?? words['en']!;

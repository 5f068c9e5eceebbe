import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { helplineDocumentSchema, helplinesFor, type HelplineDocument } from '../../../src/core/safety/helplines.ts';
import { flowFile } from './safety.ts';

const shipped = helplineDocumentSchema.parse(parse(flowFile('helplines.yaml')));

describe('the shipped helplines', () => {
  test.each(['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'ES', 'MX', 'AR', 'CO', 'CL', 'PE', 'DE', 'AT', 'CH', 'FR', 'BE', 'NL', 'IT', 'PT', 'SE', 'NO', 'DK', 'FI', 'PL', 'IN', 'ZA', 'BR', 'SG', 'JP'])(
    '%s has an emergency number and a line, in English and Spanish', (country) => {
      for (const language of ['en', 'es']) {
        const { emergency, lines } = helplinesFor(shipped, country, language);
        expect(emergency).toMatch(/\d{2,}/u);
        expect(lines.length).toBeGreaterThan(0);
        for (const { how } of lines) expect(how).toMatch(/\d/u);
      }
    });

  test('the words say how to reach the line', () => {
    expect(helplinesFor(shipped, 'US', 'en').lines[0]).toMatchObject({ how: 'Call or text 988', verified: true });
    expect(helplinesFor(shipped, 'GB', 'es').lines[0]!.how).toBe('Llama al 116 123');
  });

  test('no hours are promised for a line that nobody verified', () => {
    for (const country of Object.keys(shipped.countries)) {
      for (const { verified, hours } of helplinesFor(shipped, country, 'en').lines) if (!verified) expect(hours).toBeUndefined();
    }
  });
});

test.each([['no country', undefined], ['a country without an entry', 'XK'], ['a name of the language itself', 'constructor']])('%s gets the fallback, without a number', (_, country) => {
  expect(helplinesFor(shipped, country, 'en')).toEqual({ emergency: 'Call the emergency number where you are.', lines: [] });
});

test('a language without words gets the English ones', () => {
  expect(helplinesFor(shipped, 'DE', 'fi').emergency).toBe('Call 112');
});

describe('a file that would mislead is refused', () => {
  const change = (edit: (line: Record<string, unknown>) => void): unknown => {
    const copy = structuredClone(shipped) as HelplineDocument;
    edit(copy.countries['DE']!.lines[0]! as unknown as Record<string, unknown>);
    return copy;
  };

  test.each([
    ['hours for an unverified line', (line: Record<string, unknown>) => { line['hours'] = { en: 'always' }; }],
    ['verified without a day', (line: Record<string, unknown>) => { line['verified'] = true; }],
    ['a day without verified', (line: Record<string, unknown>) => { line['verifiedAt'] = '2026-01-01'; }],
    ['no English words', (line: Record<string, unknown>) => { line['how'] = { es: 'Llama' }; }],
  ])('%s', (_, edit) => expect(helplineDocumentSchema.safeParse(change(edit)).success).toBe(false));
});

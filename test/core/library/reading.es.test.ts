import { describe, expect, it } from 'vitest';
import { folders, lists, type LibraryFolder } from '../../../src/core/library/files.ts';
import { joinLibrary, parseLibrary } from '../../../src/core/library/library.ts';
import { readingEase, syllablesIn } from '../../support/reading-ease-es.ts';
import { shippedFiles } from './shipped.ts';

describe('the reading ease of Spanish', () => {
  it.each([
    ['plan', 1], ['miedo', 2], ['familia', 3], ['caer', 2], ['país', 2], ['quiero', 2], ['guerra', 2], ['pingüino', 3], ['hay', 1], ['muy', 1],
    ['ansiedad', 3], ['emoción', 3], ['tenía', 3], ['ahora', 3], ['y', 1],
  ])('hears %s as %i', (word, count) => expect(syllablesIn(word)).toBe(count));

  it('falls with longer sentences and longer words', () => {
    const plain = readingEase('Hablas de ello. Luego lo pruebas.');
    expect(readingEase('Hablas de ello y después de hablar de ello lo pruebas con calma en casa.')).toBeLessThan(plain);
    expect(readingEase('Intervenciones psicológicas facilitan modificaciones comportamentales.')).toBeLessThan(0);
  });
});

const sentenceFields = ['is', 'what', 'why', 'connects', 'sign', 'notice'];

function entriesOf(folder: LibraryFolder): { at: string; field: string; text: string }[] {
  const content = shippedFiles.find((file) => file.folder === folder && file.language === 'es')!.content as Record<string, Record<string, Record<string, string>>>;
  return lists[folder].filter((list) => list !== 'orientations').flatMap((list) => Object.entries(content[list]!).flatMap(([id, fields]) =>
    Object.entries(fields).map(([field, text]) => ({ at: `${list}.${id}.${field}`, field, text: text.replace('{goal}', 'sentir más calma en el trabajo') }))));
}

describe.each(folders)('the Spanish words of %s', (folder) => {
  const entries = entriesOf(folder);
  const eases = entries.filter(({ field }) => sentenceFields.includes(field)).map(({ at, text }) => ({ at, ease: Math.round(readingEase(text)) }));

  // The formula is made for running text: one short line says little.
  const running = entries.filter(({ field, text }) => ['what', 'why', 'connects'].includes(field) && text.length > 60).map(({ at, text }) => ({ at, ease: Math.round(readingEase(text)) }));

  it('are quite easy on the whole, and none is hard', () => {
    expect(running.filter(({ ease }) => ease < 50)).toEqual([]);
    expect(eases.reduce((sum, { ease }) => sum + ease, 0) / eases.length).toBeGreaterThanOrEqual(65);
  });

  it('promise nothing, and judge and test nobody', () => {
    const unwanted = /(?<!\p{L})(debes|deberías|te curará|cura|garantiza\p{L}*|siempre funciona|pacientes?|trastornos?|síntomas?|deberes|normal)(?!\p{L})/iu;
    expect(entries.filter(({ text }) => unwanted.test(text)).map(({ at, text }) => `${at}: ${unwanted.exec(text)![0]}`)).toEqual([]);
  });

  it('speak to one person as “tú”, in words of no one country', () => {
    const elsewhere = /(?<!\p{L})(usted|ustedes|vosotros|vosotras|vuestr\p{L}+|os|vos|tenés|podés|querés|podéis|tenéis|queréis|sois|ordenador|coger|coges)(?!\p{L})/iu;
    expect(entries.filter(({ text }) => elsewhere.test(text)).map(({ at, text }) => `${at}: ${elsewhere.exec(text)![0]}`)).toEqual([]);
  });
});

it('signs of progress fit a plan that two people read: nobody is addressed', () => {
  const { document, wordings } = parseLibrary(shippedFiles);
  for (const { id, sign } of joinLibrary(document, wordings, 'es').measures) expect(sign, id).not.toMatch(/(?<!\p{L})(tú|tu|tus|te|ti|contigo|yo|mi|mis|me|nos|nuestr\p{L}+)(?!\p{L})/iu);
});

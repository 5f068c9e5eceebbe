import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestAreas } from '../../../src/core/areas/suggest.ts';
import { loadAreaTable, measureAreas, readAreaExamples } from '../../../src/evaluate/areas.ts';

const table = loadAreaTable('es');
const areasOf = (text: string, most = 3): string[] => suggestAreas(text, table, most).map(({ area }) => area);

describe('areas in Spanish', () => {
  test('are the same as in English', () => expect([...table.areas].sort()).toEqual([...loadAreaTable().areas].sort()));

  test.each([
    ['No puedo dormir y paso la noche preocupándome', ['sleep', 'anxiety']],
    ['desde que murió mi mamá nada parece real', ['grief']],
    ['Mi esposa y yo peleamos por el dinero', ['relationships']],
    ['tomo cerveza todas las noches y mi hermana se dio cuenta', ['substance-use', 'family']],
    ['no tengo amigos, no tengo a quién llamar', ['social']],
    ['me agobia el curro, mi jefe no me deja en paz', ['work', 'stress-burnout']],
    ['mi pareja me revisa el celular y me da miedo', ['safety-at-home']],
  ])('hears what "%s" is about', (text, areas) => {
    expect(areasOf(text)).toEqual(expect.arrayContaining(areas));
  });

  test('with and without accents, and in capitals', () => {
    for (const [one, other] of [['Tengo pánico', 'TENGO PANICO'], ['mi mamá', 'mi mama'], ['Duermo mal, sueño feo', 'duermo mal, sueno feo']] as const) {
      expect(areasOf(one)).toEqual(areasOf(other));
    }
  });

  test('give the client’s own words as reasons, exactly as they were written', () => {
    const text = 'Desde el FUNERAL tengo\nataques de  pánico, y la casa de mi mamá está vacía.';
    for (const { because } of suggestAreas(text, table, 10)) for (const phrase of because) expect(text.replace(/\s+/gu, ' ')).toContain(phrase);
    expect(suggestAreas(text, table, 10).find(({ area }) => area === 'grief')?.because).toContain('FUNERAL');
  });

  test('tell an ex from a partner, and a parent from one’s own child', () => {
    expect(areasOf('No dejo de pensar en mi exnovio')[0]).toBe('breakup');
    expect(areasOf('No dejo de pensar en mi novio')[0]).toBe('relationships');
    expect(areasOf('Mi padre no me escucha')[0]).toBe('family');
    expect(areasOf('Mi hija no me escucha')[0]).toBe('parenting');
  });

  test('take "no estoy deprimida" and "va bien" at their word', () => {
    expect(areasOf('No estoy deprimida ni ansiosa, solo no puedo dormir')[0]).toBe('sleep');
    expect(suggestAreas('El trabajo va bien. Es mi matrimonio lo que duele.', table)[0]?.area).toBe('relationships');
    const anxious = (text: string): number => suggestAreas(text, table, 21).find(({ area }) => area === 'anxiety')?.score ?? 0;
    expect(anxious('no soy ansiosa')).toBeLessThan(anxious('soy ansiosa') / 2);
  });

  test('are not taken in by turns of phrase', () => {
    const reasons = (text: string): string[] => suggestAreas(text, table, 21).flatMap(({ because }) => because);
    expect(reasons('Por dios, mi jefe otra vez')).toContain('mi jefe');
    expect(reasons('Por dios, mi jefe otra vez')).not.toContain('dios');
    expect(reasons('Me muero de vergüenza')).not.toContain('muero');
    expect(reasons('Todo salió de la nada')).toEqual([]);
    expect(areasOf('Mi sueño es poner una panadería')).not.toContain('sleep');
    expect(areasOf('tengo que tomar una decisión')).not.toContain('substance-use');
  });

  test('say nothing where nothing was said', () => {
    for (const text of ['', '   ', '…', '42', '¿?', '🙂']) expect(suggestAreas(text, table)).toEqual([]);
  });

  test('survive any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      for (const { score } of suggestAreas(text, table, 30)) expect(score).toBeGreaterThan(0);
    }));
  });
});

test('finds the right areas in texts that it was never tuned on', () => {
  const examples = readAreaExamples(readFileSync(path.join(import.meta.dirname, 'unseen.es.jsonl'), 'utf8'), table);
  const { hitAt1, hitAt3 } = measureAreas(examples, table);
  expect(hitAt1).toBeGreaterThan(0.8);
  expect(hitAt3).toBeGreaterThan(0.93);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkGoalWording, compileGoalWording, offerWording, saysNothing } from '../../../src/core/plan/goal-wording.ts';
import { flowsRoot } from '../../support/flows.ts';

const document: unknown = parse(readFileSync(path.join(flowsRoot, 'library/goal-wording/es.yaml'), 'utf8'));
const rules = compileGoalWording(document);
const offered = (goal: string): string[] => offerWording(goal, rules)?.offers.map(({ text }) => text) ?? [];

test('the file has no mistake, and every example reaches its rule', () => expect(checkGoalWording(document)).toEqual([]));

describe('todo o nada', () => {
  test.each([
    ['Eliminar la ansiedad por completo', 'Notar antes la ansiedad y recuperarme más pronto'],
    ['Quiero vivir sin ansiedad', 'Notar antes la ansiedad y recuperarme más pronto'],
    ['no volver a tener un ataque de pánico', 'Notar antes el pánico y recuperarme más pronto'],
    ['Nunca más sentirme sola por las noches', 'Notar antes la soledad por la noche y recuperarme más pronto'],
    ['No más ataques de pánico', 'Notar antes el pánico y recuperarme más pronto'],
    ['Me gustaría estar completamente libre de culpa', 'Notar antes la culpa y recuperarme más pronto'],
    ['dejar de preocuparme para siempre', 'Notar antes la preocupación y recuperarme más pronto'],
    ['no volver a perder la paciencia con mis hijos', 'Notar antes cuándo sube la rabia, y elegir cómo respondo'],
    ['Nunca más gritarle a mi hija', 'Notar antes cuándo sube la rabia, y elegir cómo respondo'],
    ['no volver a discutir con mi mujer', 'Notar antes cuándo sube la tensión, y elegir cómo respondo'],
    ['QUIERO SER SIEMPRE FELIZ', 'Tener más momentos en la semana que me sienten bien'],
    ['estar siempre tranquilo', 'Sentirme tranquilo más a menudo'],
    ['Estar siempre tranquila', 'Sentirme tranquila más a menudo'],
    ['sentirme 100% segura de mí misma', 'Sentirme segura de mí más a menudo'],
    ['no cometer errores', 'Tratarme con amabilidad cuando algo sale mal'],
    ['Ser el papá perfecto', 'Tratarme con amabilidad cuando algo sale mal'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('absolute');
  });
});

describe('solo lo que debe parar', () => {
  test.each([
    ['dejar de sentirme triste', 'Saber qué me ayuda cuando aparece la tristeza'],
    ['no estar tan ansiosa en el trabajo', 'Saber qué me ayuda cuando aparece la ansiedad en el trabajo'],
    ['Ya no quiero sentirme culpable todo el tiempo', 'Saber qué me ayuda cuando aparece la culpa'],
    ['que se me quite la depresión', 'Saber qué me ayuda cuando aparece el desánimo'],
    ['superar mi inseguridad', 'Saber qué me ayuda cuando aparece la inseguridad'],
    ['dejar de darle tantas vueltas a todo', 'Saber qué me ayuda cuando aparece el darle vueltas a todo'],
    ['no estresarme tanto al manejar', 'Saber qué me ayuda cuando aparece el estrés al manejar'],
    ['Dejar de tener celos', 'Saber qué me ayuda cuando aparece esa punzada de celos'],
    ['dejar de enojarme tanto con mis hijos', 'Notar antes cuándo sube la rabia, y elegir cómo respondo'],
    ['No quiero sentirme así', 'Saber qué me ayuda en los días que se sienten así'],
    ['evitar a la gente', 'Estar más a gusto con gente'],
    ['evitar conflictos', 'Elegir cuándo y cómo digo lo que pienso'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('avoidant');
  });
});

describe('difícil de imaginar', () => {
  test.each([
    ['estar mejor', 'Tener más momentos en la semana que me sienten bien'],
    ['Solo quiero ser feliz', 'Tener más momentos en la semana que me sienten bien'],
    ['salir adelante', 'Tener más momentos en la semana que me sienten bien'],
    ['volver a tener una vida normal', 'Sentirme más a gusto siendo como soy'],
    ['ser mejor mamá', 'Ser la mamá que quiero ser en momentos pequeños de cada día'],
    ['Ser un buen padre', 'Ser el padre que quiero ser en momentos pequeños de cada día'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('vague');
  });
});

describe('en manos de otra persona', () => {
  test.each([
    ['que mi marido me escuche', 'Decir con claridad a mi marido lo que necesito'],
    ['Quiero que mis papás estén orgullosos de mí', 'Decir con claridad a mis papás lo que necesito'],
    ['lograr que mi jefa me respete', 'Decir con claridad a mi jefa lo que necesito'],
    ['que me entiendan', 'Decir con claridad lo que necesito'],
    ['caerle bien a todo el mundo', 'Sentirme más a gusto siendo como soy con otras personas'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('other-directed');
  });
});

describe('bien como están', () => {
  test.each([
    'Hablar con más confianza en el trabajo', 'caminar tres veces por semana', 'dejar de fumar antes de junio', 'Dormir toda la noche', 'sentir menos ansiedad en el tren',
    'Tener más paciencia con mis hijos', 'decirle que no a mi hermana de vez en cuando', 'hacer nuevas amistades', 'controlar mi ansiedad', 'dejar de morderme las uñas',
    'Dejar de estar triste para poder pintar otra vez', 'ser feliz en mi trabajo', 'mi vida...', '42', '...', '', '🙂',
  ])('%s', (goal) => expect(offerWording(goal, rules)).toBeNull());
});

describe('la seguridad y dejar de consumir no se tocan', () => {
  test.each([
    'estar a salvo de mi pareja', 'no volver con él', 'dejar de tener miedo', 'no tener miedo de mi marido', 'que mi marido deje de gritarme', 'que mi esposo no me pegue',
    'que mi ex me deje en paz', 'dejar de hacerme daño', 'no volver a cortarme', 'dejar de beber', 'dejar de tomar por completo', 'seguir sobria', 'no quiero estar aquí',
    'no querer morirme', 'quitarme la ansiedad o morirme', 'dejar de darme atracones', 'no recaer nunca más', 'no ser una carga', 'que mis hijos estén a salvo', 'desaparecer',
    'dejar de estar triste y cortarme', 'no despertar triste',
  ])('%s', (goal) => expect(offerWording(goal, rules)).toBeNull());
});

test('capitals, signs and accents make no difference', () => {
  const plain = offered('no quiero tener panico');
  expect(plain).toHaveLength(2);
  for (const goal of ['¡NO QUIERO TENER PÁNICO!', '  no  quiero tener pánico… ', '«No quiero tener pánico»']) expect(offered(goal)).toEqual(plain);
});

test('every word that can be put into an offer makes a sentence without gaps', () => {
  const texts = [
    ...rules.insertions.feeling!.flatMap(({ said }) => [`eliminar ${said} por completo`.replace('eliminar el ', 'eliminar ').replace('eliminar esa punzada de ', 'eliminar ')]),
    ...rules.insertions.where!.map(({ said }) => `dejar de sentirme triste ${said}`),
    ...rules.insertions.person!.map(({ said }) => `que ${said} me escuche`),
    ...rules.insertions.role!.map(({ said }) => `ser mejor ${said.replace(/^(la|el) /, '')}`),
    ...rules.insertions.state!.map(({ said }) => `estar siempre ${said}`),
  ];
  for (const goal of texts) {
    const offer = offerWording(goal, rules);
    expect(offer, goal).not.toBeNull();
    for (const { text } of offer!.offers) expect(text).toMatch(/^\p{Lu}\p{Ll}*(?:,? \p{L}+)+$/u);
  }
});

test('a client is spoken of in their own gender, or in none', () => {
  expect(offered('estar siempre tranquila').join(' ')).not.toContain('tranquilo');
  for (const { said } of [...rules.insertions.feeling!, ...rules.insertions.where!]) expect(said).not.toMatch(/[oa]s?\/[oa]s?/);
});

test('answers that say nothing yet', () => {
  for (const text of ['no sé', 'No lo sé', 'nada', 'Nada por ahora', 'ni idea', 'no tengo idea', 'ninguno', 'nada en especial', '...', 'La verdad, no sé']) expect(saysNothing(text, rules), text).toBe(true);
  for (const text of ['nada me ayuda, ni dormir', 'no sé estar sola', 'mi perro', 'no mucho, pero caminar sí', '🙂']) expect(saysNothing(text, rules), text).toBe(false);
});

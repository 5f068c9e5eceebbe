import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../src/core/conversation/commands.ts';
import { loaded } from '../../support/flows.ts';
import { talk } from '../../support/talk.ts';

const common = loaded.common.es!;
const begun = () => talk('intake', { language: 'es', inputs: { practiceCountry: 'ES' } }).press('Sí, de acuerdo');

describe('words of command in Spanish', () => {
  it.each([
    ['atrás', 'back'], ['ATRAS', 'back'], ['volver', 'back'], ['Saltar.', 'skip'], ['¿por qué?', 'why'], ['porque', 'why'], ['xq', 'why'], ['ayuda', 'help'], ['¡Ayuda!', 'help'],
    ['una pausa', 'pause'], ['mas tarde', 'pause'], ['seguir', 'resume'], ['ya volvi', 'resume'], ['para', 'stop'], ['¡basta!', 'stop'], ['empezar de nuevo', 'start-over'],
    ['mis respuestas', 'my-answers'], ['¿Qué dije?', 'my-answers'], ['cambiar algo', 'change'], ['dejar', 'keep'], ['Quiero hablar con una persona', 'person'],
    ['¿eres un bot?', 'about-you'], ['sos una persona', 'about-you'], ['¿Con quién hablo?', 'about-you'], ['mi plan', 'my-plan'], ['retirar mi consentimiento', 'withdraw'],
    ['borrar mis datos', 'delete-my-data'], ['mis datos', 'export-my-data'], ['otro celular', 'another-chat'],
  ])('%s', (text, name) => expect(readCommand(text, common)?.name).toBe(name));

  it('knows a number in one', () => expect(readCommand('Cambiar 3', common)).toEqual({ name: 'change', number: 3 }));

  it.each(['ayuda para mis hijos', 'quiero parar de fumar', 'volver a ser feliz', 'porque quiero estar ahí para mi hija', 'saltar de alegría', 'una persona que me escuche', 'para mi familia', 'nada', 'listo'])(
    '“%s” is an answer', (text) => expect(readCommand(text, common)).toBeNull());

  it('speaks of a plan only when there is one', () => {
    for (const text of ['nota breve', 'cómo voy', 'algo cambió', 'logré una meta', 'no entiendo mi plan']) {
      expect(readCommand(text, common), text).toBeNull();
      expect(readCommand(text, common, { living: true }), text).not.toBeNull();
    }
  });

  it('no word stands for two commands', () => {
    const words = Object.entries(common.commands).flatMap(([name, { words: all }]) => all.map((word) => ({ name, word: word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() })));
    for (const { name, word } of words) expect(words.filter((other) => other.word === word && other.name !== name), word).toEqual([]);
  });
});

describe('a client who writes in Spanish', () => {
  it.each(['sí', 'si', 'SI', 'Sí.', 'claro', 'vale', 'dale', 'así es'])('says yes with “%s”', (yes) => expect(begun().say(yes).answers.age).toBe(true));
  it.each(['no', 'No.', 'nop', 'la verdad no'])('says no with “%s”', (no) => expect(begun().say(no).answers.age).toBe(false));
  it.each(['no sé', 'no lo se', 'ni idea', 'no estoy segura', '¿?'])('may not know: “%s”', (text) => {
    const client = begun().say('sí').say('saltar').say('saltar').say(text);
    expect(client.text).toContain('No saber es una respuesta normal');
    expect(client.answers).not.toHaveProperty('hope');
  });
  it.each([['7', 7], ['siete', 7], ['un 7', 7], ['como un siete', 7], ['yo diría que 7', 7], ['7 de 10', 7], ['7/10', 7], ['más o menos 4 hoy', 4], ['cero', 0], ['diez', 10]])('rates with “%s”', (text, value) => {
    const client = begun().say('sí');
    for (let skips = 0; skips < 7; skips += 1) client.say('saltar');
    client.say('Caminar tres veces por semana').say('eso es todo').say('saltar').say('saltar');
    expect(client.say(text).answers['rating@g1']).toBe(value);
  });
  it('picks with numbers and with “y”', () => {
    const client = begun().say('sí').say('saltar').say('saltar').say('saltar').say('saltar');
    expect(client.say('dormir y familia').answers.areas).toEqual([{ choice: 'sleep' }, { choice: 'family' }]);
  });
  it('names a country in their own way', () => {
    for (const [text, code] of [['México', 'MX'], ['mexico', 'MX'], ['EEUU', 'US'], ['Estados Unidos', 'US'], ['españa', 'ES'], ['Inglaterra', 'GB'], ['Perú', 'PE']] as const) {
      expect(begun().say('sí').say('Lucía').say(text).answers.country, text).toEqual({ choice: code });
    }
  });
});

import { expect, test } from 'vitest';
import { hear } from '../../../src/core/safety/hear.ts';
import { loaded } from '../../support/flows.ts';

const heard = (text: string) => hear(text, loaded.screens);

test.each([
  ['I want to kill myself', 'self'], ['my husband hits me and I am scared to go home', 'home'],
  ['I keep thinking about killing my boss, I have the knife ready', 'others'], ['quiero morirme', 'self'],
])('%s is about: %s', (text, kind) => {
  expect(heard(text)?.kind).toBe(kind);
});

test('an everyday text gives no reason to ask', () => {
  expect(heard('I had soup for lunch and called my sister')).toBeNull();
  expect(heard('')).toBeNull();
});

test.each([0, 3_900, 3_990, 4_010, 7_500, 20_000])('it is heard after %i other characters', (length) => {
  const before = 'We talked about the garden and the new shelf. '.repeat(1_000).slice(0, length);
  expect(heard(`${before}. I want to kill myself.`)?.level).toMatch(/concern|imminent/);
});

test.each([4_000, 3_600 + 4_000])('a word is not cut in two at %i characters: half of it may be another', (length) => {
  const harmless = 'I want to diet slowly.';
  const before = 'We talked about the garden and the new shelf. '.repeat(200).slice(0, length - 'I want to die'.length - 1);
  expect(heard(`${before} ${harmless} We went on about the shelf for a while.`)).toBeNull();
});

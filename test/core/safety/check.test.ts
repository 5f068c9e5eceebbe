import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkPhrases, readPhrases } from '../../../src/core/safety/check.ts';
import { compileScreen } from '../../../src/core/safety/compile.ts';
import type { PhraseDocument } from '../../../src/core/safety/document.ts';
import { screen } from '../../../src/core/safety/screen.ts';
import { isCairnError } from '../../../src/errors.ts';
import { flowFile } from './safety.ts';

const document = (): PhraseDocument => readPhrases(parse(flowFile('phrases.en.yaml')));
const withPhrase = (any: string[], more: Partial<PhraseDocument['phrases'][number]> = {}): PhraseDocument => ({
  ...document(),
  phrases: [{ id: 'added', category: 'plan', level: 'concern', why: 'added by a clinician', who: 'speaker', negation: 'cancels', longAgo: 'softens', any, ...more }],
});

test.each(['en', 'es'])('the shipped %s phrases have no mistakes', (language) => {
  expect(checkPhrases(parse(flowFile(`phrases.${language}.yaml`)))).toEqual([]);
});

describe('a phrase that a clinician adds', () => {
  const finds = (phrase: string, text: string): boolean => screen(text, compileScreen(withPhrase([phrase]))).level !== 'none';

  test.each([
    ['blue door', 'I went through the BLUE door', true],
    ['blue door', 'the blue and heavy door', false],
    ['blue ... door', 'the blue and heavy door', true],
    ['blue/green door', 'a green door', true],
    ['[very blue / pale green] door', 'a pale green door', true],
    ['(very) blue door', 'a blue door', true],
    ['blu* door', 'a bluish door', true],
    ['blue door |', 'the blue door. And then?', true],
    ['blue door |', 'the blue door handle', false],
    ['blue ... door', 'the blue and not the heavy door', false],
    ['blue ... door', 'the blue one two three four five six door', false],
    ['blue (and ... red) door', 'the blue and very dark red door', true],
    ['[blue ... red / green] door', 'the blue and dark red door', true],
    ['[blue ... red / green] door', 'the green door', true],
    ['{noose} door', 'a rope door', true],
    ["don't open", 'dont open', true],
    ['do not open', "I don't really open", true],
  ])('%s in "%s": %s', (phrase, text, found) => expect(finds(phrase, text)).toBe(found));

  test('counts only with, and not with unless', () => {
    const compiled = compileScreen(withPhrase(['blue door'], { with: ['key'], unless: ['paint'] }));
    expect(screen('the blue door', compiled).level).toBe('none');
    expect(screen('the blue door. I have the key', compiled).level).toBe('concern');
    expect(screen('the key and the paint of the blue door', compiled).level).toBe('none');
  });

  test('together: one of each list, in any order, not far apart', () => {
    const together = [['door', 'gate'], ['key'], ['midnight']];
    const compiled = compileScreen({ ...withPhrase(['x']), phrases: [{ ...withPhrase(['x']).phrases[0]!, any: undefined, together }] });
    expect(screen('at midnight with my key, by the gate', compiled).level).toBe('concern');
    expect(screen('with my key, by the gate', compiled).level).toBe('none');
    expect(screen(`at midnight ${'and on '.repeat(20)} with my key by the gate`, compiled).level).toBe('none');
  });

  test('hints need one another', () => {
    const phrases = ['blue door', 'red bell'].map((any, at) => ({ ...withPhrase([any], { level: 'hint' }).phrases[0]!, id: `hint-${at}` }));
    const compiled = compileScreen({ ...document(), phrases });
    expect(screen('the blue door', compiled).level).toBe('none');
    expect(screen('the blue door, the red bell', compiled).level).toBe('ask');
  });
});

describe('mistakes', () => {
  test.each([
    ['a (open', /not closed/u], ['a) b', /wrong place/u], ['{nobody-knows} a', /does not exist/u], ['(a)', /match anything/u], ['a | b', /wrong place/u],
    ['ab* c', /too short/u], ['{noose}/knife ready', /touches a bracket/u], ['knife ... (soon)', /on one side/u], ['{open a', /partner/u], ['a ( / b) c', /empty place/u],
  ])('"%s" is reported with its place and a remedy', (phrase, message) => {
    const [mistake, ...others] = checkPhrases(withPhrase(['fine', phrase]));
    expect(others).toEqual([]);
    expect(mistake!.path).toBe('phrases.0.any.1');
    expect(mistake!.message).toMatch(message);
    expect(mistake!.remedy).not.toBe('');
  });

  test('all of them are reported, not only the first', () => {
    const broken = withPhrase(['a (b', '{none}']);
    const paths = checkPhrases({ ...broken, idioms: ['c )'], phrases: [...broken.phrases, ...broken.phrases] }).map(({ path }) => path);
    expect(paths).toEqual(['idioms.0', 'phrases.0.any.0', 'phrases.0.any.1', 'phrases.1.any.0', 'phrases.1.any.1', 'phrases.1.id']);
  });

  test('a group inside itself', () => {
    const [mistake] = checkPhrases({ ...document(), groups: { ...document().groups, one: ['{two}'], two: ['{one} a'] } });
    expect(mistake!.message).toMatch(/contains itself/u);
  });

  test('a quiet kind that is none', () => {
    expect(checkPhrases({ ...document(), quietKinds: ['dying', 'purple'] }).map(({ path }) => path)).toEqual(['quietKinds.1']);
  });

  test('a wrong field is named', () => {
    const wrong = { ...withPhrase(['a']), phrases: [{ ...withPhrase(['a']).phrases[0], level: 'loud' }] };
    expect(checkPhrases(wrong)[0]!.path).toBe('phrases.0.level');
    expect(checkPhrases('nothing').length).toBeGreaterThan(0);
  });

  test('readPhrases refuses a file with mistakes and hands them over', () => {
    const refused = (): unknown => readPhrases(withPhrase(['a (b']));
    expect(refused).toThrow();
    try {
      refused();
    } catch (error) {
      expect(isCairnError(error, 'flow-invalid')).toBe(true);
      if (isCairnError(error)) expect(error.details).toHaveLength(1);
    }
  });
});

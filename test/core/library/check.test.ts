import { describe, expect, it } from 'vitest';
import { checkLibrary } from '../../../src/core/library/check.ts';
import { parseLibrary } from '../../../src/core/library/library.ts';
import { libraryFile } from './shipped.ts';

const good = {
  'areas/areas.yaml': `areas:
  - anxiety
  - sleep
`,
  'areas/en.yaml': `areas:
  anxiety: { name: Worry, is: Worry that stays. }
  sleep: { name: Sleep, is: Nights that are too short. }
`,
  'strategies/strategies.yaml': `orientations:
  - cbt
involves:
  - writing
strategies:
  - id: notebook
    orientations: [cbt]
    areas: [anxiety]
    involves: [writing]
  - id: walk
    orientations: all
    areas: all
`,
  'strategies/en.yaml': `orientations:
  cbt: { name: Cognitive therapy, short: CBT }
involves:
  writing: { try: Writing, avoid: Rather not write }
strategies:
  notebook:
    name: A notebook
    what: You write it down.
    why: Paper is patient.
    connects: Your goal is “{goal}”. Write about it.
  walk:
    name: A walk
    what: You walk.
    why: Walking clears the head.
    connects: Walk with “{goal}” in mind.
`,
  'measures/measures.yaml': `about:
  - ease
measures:
  - { id: calm, about: ease, areas: all }
`,
  'measures/en.yaml': `about:
  ease: { name: Ease }
measures:
  calm: { name: Calm, sign: More calm, notice: A quiet hour. }
`,
};
type Name = keyof typeof good;

/** The small library above, with some words in one or more of its files changed. */
function files(...changes: [Name, string, string][]) {
  return (Object.keys(good) as Name[]).map((name) => {
    const text = changes.filter(([file]) => file === name).reduce((before, [, from, to]) => {
      if (!before.includes(from)) throw new Error(`“${from}” is not in ${name}`);
      return before.replace(from, to);
    }, good[name]);
    const [folder, leaf] = name.split('/') as ['areas' | 'strategies' | 'measures', string];
    return libraryFile({ file: name, folder, ...(leaf === 'en.yaml' && { language: 'en' }) }, text);
  });
}

const found = (...changes: [Name, string, string][]) =>
  checkLibrary(files(...changes)).map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`);

describe('checkLibrary', () => {
  it('finds nothing in a good library', () => {
    expect(found()).toEqual([]);
  });

  it.each<[string, Name, string, string, string]>([
    ['an area that does not exist', 'strategies/strategies.yaml', '[anxiety]', '[anxeity]',
      'strategies/strategies.yaml:8 strategies.0.areas.0: “anxeity” is not listed under areas.'],
    ['an id used twice', 'areas/areas.yaml', '- sleep', '- sleep\n  - anxiety',
      'areas/areas.yaml:4 areas.2: “anxiety” stands in areas twice.'],
    ['a field that does not exist', 'strategies/strategies.yaml', 'areas: all', 'areas: all\n    involve: [writing]',
      'strategies/strategies.yaml:13 strategies.1.involve: Nothing is called “involve” here.'],
    ['a missing field', 'strategies/strategies.yaml', '    orientations: all\n', '',
      'strategies/strategies.yaml:10 strategies.1.orientations: “orientations” is missing.'],
    ['a measure ruled out by an area that does not exist', 'measures/measures.yaml', 'areas: all }', 'areas: all, unless: [home] }',
      'measures/measures.yaml:4 measures.0.unless.0: “home” is not listed under areas.'],
    ['capital letters in an id', 'areas/areas.yaml', '- sleep', '- sleep\n  - Work Stress',
      'areas/areas.yaml:4 areas.2: An id has small letters, digits and hyphens only.'],
    ['an area it is made for and ruled out by', 'strategies/strategies.yaml', 'areas: [anxiety]', 'areas: [anxiety]\n    unless: [anxiety]',
      'strategies/strategies.yaml:9 strategies.0.unless.0: It is made for “anxiety” and ruled out by it.'],
    ['an area it comes first in but is not made for', 'strategies/strategies.yaml', 'areas: [anxiety]', 'areas: [anxiety]\n    first: [sleep]',
      'strategies/strategies.yaml:9 strategies.0.first.0: It comes first in “sleep”, for which it is not made.'],
    ['no words for an id', 'areas/en.yaml', '  sleep: { name: Sleep, is: Nights that are too short. }\n', '',
      'areas/en.yaml:2 areas: “sleep” has no words in “en”.'],
    ['words for no id', 'measures/en.yaml', 'measures:\n', 'measures:\n  joy: { name: Joy, sign: More joy, notice: A laugh. }\n',
      'measures/en.yaml:4 measures.joy: There are words for “joy”, which is not listed under measures.'],
    ['a goal without quotation marks', 'strategies/en.yaml', 'Walk with “{goal}” in mind.', 'Walk with {goal} in mind.',
      'strategies/en.yaml:15 strategies.walk.connects: {goal} stands without quotation marks, so a client’s words would read as ours.'],
    ['no goal', 'strategies/en.yaml', 'Walk with “{goal}” in mind.', 'Walk with it in mind.',
      'strategies/en.yaml:15 strategies.walk.connects: {goal} must stand here once, and no other placeholder.'],
    ['a placeholder where none is filled', 'strategies/en.yaml', 'You walk.', 'You walk to “{goal}”.',
      'strategies/en.yaml:13 strategies.walk.what: There is a { or } in a text that takes no placeholder.'],
    ['a label too long for a button', 'areas/en.yaml', 'name: Worry,', `name: ${'Worry '.repeat(13)},`,
      'areas/en.yaml:2 areas.anxiety.name: A label has at most 75 characters, so that it fits a button.'],
    ['empty words', 'areas/en.yaml', 'is: Worry that stays.', 'is: " "',
      'areas/en.yaml:2 areas.anxiety.is: Words are missing here.'],
  ])('names the file and line of %s', (_what, name, from, to, mistake) => {
    expect(found([name, from, to])).toEqual([mistake]);
  });

  it('names an orientation or a tag that nothing uses', () => {
    expect(found(['strategies/strategies.yaml', '    involves: [writing]\n', ''])).toEqual([
      'strategies/strategies.yaml:4 involves.0: No entry names “writing”.',
    ]);
  });

  it('tells every mistake in one run, each with a remedy', () => {
    const mistakes = checkLibrary(files(
      ['areas/areas.yaml', '- sleep', '- sleep\n  - work'],
      ['strategies/strategies.yaml', 'orientations: all', 'orientations: [tarot]'],
      ['strategies/strategies.yaml', 'id: notebook', 'id: Note Book'],
      ['strategies/en.yaml', 'why: Paper is patient.\n', 'because: Paper is patient.\n'],
      ['measures/measures.yaml', 'areas: all', 'areas: everything'],
    ));
    expect(mistakes.map(({ path }) => path)).toEqual(expect.arrayContaining([
      'areas', 'strategies.1.orientations.0', 'strategies.0.id', 'strategies.notebook.why', 'strategies.notebook.because', 'measures.0.areas',
    ]));
    for (const { remedy, line } of mistakes) {
      expect(remedy).not.toBe('');
      expect(line).toBeGreaterThan(0);
    }
  });

  it('misses a folder in a language that the others speak, and a missing structure file', () => {
    const all = files();
    const noMeasureWords = all.filter(({ file }) => file !== 'measures/en.yaml');
    expect(checkLibrary(noMeasureWords).map(({ file }) => file)).toEqual(['flows/library/measures/en.yaml']);
    const noAreas = all.filter(({ file }) => file !== 'areas/areas.yaml');
    expect(checkLibrary(noAreas)).toMatchObject([{ file: 'flows/library/areas/areas.yaml', message: 'The areas are missing.' }]);
  });

  const strange: [unknown][] = [[null], ['areas'], [7], [[]], [{ areas: null }], [{ areas: { anxiety: 1 } }]];
  it.each(strange)('survives a file that holds %j', (content) => {
    for (const name of Object.keys(good)) {
      const broken = files().map((file) => (file.file === name ? { ...file, content, lineOf: undefined } : file));
      expect(checkLibrary(broken).some(({ file }) => file.endsWith(name))).toBe(true);
    }
  });

  it('comes back as a coded error when the files are parsed all the same', () => {
    const broken = files(['areas/areas.yaml', '- sleep', '- sleep\n  - work']);
    expect(() => parseLibrary(broken)).toThrow(expect.objectContaining({ code: 'flow-invalid', details: checkLibrary(broken) }));
  });
});

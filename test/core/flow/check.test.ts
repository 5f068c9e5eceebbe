import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFlow } from '../../../src/core/flow/check.ts';
import type { Mistake } from '../../../src/core/flow/mistake.ts';
import { readFlowFiles } from '../../../src/store/flow-files.ts';
import { checkFlows } from '../../../src/store/load-flows.ts';
import { flowsRoot } from '../../support/flows.ts';
import { smallNames } from './small.ts';

/** A flow without a mistake, as short as it can be. */
const flow = `flow: small
about: A small flow.
sections: [start, rest]
steps:
  - id: which
    type: choice
    section: start
    choices: [tea, coffee]
    next:
      - { when: { answer: which, is: tea }, go: milk }
      - { go: wishes }
  - id: milk
    type: confirm
    ask-if: { not: { fact: several-languages } }
  - id: wishes
    type: list
    section: rest
    most: 3
  - for-each: wishes
    steps:
      - id: each-one
        type: text
  - id: done
    type: end
`.replace('each-one', 'wish');

const en = `language: en
sections: { start: Start, rest: Rest }
steps:
  which:
    ask: What would you like, {client}?
    why: So that I know.
    short: Your drink
    choices:
      tea: Tea
      coffee:
        label: Coffee
        hint: Black.
  milk:
    ask: With milk?
    why: So that I know.
    short: Milk
  wishes:
    ask: What do you wish for?
    example: Someone might write “a dog”.
    smaller: A small one?
    why: So that I know.
    short: Your wishes
  wish:
    ask: What about “{goal}”?
    example: Anything.
    smaller: One word?
    why: So that I know.
    short: About it
  done:
    after: We are done.
`;

let root: string;
beforeAll(() => void (root = mkdtempSync(path.join(tmpdir(), 'flows-'))));
afterAll(() => rmSync(root, { recursive: true }));

/** What an author is told about a flow: everything wrong, with its line. */
function mistakesIn(files: { flow?: string; en?: string; more?: Record<string, string> }): Mistake[] {
  const folder = path.join(root, 'small');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const all = { 'flow.yaml': files.flow ?? flow, 'en.yaml': files.en ?? en, ...files.more };
  for (const [name, text] of Object.entries(all)) writeFileSync(path.join(folder, name), text);
  const { flows, files: authored, mistakes } = readFlowFiles(root);
  return [...mistakes, ...flows.flatMap((each) => checkFlow(each, smallNames).mistakes)]
    .map((mistake) => ({ ...mistake, line: mistake.line ?? authored.get(mistake.file)?.lineOf(mistake.path) }));
}

interface Told {
  /** The line the mistake is in, by what is written there. */
  at: string;
  step?: string;
  says: RegExp;
  remedy: RegExp;
}

/** Changes one of the two files and expects exactly one mistake: file, line, step, what is wrong and what to do. */
function oneMistake(name: string, where: 'flow' | 'en', [before, after]: [string, string], told: Told): void {
  it(name, () => {
    const whole = where === 'flow' ? flow : en;
    expect(whole).toContain(before);
    const changed = whole.replace(before, after);
    const mistakes = mistakesIn({ [where]: changed });
    expect(mistakes.map(({ message }) => message)).toEqual([expect.stringMatching(told.says)]);
    const [mistake] = mistakes as [Mistake];
    expect(mistake.file).toBe(`flows/small/${where === 'flow' ? 'flow' : 'en'}.yaml`);
    const lines = changed.split('\n');
    expect(mistake.line, lines[mistake.line! - 1]).toBe(lines.findIndex((text) => text.includes(told.at)) + 1);
    expect(mistake.step).toBe(told.step);
    expect(mistake.remedy).toMatch(told.remedy);
  });
}

it('finds nothing in a flow without mistakes', () => expect(mistakesIn({})).toEqual([]));

describe('words', () => {
  oneMistake('missing wording', 'en', ['    why: So that I know.\n', ''], { at: 'which:', step: 'which', says: /"which" has no wording for why/, remedy: /steps → which → why/ });
  oneMistake('a choice without words', 'en', ['      tea: Tea\n', ''], { at: 'which:', step: 'which', says: /no wording for choices\.tea/, remedy: /which → choices → tea/ });
  oneMistake('a step without any words', 'en', ['  done:\n    after: We are done.\n', ''], { at: 'steps:', step: 'done', says: /"done" has no wording for after/, remedy: /done → after/ });
  oneMistake('words left over for a step', 'en', ['  done:\n', '  gone:\n    ask: Hello?\n  done:\n'], { at: 'gone:', step: 'gone', says: /words for "gone", but no step of that name/, remedy: /Remove them, or correct the name/ });
  oneMistake('words left over for a choice', 'en', ['      tea: Tea\n', '      tea: Tea\n      cocoa: Cocoa\n'], { at: 'cocoa', step: 'which', says: /words for the choice "cocoa", which "which" does not offer/, remedy: /Remove them/ });
  oneMistake('a section without a name', 'en', [', rest: Rest', ''], { at: 'sections:', says: /section "rest" has no name/, remedy: /Add rest: … under sections/ });
  oneMistake('a name for no section', 'en', ['rest: Rest', 'rest: Rest, more: More'], { at: 'sections:', says: /section "more", but no section of that name/, remedy: /Remove it/ });
  oneMistake('a misspelt key', 'en', ['    short: Milk', '    shrot: Milk\n    short: Milk'], { at: 'shrot', says: /Nothing is called "shrot" here/, remedy: /Correct its spelling/ });
  oneMistake('an empty text', 'en', ['ask: With milk?', 'ask: ""'], { at: 'ask: ""', says: /"ask" is empty/, remedy: /Write something/ });
  oneMistake('a bare number where a text belongs', 'en', ['tea: Tea', 'tea: 5'], { at: 'tea: 5', says: /"tea" is not what belongs here/, remedy: /quotation marks/ });
  oneMistake('a placeholder that nothing fills', 'en', ['{client}', '{cleint}'], { at: '{cleint}', step: 'which', says: /Nothing fills the placeholder \{cleint\}/, remedy: /\{practice\}.*\{client\}/ });
  oneMistake('a placeholder of a group used outside of it', 'en', ['ask: With milk?', 'ask: With milk for “{goal}”?'], { at: '{goal}”?', step: 'milk', says: /Nothing fills the placeholder \{goal\}/, remedy: /Use one of/ });
  oneMistake('a brace that is not closed', 'en', ['{client}', '{client'], { at: '{client', step: 'which', says: /braces in this text do not match up/, remedy: /Close every \{/ });
  oneMistake('a choice of words without "other"', 'en', ['ask: With milk?', 'ask: "{client, select, Sam {Milk, Sam?}}"'], { at: 'select', step: 'milk', says: /no words for every other value/, remedy: /other \{…\}/ });
  oneMistake('the wrong language', 'en', ['language: en', 'language: es'], { at: 'language: es', says: /named for "en" but says "es"/, remedy: /Make the two the same/ });

  it('a flow without any words', () => {
    const folder = path.join(root, 'small');
    mistakesIn({});
    rmSync(path.join(folder, 'en.yaml'));
    const { flows } = readFlowFiles(root);
    expect(checkFlow(flows[0]!, smallNames).mistakes).toEqual([
      { file: 'flows/small/flow.yaml', path: [], message: 'The flow has no wording file.', remedy: 'Add one beside it, such as en.yaml.' },
    ]);
  });
});

describe('steps', () => {
  oneMistake('an unknown type', 'flow', ['type: confirm', 'type: yes-or-no'], { at: 'yes-or-no', says: /no such type/, remedy: /say, text, choice, choices, scale, confirm, list, end/ });
  oneMistake('a misspelt key', 'flow', ['    most: 3', '    most: 3\n    rankd: true'], { at: 'rankd', says: /Nothing is called "rankd" here/, remedy: /Correct its spelling/ });
  oneMistake('a missing key', 'flow', ['    most: 3\n', ''], { at: 'id: wishes', says: /"most" is missing/, remedy: /Add a line "most: …" with a number/ });
  oneMistake('an id that cannot be one', 'flow', ['id: milk', 'id: Milk please'], { at: 'Milk please', says: /This cannot be a name: use lower-case letters/, remedy: /wherever it is used/ });
  oneMistake('an empty list of choices', 'flow', ['choices: [tea, coffee]', 'choices: []'], { at: 'choices: []', says: /"choices" is empty/, remedy: /Write something/ });
  oneMistake('a choice that is there twice', 'flow', ['[tea, coffee]', '[tea, coffee, tea]'], { at: 'tea, coffee, tea', step: 'which', says: /"tea" is there twice/, remedy: /Remove or rename/ });
  oneMistake('an effect that nobody knows', 'flow', ['    type: end', '    type: end\n    effect: draft-plna'], { at: 'draft-plna', step: 'done', says: /knows the effect "draft-plna"/, remedy: /Use one of: .*draft-plan/ });
  oneMistake('a list of choices that nobody makes', 'flow', ['[tea, coffee]', '[tea, coffee, { from: drinks }]'], { at: 'drinks', step: 'which', says: /makes the list "drinks"/, remedy: /suggested-areas/ });
  oneMistake('a section that is not there', 'flow', ['section: start', 'section: begin'], { at: 'section: begin', step: 'which', says: /no section "begin"/, remedy: /Use one of: start, rest/ });
  oneMistake('a section without a step', 'flow', ['    section: rest\n', ''], { at: 'sections:', says: /No step belongs to the section "rest"/, remedy: /Remove it/ });
  oneMistake('a list to go through that nobody asks for', 'flow', ['for-each: wishes', 'for-each: milk'], { at: 'for-each: milk', says: /"milk" is not a list/, remedy: /Name a step of type list/ });
  oneMistake('a list to go through that the code cannot speak about', 'flow', ['for-each: wishes', 'for-each: inputs.letters'], { at: 'for-each: inputs.letters', says: /items of "inputs.letters"/, remedy: /inputs.proposals/ });
  for (const name of ['paused', 'stopped', 'small', 'nowhere', 'each-wish']) {
    it(`a name the machine needs for itself: ${name}`, () => {
      const mistakes = mistakesIn({ flow: flow.replaceAll('milk', name), en: en.replace('milk:', `${name}:`) });
      expect(mistakes.map(({ line, step, message }) => ({ line, step, message }))).toContainEqual({ line: 12, step: name, message: `"${name}" is a name the machine needs for itself.` });
    });
  }
  oneMistake('two steps of the same name', 'flow', ['  - id: done', '  - { id: milk, type: say }\n  - id: done'], { at: '{ id: milk, type: say }', step: 'milk', says: /Two steps are called "milk"/, remedy: /another id, here and in the wording files/ });
});

describe('ways', () => {
  oneMistake('a branch to nowhere', 'flow', ['go: milk }', 'go: mlik }'], { at: 'go: mlik', step: 'which', says: /"which" leads to "mlik", which does not exist/, remedy: /Correct the name, or add a step "mlik"/ });
  oneMistake('a branch on an answer that nobody gives', 'flow', ['answer: which, is: tea', 'answer: witch, is: tea'], { at: 'witch', step: 'which', says: /looks at the answer to "witch", which no step asks/, remedy: /Name a step that asks something/ });
  oneMistake('a branch on an answer that is never given', 'flow', ['is: tea', 'is: cocoa'], { at: 'cocoa', step: 'which', says: /waits for the answer "cocoa", which "which" never has/, remedy: /Possible answers: tea, coffee/ });
  oneMistake('a branch on one answer of many', 'flow', ['{ not: { fact: several-languages } }', '{ answer: wish, answered: true }'], { at: 'answer: wish,', step: 'milk', says: /"wish" is asked once for each of wishes/, remedy: /inside that group/ });
  oneMistake('a branch that hides the ones below', 'flow', ['      - { go: wishes }\n', '      - { go: wishes }\n      - { when: { answer: which, is: coffee }, go: done }\n'], { at: '{ go: wishes }', step: 'which', says: /always taken/, remedy: /Move it to the end/ });
  oneMistake('a fact that nobody knows', 'flow', ['fact: several-languages', 'fact: full-moon'], { at: 'full-moon', step: 'milk', says: /knows the fact "full-moon"/, remedy: /several-languages/ });

  const told = (changed: { flow: string; en?: string }) => mistakesIn(changed).map(({ line, step, message, remedy }) => [line, step, message, remedy]);

  it('a step that no way leads to', () => {
    expect(told({ flow: flow.replace('go: milk }', 'go: done }') })).toEqual([
      [12, 'milk', 'No way leads to "milk".', 'Lead a branch to it, or remove it.'],
    ]);
  });
  it('a flow that does not end', () => {
    expect(told({ flow: flow.replace('  - id: done\n    type: end\n', ''), en: en.replace('  done:\n    after: We are done.\n', '') })).toEqual([
      [19, undefined, 'Nothing comes after the steps for each of wishes.', 'Add a step of type end, or say with `next` where to go.'],
    ]);
  });
  it('a round that nobody can leave', () => {
    const round = flow.replace('    most: 3\n', '    most: 3\n    next: [{ when: { answer: wishes, answered: true }, go: wishes }, { go: wishes }]\n');
    expect(told({ flow: round })).toEqual([
      [20, undefined, 'No way leads to the steps for each of wishes.', 'Lead a branch to it, or remove it.'],
      [24, 'done', 'No way leads to "done".', 'Lead a branch to it, or remove it.'],
      ...[[5, 'which'], [12, 'milk'], [15, 'wishes']].map(([line, step]) =>
        [line, step, `From "${step}" no way leads to an end: the conversation would go round for ever.`, 'Give the round a branch that leads on to a step of type end.']),
    ]);
  });
  it('a scale that ends before it begins', () => {
    expect(told({
      flow: flow.replace('type: confirm', 'type: scale\n    from: 10\n    to: 0'),
      en: en.replace('ask: With milk?', 'ask: How much milk?\n    low: none\n    high: a lot\n    example: 3'.replace('3', '"3"')),
    })).toEqual([[15, 'milk', 'The scale of "milk" ends where it begins, or before.', 'Make `to` bigger than `from`.']]);
  });
});

describe('several at once', () => {
  it('tells them all, in both files', () => {
    const told = mistakesIn({
      flow: flow.replace('is: tea', 'is: cocoa').replace('fact: several-languages', 'fact: full-moon').replace('    type: end', '    type: end\n    effect: nothing'),
      en: en.replace('{client}', '{cleint}').replace('    short: Milk\n', ''),
    });
    expect(told.map(({ file, line }) => `${path.basename(file)}:${line}`)).toEqual(['flow.yaml:10', 'flow.yaml:14', 'flow.yaml:25', 'en.yaml:13', 'en.yaml:5']);
  });
  it('tells of a file that is no YAML', () => {
    const [mistake] = mistakesIn({ en: en.replace('ask: With milk?', 'ask: "With milk?') });
    expect(mistake).toMatchObject({ file: 'flows/small/en.yaml', message: expect.stringMatching(/^This is not valid YAML/), remedy: expect.stringMatching(/quote or an indent/) });
    expect(mistake!.line).toBeGreaterThan(12);
  });
  it('still looks at the words when the steps have no shape', () => {
    const told = mistakesIn({ flow: flow.replace('type: confirm', 'type: yes-or-no').replace('    most: 3\n', ''), en: en.replace('ask: With milk?', 'aks: With milk?') });
    expect(told.map(({ message }) => message)).toEqual([
      'The type of this step is missing, or there is no such type.', '"most" is missing.', 'Nothing is called "aks" here.',
    ]);
  });
  it('reads on when one of the files is no YAML', () => {
    const told = mistakesIn({ flow: flow.replace('is: tea', 'is: cocoa'), en: en.replace('ask: With milk?', 'ask: "With milk?') });
    expect(told.some(({ file, message }) => file === 'flows/small/en.yaml' && /YAML/.test(message))).toBe(true);
    expect(told.some(({ file, message }) => file === 'flows/small/flow.yaml' && /cocoa/.test(message))).toBe(true);
  });
});

describe('everything that ships', () => {
  it('is without a mistake', () => expect(checkFlows(flowsRoot).mistakes).toEqual([]));

  it('tells a slip in it with file and line, and nothing else', () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'all-flows-'));
    cpSync(flowsRoot, copy, { recursive: true });
    const file = path.join(copy, 'intake', 'en.yaml');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace('What feels hardest right now?', 'What feels hardest right now, {name}?');
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    const { mistakes, loaded } = checkFlows(copy);
    rmSync(copy, { recursive: true });
    expect(loaded).toBeNull();
    expect(mistakes.map(({ file: where, line, step, message }) => ({ where, line, step, message }))).toEqual([{
      where: 'flows/intake/en.yaml', line: changed.split('\n').findIndex((each) => each.includes('{name}')) + 1, step: 'hardest', message: 'Nothing fills the placeholder {name} here.',
    }]);
  });
});

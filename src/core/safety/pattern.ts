/** A word of a phrase. Words of one `number` are the same word; one with a star in its place in `Vocabulary.numbers` begins others. */
export interface WordElement {
  kind: 'word';
  id: number;
  holdsGap: false;
  number: number;
  word: string;
  prefix: boolean;
}

/** One step of a phrase: words that fit, an optional run, or a gap. The same words are the same object wherever they are read. */
export type Element =
  | WordElement
  /** Single words apart from longer runs: a long group costs no more than a short one. */
  | { kind: 'choice'; id: number; holdsGap: boolean; words: readonly WordElement[]; runs: readonly Run[] }
  | { kind: 'optional'; id: number; holdsGap: boolean; elements: Run }
  | { kind: 'gap'; id: number; holdsGap: true };

export type Run = readonly Element[];

export interface Pattern {
  elements: Run;
  /** `|` at the front or the end: the clause must begin or end there. */
  startsClause: boolean;
  endsClause: boolean;
}

/** A mistake in an authored phrase: the parser throws it, `checkPhrases` reports it with its place. */
export class PatternMistake extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

export type Groups = Readonly<Record<string, readonly string[]>>;
/** Turns an authored word into the words the tokeniser would make of it ("don't" → "do not"). */
export type Spell = (word: string) => readonly string[];

/** What phrases are read with, and what was read so far: a phrase, a group or a word comes up many times and is read once. */
export interface Vocabulary {
  groups: Groups;
  spell: Spell;
  patterns: Map<string, Pattern>;
  groupsRead: Map<string, Element>;
  words: Map<string, Run>;
  /** Every word and "begins so", numbered. */
  numbers: Map<string, number>;
  /** How many elements there are. */
  elements: number;
}
export const vocabularyOf = (groups: Groups, spell: Spell): Vocabulary =>
  ({ groups, spell, patterns: new Map(), groupsRead: new Map(), words: new Map(), numbers: new Map(), elements: 0 });

const holdGaps = (run: Run): boolean => run.some(({ holdsGap }) => holdsGap);

export function choiceOf(choices: readonly Run[], vocabulary: Vocabulary): Element {
  const words = new Map<number, WordElement>();
  const runs: Run[] = [];
  for (const run of choices) {
    const only = run.length === 1 ? run[0]! : undefined;
    if (only?.kind === 'word') words.set(only.number, only);
    else if (only?.kind === 'choice') {
      for (const word of only.words) words.set(word.number, word);
      runs.push(...only.runs);
    } else runs.push(run);
  }
  return { kind: 'choice', id: vocabulary.elements++, holdsGap: runs.some(holdGaps), words: [...words.values()], runs };
}

function wordOf(word: string, prefix: boolean, vocabulary: Vocabulary): WordElement {
  const name = prefix ? `${word}*` : word;
  let number = vocabulary.numbers.get(name);
  if (number === undefined) vocabulary.numbers.set(name, number = vocabulary.numbers.size);
  return { kind: 'word', id: vocabulary.elements++, holdsGap: false, number, word, prefix };
}

const pieces = /\{[^{}]*\}|\.\.\.|…|[()[\]|]|[^\s(){}[\]|]+/gu;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };
const plainWord = /^[a-z]+$/u;

/** Reads one authored phrase. Groups are put in place, so the result stands alone. */
export function parsePattern(source: string, vocabulary: Vocabulary): Pattern {
  let pattern = vocabulary.patterns.get(source);
  if (!pattern) vocabulary.patterns.set(source, pattern = readPattern(source, vocabulary, []));
  return pattern;
}

function readPattern(source: string, vocabulary: Vocabulary, within: readonly string[]): Pattern {
  // Most entries of the lists are one plain word.
  if (plainWord.test(source)) return { elements: readWords(source, source, vocabulary), startsClause: false, endsClause: false };
  const signs = source.match(pieces) ?? [];
  if (signs.join('') !== source.replace(/\s+/gu, '')) {
    throw new PatternMistake(`"${source}" has a { or } without its partner`, 'Write the name of a group as {name}.');
  }
  if (/[}\])]\/|\/[{[(]/u.test(source)) {
    throw new PatternMistake(`"${source}" has a / that touches a bracket, and so parts the whole phrase in two`, 'Write [{one} / other] with a space on each side of the /.');
  }
  const startsClause = signs[0] === '|';
  const endsClause = signs.length > 1 && signs.at(-1) === '|';
  const reader: Reader = { source, signs: startsClause || endsClause ? signs.slice(startsClause ? 1 : 0, endsClause ? -1 : undefined) : signs, at: 0, vocabulary, within };
  const choices = readChoices(reader, undefined);
  const elements = choices.length === 1 ? choices[0]! : [choiceOf(choices, vocabulary)];
  if (choices.some((run) => !run.some((element) => element.kind === 'word' || element.kind === 'choice'))) {
    throw new PatternMistake(`"${source}" would match anything`, 'Write at least one word that must be there.');
  }
  if (choices.some(endsInGap)) {
    throw new PatternMistake(`"${source}" has a ... with nothing that must be there on one side of it`, 'Write a word, or [one / another], before and after it; words in ( ) may be missing.');
  }
  return { elements, startsClause, endsClause };
}

function endsInGap(run: Run): boolean {
  const needed = run.filter(({ kind }) => kind !== 'optional');
  return needed[0]!.kind === 'gap' || needed.at(-1)!.kind === 'gap';
}

interface Reader {
  source: string;
  signs: readonly string[];
  at: number;
  vocabulary: Vocabulary;
  within: readonly string[];
}

/** Reads up to `close` (or the end): runs of elements, parted by a "/" that stands alone. */
function readChoices(reader: Reader, close: string | undefined): Element[][] {
  const choices: Element[][] = [[]];
  for (; reader.at < reader.signs.length; reader.at++) {
    const sign = reader.signs[reader.at]!;
    const run = choices[choices.length - 1]!;
    if (sign === close) return choices;
    if (sign === '/') choices.push([]);
    else if (sign === '(' || sign === '[') run.push(readBracket(reader, sign));
    else if (sign === '...' || sign === '…') run.push({ kind: 'gap', id: reader.vocabulary.elements++, holdsGap: true });
    else if (sign.startsWith('{')) run.push(readGroup(reader, sign.slice(1, -1).trim()));
    else if (sign === ')' || sign === ']' || sign === '|') {
      throw new PatternMistake(`"${reader.source}" has a "${sign}" in the wrong place`, 'Use | only as the first or last sign, and pair ( with ) and [ with ].');
    } else run.push(...readWords(reader.source, sign, reader.vocabulary));
  }
  if (close) throw new PatternMistake(`"${reader.source}" has a bracket that is not closed`, `Add the missing ${close}.`);
  return choices;
}

function readBracket(reader: Reader, open: '(' | '['): Element {
  reader.at++;
  const choices = readChoices(reader, closing[open]);
  if (choices.some((run) => run.length === 0)) {
    throw new PatternMistake(`"${reader.source}" has an empty place in a bracket`, 'Write a word on each side of every /.');
  }
  const elements = choices.length === 1 && open === '(' ? choices[0]! : [choiceOf(choices, reader.vocabulary)];
  return open === '(' ? { kind: 'optional', id: reader.vocabulary.elements++, holdsGap: holdGaps(elements), elements } : elements[0]!;
}

function readGroup({ source, vocabulary, within }: Reader, name: string): Element {
  const known = vocabulary.groupsRead.get(name);
  if (known) return known;
  const entries = Object.hasOwn(vocabulary.groups, name) ? vocabulary.groups[name] : undefined;
  if (!entries) throw new PatternMistake(`"${source}" names the group {${name}}, which does not exist`, 'Add the group under groups:, or correct its name.');
  if (within.includes(name)) throw new PatternMistake(`the group {${name}} contains itself`, 'Take the group out of its own list.');
  const group = choiceOf(entries.map((entry) => readPattern(entry, vocabulary, [...within, name]).elements), vocabulary);
  vocabulary.groupsRead.set(name, group);
  return group;
}

function readWords(source: string, sign: string, vocabulary: Vocabulary): Run {
  const known = vocabulary.words.get(sign);
  if (known) return known;
  const run = sign.includes('/')
    ? [choiceOf(sign.split('/').map((word) => readWord(source, sign, word, vocabulary)), vocabulary)]
    : readWord(source, sign, sign, vocabulary);
  vocabulary.words.set(sign, run);
  return run;
}

function readWord(source: string, sign: string, word: string, vocabulary: Vocabulary): Run {
  const bare = word.endsWith('*') ? word.slice(0, -1) : word;
  if (bare === '' || (bare !== word && !/^\d\d|..../u.test(`${bare}*`))) {
    throw new PatternMistake(`"${source}" has an empty or too short word in "${sign}"`, 'Write whole words; before * keep at least three letters or two digits.');
  }
  const words = vocabulary.spell(bare);
  if (words.length === 0) throw new PatternMistake(`"${source}" has a sign "${word}" that is not a word`, 'Write words, not punctuation.');
  return words.map((spelt, at) => wordOf(spelt, bare !== word && at === words.length - 1, vocabulary));
}

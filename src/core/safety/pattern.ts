/** One step of a phrase: words that fit, an optional run, or a gap. */
export type Element =
  | { kind: 'word'; word: string; prefix: boolean }
  | { kind: 'choice'; choices: Element[][] }
  | { kind: 'optional'; elements: Element[] }
  | { kind: 'gap' };

export interface Pattern {
  elements: Element[];
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
export type Spell = (word: string) => string[];

const pieces = /\{[^{}]*\}|\.\.\.|…|[()[\]|]|[^\s(){}[\]|]+/gu;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** Reads one authored phrase. Groups are put in place, so the result stands alone. */
export function parsePattern(source: string, groups: Groups, spell: Spell, within: readonly string[] = []): Pattern {
  const signs = source.match(pieces) ?? [];
  if (signs.join('') !== source.replace(/\s+/gu, '')) {
    throw new PatternMistake(`"${source}" has a { or } without its partner`, 'Write the name of a group as {name}.');
  }
  const startsClause = signs[0] === '|';
  const endsClause = signs.length > 1 && signs.at(-1) === '|';
  const reader: Reader = { source, signs: signs.slice(startsClause ? 1 : 0, endsClause ? -1 : undefined), at: 0, groups, spell, within };
  const choices = readChoices(reader, undefined);
  const elements = choices.length === 1 ? choices[0]! : [{ kind: 'choice', choices } satisfies Element];
  if (choices.some((choice) => !choice.some((element) => element.kind === 'word' || element.kind === 'choice'))) {
    throw new PatternMistake(`"${source}" would match anything`, 'Write at least one word that must be there.');
  }
  return { elements, startsClause, endsClause };
}

interface Reader {
  source: string;
  signs: readonly string[];
  at: number;
  groups: Groups;
  spell: Spell;
  within: readonly string[];
}

/** Reads up to `close` (or the end): runs of elements, parted by a "/" that stands alone. */
function readChoices(reader: Reader, close: string | undefined): Element[][] {
  const choices: Element[][] = [[]];
  for (; reader.at < reader.signs.length; reader.at++) {
    const sign = reader.signs[reader.at]!;
    const run = choices.at(-1)!;
    if (sign === close) return choices;
    if (sign === '/') choices.push([]);
    else if (sign === '(' || sign === '[') run.push(readBracket(reader, sign));
    else if (sign === '...' || sign === '…') run.push({ kind: 'gap' });
    else if (sign.startsWith('{')) run.push(readGroup(reader, sign.slice(1, -1).trim()));
    else if (')]|'.includes(sign)) {
      throw new PatternMistake(`"${reader.source}" has a "${sign}" in the wrong place`, 'Use | only as the first or last sign, and pair ( with ) and [ with ].');
    } else run.push(...readWords(reader, sign));
  }
  if (close) throw new PatternMistake(`"${reader.source}" has a bracket that is not closed`, `Add the missing ${close}.`);
  return choices;
}

function readBracket(reader: Reader, open: '(' | '['): Element {
  reader.at++;
  const choices = readChoices(reader, closing[open]);
  if (choices.some((choice) => choice.length === 0)) {
    throw new PatternMistake(`"${reader.source}" has an empty place in a bracket`, 'Write a word on each side of every /.');
  }
  const choice: Element = { kind: 'choice', choices };
  return open === '(' ? { kind: 'optional', elements: [choice] } : choice;
}

function readGroup({ source, groups, spell, within }: Reader, name: string): Element {
  const entries = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (!entries) throw new PatternMistake(`"${source}" names the group {${name}}, which does not exist`, 'Add the group under groups:, or correct its name.');
  if (within.includes(name)) throw new PatternMistake(`the group {${name}} contains itself`, 'Take the group out of its own list.');
  return { kind: 'choice', choices: entries.map((entry) => parsePattern(entry, groups, spell, [...within, name]).elements) };
}

function readWords({ source, spell }: Reader, sign: string): Element[] {
  const choices = sign.split('/').map((word): Element[] => {
    const bare = word.endsWith('*') ? word.slice(0, -1) : word;
    if (bare === '' || (bare !== word && !/^\d\d|..../u.test(`${bare}*`))) {
      throw new PatternMistake(`"${source}" has an empty or too short word in "${sign}"`, 'Write whole words; before * keep at least three letters or two digits.');
    }
    const words = spell(bare);
    if (words.length === 0) throw new PatternMistake(`"${source}" has a sign "${word}" that is not a word`, 'Write words, not punctuation.');
    return words.map((spelt, at) => ({ kind: 'word', word: spelt, prefix: bare !== word && at === words.length - 1 }));
  });
  return choices.length === 1 ? choices[0]! : [{ kind: 'choice', choices }];
}

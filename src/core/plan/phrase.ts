/** What a phrase may name: lists of words that are recognised, and lists of which an offer can use what was found. */
export interface PhraseLists {
  groups: Readonly<Record<string, readonly string[]>>;
  /** By name, how it is said in an offer, and the ways clients write it. */
  insertions: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>>;
}

/** A mistake in an authored phrase; `remedy` says what to do about it. */
export class PhraseMistake extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** A text as phrases see it: lower case, no accents or apostrophes, one space before each word; a sentence's end inside it stays as a sign. */
export function foldText(text: string): string {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/['’‘ʼ`´]/gu, '')
    .replace(/[.!?;:…\n]+/gu, ' . ')
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/gu, '');
  return folded === '' ? '' : ` ${folded}`;
}

const PIECES = /\{[^{}]*\}|\.\.\.|[()]|[^\s(){}]+/gu;
/** In folded text whatever is neither a space nor a dot belongs to a word. Letters by their Unicode property would compile more slowly at every start. */
const WORD = '[^ .]';
const ANY_WORDS = `(?: ${WORD}+){0,6}?`;

/**
 * A phrase as the source of a regular expression over folded text. How a phrase is written is told at the top of
 * `flows/library/goal-wording/en.yaml`. Insertions become named groups.
 */
export function phraseSource(phrase: string, lists: PhraseLists): string {
  const pieces = phrase.match(PIECES) ?? [];
  if (pieces.join('') !== phrase.replace(/\s+/gu, '')) {
    throw new PhraseMistake(`"${phrase}" has a { or } that does not pair`, 'Write {name}, with both signs.');
  }
  let source = '';
  let open = false;
  for (const piece of pieces) {
    if (piece === '(' || piece === ')') {
      if (open === (piece === '(')) throw new PhraseMistake(`"${phrase}" has brackets that do not pair`, 'Use ( ) around optional words, not inside one another.');
      open = piece === '(';
      source += open ? '(?:' : ')?';
    } else if (piece === '...') source += ANY_WORDS;
    else if (piece.startsWith('{')) {
      if (source.includes(`(?<${piece.slice(1, -1)}>`)) throw new PhraseMistake(`"${phrase}" names ${piece} twice`, 'Name an insertion once in a phrase.');
      source += namedSource(phrase, piece.slice(1, -1), lists);
    }
    else source += wordSource(piece.split('/'));
  }
  if (open) throw new PhraseMistake(`"${phrase}" has a ( that is not closed`, 'Close it with ).');
  if (phrase.replace(/\([^()]*\)|\.\.\./gu, '').trim() === '') throw new PhraseMistake(`"${phrase}" would fit anything`, 'Write at least one word.');
  return source;
}

function namedSource(phrase: string, name: string, { groups, insertions }: PhraseLists): string {
  const forms = Object.hasOwn(insertions, name) ? [...insertions[name]!.values()].flat() : undefined;
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (forms) return `(?<${name}>${wordSource(forms)})`;
  if (group) return wordSource(group);
  throw new PhraseMistake(`"${phrase}" names {${name}}, which does not exist`, 'Add it under groups or insertions, or correct its name.');
}

/** One of these runs of words; the longest is tried first, so that "stressed out" is not read as "stressed". */
function wordSource(entries: readonly string[]): string {
  const folded = entries.flatMap(spellOut).map(foldText);
  if (entries.some((entry) => /[(){}]/u.test(entry))) {
    throw new PhraseMistake(`"${entries.join('/')}" stands in a list and has brackets`, 'Brackets belong in phrases; in a list, write one entry for each.');
  }
  if (folded.some((entry) => entry === '' || entry.includes('.'))) {
    throw new PhraseMistake(`"${entries.join('/')}" has a part that is no word`, 'Write words, separated by / where one or the other may stand.');
  }
  return `(?:${folded.sort((a, b) => b.length - a.length).join('|')})`;
}

/** "panic attack/attacks" stands for "panic attack" and "panic attacks". */
const spellOut = (entry: string): string[] =>
  entry.split(' ').reduce<string[]>((runs, word) => runs.flatMap((run) => word.split('/').map((one) => `${run} ${one}`)), ['']);

/** Fits a folded text from its first word to its last. */
export const wholePhrase = (phrase: string, lists: PhraseLists): RegExp => new RegExp(`^${phraseSource(phrase, lists)}$`, 'u');

/** Whole words anywhere in a folded text; with * at the end, every word that begins so. */
export const wordsAnywhere = (entries: readonly string[]): RegExp => {
  const sources = entries.map((entry) => `${foldText(entry.replace(/\*$/u, ''))}${entry.endsWith('*') ? `${WORD}*` : ''}`);
  return new RegExp(`(?:${sources.join('|')})(?= |$)`, 'u');
};

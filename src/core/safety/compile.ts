import type { PhraseDocument, PhraseEntry } from './document.ts';
import { buildNetwork } from './network.ts';
import { parsePattern, type Pattern } from './pattern.ts';
import { compileTable, type CompiledTable, type LearnedTable, type TableWords } from './table.ts';
import { walker, type Walker, type WordRoles } from './walk.ts';
import { fold, foldKeepingApostrophes, nearTable, type Spelling } from './spelling.ts';

/** What a match means: evidence, or something about the words around it. */
export type Label =
  | { kind: 'part'; phrase: number; part: number }
  | { kind: 'phrase' | 'unless' | 'unlessNearby' | 'with'; phrase: number }
  | { kind: 'idiom' | 'past' | 'longAgo' | 'recent' | 'now' | 'denialAfter' };

export interface People {
  speaker: ReadonlySet<string>;
  someone: ReadonlySet<string>;
  /** Someone, inside a phrase: "kill himself". */
  themselves: ReadonlySet<string>;
  general: ReadonlySet<string>;
  notSubjectAfter: ReadonlySet<string>;
  determiners: ReadonlySet<string>;
  whoever: ReadonlySet<string>;
  describesSpeaker: ReadonlySet<string>;
}

/** One language, ready to screen with. Build it once per process: building takes about a tenth of a second. */
export interface CompiledScreen {
  language: string;
  phrases: readonly PhraseEntry[];
  notes: PhraseDocument['notes'];
  labels: readonly Label[];
  find: Walker;
  table: CompiledTable | undefined;
  tableWords: TableWords;
  spelling: Spelling;
  roles: WordRoles;
  people: People;
  /** Words that may stand between a negation and what it denies. */
  between: ReadonlySet<string>;
  answers: ReadonlySet<string>;
  /** True where a second negation undoes the first. */
  negationsUndo: boolean;
}

/** Throws `PatternMistake` on a phrase that cannot be read; `checkPhrases` finds them all beforehand. */
export function compileScreen(document: PhraseDocument, table?: LearnedTable): CompiledScreen {
  const spell = speller(document.spellings);
  const labels: Label[] = [];
  const patterns: { label: number; pattern: Pattern }[] = [];
  const add = (label: Label, sources: readonly string[] = []): void => {
    labels.push(label);
    for (const source of sources) {
      patterns.push({ label: labels.length - 1, pattern: parsePattern(source, document.groups, spell) });
    }
  };
  document.phrases.forEach((entry, phrase) => {
    add({ kind: 'phrase', phrase }, entry.any);
    entry.together?.forEach((sources, part) => add({ kind: 'part', phrase, part }, sources));
    add({ kind: 'unless', phrase }, entry.unless);
    add({ kind: 'unlessNearby', phrase }, entry.unlessNearby);
    add({ kind: 'with', phrase }, entry.with);
  });
  add({ kind: 'idiom' }, document.idioms);
  add({ kind: 'denialAfter' }, document.negation.after);
  for (const kind of ['past', 'longAgo', 'recent', 'now'] as const) add({ kind }, document.time[kind]);

  const network = buildNetwork(patterns);
  const set = (words: readonly string[]): Set<string> => new Set(words.flatMap(spell));
  const people: People = {
    speaker: set(document.people.speaker),
    someone: set(document.people.someone),
    themselves: set(document.people.themselves),
    general: set(document.people.general),
    notSubjectAfter: set(document.people.notSubjectAfter),
    determiners: set(document.people.determiners),
    whoever: set(document.people.whoever),
    describesSpeaker: set(document.people.describesSpeaker),
  };
  const roles: WordRoles = {
    fillers: set(document.fillers),
    negations: set(document.negation.words),
    clauseStarts: set(document.clauseStarts),
  };
  const between = set(document.negation.between);
  const common = new Set([between, roles.fillers, roles.clauseStarts, people.speaker, people.determiners].flatMap((words) => [...words]));
  const known = new Set([network.words, roles.fillers, roles.negations, roles.clauseStarts, between, ...Object.values(people)].flatMap((words) => [...words]));
  const listed = listedSpellings(document.spellings);
  return {
    language: document.language, phrases: document.phrases, notes: document.notes, labels, find: walker(network, roles), roles, people, between,
    answers: set(document.negation.answers), negationsUndo: document.negation.twice === 'undoes',
    table: table && compileTable(table), tableWords: { kindOf: kindsOf(document, spell), isCommon: (word) => common.has(word) },
    spelling: { listed, known, near: nearTable(document.nearSpellings) },
  };
}

function kindsOf({ groups, kinds }: PhraseDocument, spell: (word: string) => string[]): (word: string) => string | undefined {
  const kindOf = new Map<string, string>();
  for (const kind of kinds) {
    for (const entry of groups[kind] ?? []) {
      if (!/^[\p{L}/ -]+$/u.test(entry) || entry.includes(' ')) continue;
      for (const word of entry.split('/').flatMap(spell)) if (!kindOf.has(word)) kindOf.set(word, `{${kind}}`);
    }
  }
  return (word) => kindOf.get(word);
}

/** Reads an authored word as the tokeniser will read a client's. */
export function speller(spellings: Readonly<Record<string, string>>): (word: string) => string[] {
  const listed = listedSpellings(spellings);
  return (word) => {
    const written = foldKeepingApostrophes(word);
    const folded = written.replace(/'s$/u, '').replace(/'/gu, '');
    return folded === '' ? [] : listed.get(written) ?? listed.get(folded) ?? [folded];
  };
}

const listedSpellings = (spellings: Readonly<Record<string, string>>): Map<string, string[]> =>
  new Map(Object.entries(spellings).map(([word, meaning]) => [foldKeepingApostrophes(word), meaning.split(/\s+/u).map(fold)]));

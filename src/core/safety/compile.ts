import { beginsOf, commonness } from './begins.ts';
import type { PhraseDocument, PhraseEntry } from './document.ts';
import { waysOf, type Way, type Ways } from './find.ts';
import { lexicon, type Lexicon, type WordRoles } from './lexicon.ts';
import { networkBuilder } from './network.ts';
import { parsePattern, vocabularyOf, type Run, type Spell, type Vocabulary } from './pattern.ts';
import { fold, foldKeepingApostrophes, nearTable } from './spelling.ts';
import { compileTable, learnedWord, rowsOf, type CompiledTable, type LearnedTable, type TableWords } from './table.ts';
import { walker, type Walker } from './walk.ts';

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

/** A phrase entry and the ways its lists can be said. */
export interface CompiledPhrase {
  entry: PhraseEntry;
  any: Ways;
  together: readonly Ways[];
  unless: Nearby;
  unlessNearby: Nearby;
  with: Nearby;
}

/** What may stand near a phrase: most of it is single words, which need no looking for. */
export interface Nearby {
  words: ReadonlySet<string>;
  ways: Ways;
}

/** One way of saying a cue, and the cue's place in the phrase file. */
export interface CueWay {
  cue: number;
  way: Way;
}

/** What the words around a phrase may say of it. */
export interface Surroundings {
  idioms: Ways;
  denialAfter: Ways;
  past: Ways;
  longAgo: Ways;
  recovered: Ways;
  recent: Ways;
  now: Ways;
}

/** One language, ready to screen with. Build it once per process. */
export interface CompiledScreen {
  language: string;
  phrases: readonly CompiledPhrase[];
  /** By segment: the phrases that are looked for when it is found, each at its rarest segment or list. */
  begins: readonly (readonly number[] | undefined)[];
  /** The same for the idioms and the cues, way by way. */
  idiomsBegin: readonly (Ways | undefined)[];
  cuesBegin: readonly (readonly CueWay[] | undefined)[];
  surroundings: Surroundings;
  notes: PhraseDocument['notes'];
  walk: Walker;
  lexicon: Lexicon;
  table: CompiledTable | undefined;
  tableWords: TableWords;
  people: People;
  /** Words that may stand between a negation and what it denies. */
  between: ReadonlySet<string>;
  answers: ReadonlySet<string>;
  /** True where a second negation undoes the first. */
  negationsUndo: boolean;
}

/**
 * Throws `PatternMistake` on a phrase that cannot be read; `checkPhrases` finds them all beforehand. `numberOf` is for learning
 * a table: it numbers the words that none has rows for yet.
 */
export function compileScreen(document: PhraseDocument, table?: LearnedTable, numberOf?: (word: string) => number): CompiledScreen {
  const vocabulary = vocabularyFor(document);
  const { spell } = vocabulary;
  const network = networkBuilder();
  const { time, idioms, negation } = document;
  const set = (words: readonly string[]): Set<string> => new Set(words.flatMap(spell));
  const ofCommonWords = commonness(set([...document.commonWords, ...document.fillers, ...negation.between, ...document.people.speaker, ...document.people.someone]));
  const isCommon: boolean[] = [];
  const add = (run: Run): number => {
    const segment = network.add(run);
    isCommon[segment] ??= ofCommonWords(run);
    return segment;
  };
  const ways = (sources: readonly string[] = []): Ways => waysOf(sources.map((source) => parsePattern(source, vocabulary)), vocabulary, add);
  const nearby = (sources: readonly string[] = []): Nearby => {
    const [single, others] = [sources.filter(isSingleWord), sources.filter((source) => !isSingleWord(source))];
    const read = single.map(spell);
    return {
      words: new Set(read.flatMap((words) => (words.length === 1 ? words : []))),
      ways: ways([...others, ...single.filter((_, at) => read[at]!.length !== 1)]),
    };
  };
  const phrases = document.phrases.map((entry): CompiledPhrase => ({
    entry, any: ways(entry.any), together: (entry.together ?? []).map(ways),
    unless: nearby(entry.unless), unlessNearby: nearby(entry.unlessNearby), with: nearby(entry.with),
  }));
  const surroundings: Surroundings = {
    idioms: ways(idioms), denialAfter: ways(negation.after),
    past: ways(time.past), longAgo: ways(time.longAgo), recovered: ways(time.recovered), recent: ways(time.recent), now: ways(time.now),
  };
  const begins = beginsOf(phrases, surroundings.idioms, Object.values(document.cues).map(ways), isCommon);
  const built = network.built();
  const people = Object.fromEntries(Object.entries(document.people).map(([role, words]) => [role, set(words)])) as unknown as People;
  const roles: WordRoles = { fillers: set(document.fillers), negations: set(negation.words), clauseStarts: set(document.clauseStarts) };
  const between = set(negation.between);
  const known = new Set([...vocabulary.numbers.keys()].filter((word) => !word.endsWith('*')));
  const listed = phrases.flatMap((phrase) => [phrase.unless.words, phrase.unlessNearby.words, phrase.with.words]);
  for (const words of [roles.fillers, roles.negations, roles.clauseStarts, between, ...Object.values(people), ...listed]) for (const word of words) known.add(word);

  const words = tableWordsOf(document, spell);
  const compiledTable = table && compileTable(table, words);
  const spelling = { listed: listedSpellings(document.spellings), known, near: nearTable(document.nearSpellings) };
  return {
    language: document.language, phrases, ...begins, surroundings, notes: document.notes,
    walk: walker(built), people, between, answers: set(negation.answers), negationsUndo: negation.twice === 'undoes', table: compiledTable, tableWords: words,
    lexicon: lexicon(vocabulary.numbers, roles, spelling,
      (text) => learnedWord(text, words, { ...rowsOf(compiledTable), ...(numberOf && { numberOf }) }, (word) => known.has(word))),
  };
}

const vocabularies = new WeakMap<PhraseDocument, Vocabulary>();
/** What a document's phrases are read with: one for its check and its compiling. */
export function vocabularyFor(document: PhraseDocument): Vocabulary {
  let vocabulary = vocabularies.get(document);
  if (!vocabulary) vocabularies.set(document, vocabulary = vocabularyOf(document.groups, speller(document.spellings)));
  return vocabulary;
}

/** The words the learned table reads by. */
function tableWordsOf({ kinds, quietKinds, commonWords, cues }: PhraseDocument, spell: Spell): TableWords {
  const names = Object.keys(kinds);
  const kindOf = new Map<string, number>();
  names.forEach((name, kind) => {
    for (const word of kinds[name]!.flatMap(spell)) if (!kindOf.has(word)) kindOf.set(word, kind);
  });
  return { kinds: names, cues: Object.keys(cues), kindOf, quiet: new Set(quietKinds.map((name) => names.indexOf(name))), common: new Set(commonWords.flatMap(spell)) };
}

const isSingleWord = (source: string): boolean => !/[^\p{L}\p{M}\p{N}'’]/u.test(source);

/** Reads an authored word as the tokeniser will read a client's. */
export function speller(spellings: Readonly<Record<string, string>>): (word: string) => readonly string[] {
  const listed = listedSpellings(spellings);
  const read = new Map<string, readonly string[]>();
  return (word) => {
    let words = read.get(word);
    if (!words) {
      const written = foldKeepingApostrophes(word);
      const folded = written.includes("'") ? written.replace(/'s$/u, '').replace(/'/gu, '') : written;
      read.set(word, words = folded === '' ? [] : listed.get(written) ?? listed.get(folded) ?? [folded]);
    }
    return words;
  };
}

const listedSpellings = (spellings: Readonly<Record<string, string>>): Map<string, string[]> =>
  new Map(Object.entries(spellings).map(([word, meaning]) => [foldKeepingApostrophes(word), meaning.split(/\s+/u).map(fold)]));

import type { CompiledScreen } from './compile.ts';
import { meets, neighbourhood } from './context.ts';
import type { Category } from './document.ts';
import { judge, type Finding } from './judge.ts';
import { matchesOf, type Match } from './find.ts';
import { strongestStretch, type Cue, type WordsRead } from './stretch.ts';
import { findsOf, type PhraseFound } from './together.ts';
import { cut, tokenise, type Piece, type Token } from './tokens.ts';
import type { Hits } from './walk.ts';

export type Level = 'none' | 'ask' | 'concern' | 'imminent';

/** Words that counted: UTF-16 offsets into the text, so a page can mark them, and why they counted. Never the words. */
export interface Signal {
  category: Category;
  start: number;
  end: number;
  why: string;
}

/** `ask`: unclear, so the client is asked. `concern`: danger is spoken of. `imminent`: it may be near in time. */
export interface Screening {
  level: Level;
  categories: Category[];
  signals: Signal[];
}

const nothing: Screening = { level: 'none', categories: [], signals: [] };

/** What the phrases make of a text, before anything is concluded. */
export interface PhraseReading extends WordsRead {
  findings: readonly Finding[];
  denials: readonly Match[];
}

export function readPhrasesOf(text: string, compiled: CompiledScreen, pieces: readonly Piece[] = cut(text)): PhraseReading {
  const tokens = tokenise(text, pieces, compiled.lexicon);
  const hits = compiled.walk(tokens);
  const around = neighbourhood(hits, tokens, compiled);
  const findings: Finding[] = [];
  const denials: Match[] = [];
  const masked = new Set<number>();
  const mask = ({ first, last }: Match): void => {
    for (let at = first; at <= last; at++) masked.add(at);
  };
  around.idioms.forEach(mask);
  for (const found of phrasesFound(hits, tokens, compiled)) {
    const judged = judge(found, tokens, compiled, around);
    if (typeof judged === 'object') findings.push(judged);
    else {
      if (judged === 'denied') denials.push(found.match);
      found.parts.forEach(mask);
    }
  }
  return { tokens, findings, denials, masked, cues: cuesOf(hits, tokens, compiled) };
}

/** In the order of the phrase file, so that the same text is always told in the same way. */
function phrasesFound(hits: Hits, tokens: readonly Token[], { phrases, begins }: CompiledScreen): PhraseFound[] {
  const likely = new Set<number>();
  for (const segment of hits.found) for (const phrase of begins[segment] ?? none) likely.add(phrase);
  return [...likely].sort((one, other) => one - other).flatMap((phrase) => findsOf(phrases[phrase]!, hits, tokens));
}
const none: readonly never[] = [];

function cuesOf(hits: Hits, tokens: readonly Token[], { cuesBegin, tableWords }: CompiledScreen): Cue[] {
  return hits.found.flatMap((segment) => cuesBegin[segment] ?? none)
    .flatMap(({ cue, way }) => matchesOf([way], hits, tokens).map(({ first }) => ({ cue: tableWords.kinds.length + cue, at: first })));
}

/** Reads one text in one language. Pure: the same text and phrases always give the same result. */
export function screen(text: string, compiled: CompiledScreen, pieces: readonly Piece[] = cut(text)): Screening {
  const reading = readPhrasesOf(text, compiled, pieces);
  const concluded = conclude(reading);
  return concluded === nothing ? learned(reading, compiled) : concluded;
}

/** Where no phrase speaks, words that people in danger use near one another are reason enough to ask. */
function learned(reading: PhraseReading, { table, notes }: CompiledScreen): Screening {
  const { tokens } = reading;
  const stretch = table && strongestStretch(reading, table);
  if (!stretch || stretch.score <= table.threshold) return nothing;
  const { category, first, last } = stretch;
  const signal: Signal = { category, start: tokens[first]!.start, end: tokens[last]!.end, why: notes.learned };
  return { level: 'ask', categories: [category], signals: [signal] };
}

/** The highest reading of a text that may be in any of the languages; of equals, the first. */
export function screenInAll(text: string, screens: readonly CompiledScreen[]): Screening {
  const pieces = cut(text);
  return highestOf(screens.map((compiled) => screen(text, compiled, pieces)));
}

/** Of equals, the first. */
export const highestOf = (screenings: readonly Screening[]): Screening =>
  screenings.reduce((highest, other) => (levels.indexOf(other.level) > levels.indexOf(highest.level) ? other : highest), nothing);

/** From lowest to highest. */
export const levels: readonly Level[] = ['none', 'ask', 'concern', 'imminent'];

function conclude({ tokens, findings, denials }: PhraseReading): Screening {
  const clear = findings.filter((finding) => finding.weight !== 'hint');
  const counted = clear.length > 0 ? clear : hintsThatMeet(findings, denials, tokens);
  if (counted.length === 0) return nothing;
  const near = clear.some((finding) => finding.weight === 'imminent') || sidesOfDanger(clear) > 1;
  const level: Level = near ? 'imminent' : clear.some((finding) => finding.weight === 'concern') ? 'concern' : 'ask';
  return { level, categories: [...new Set(counted.map((finding) => finding.category))], signals: signalsOf(counted, tokens) };
}

/** Ideation, a plan, means: how many of the three are spoken of plainly. Two are read as danger that is near. */
function sidesOfDanger(findings: readonly Finding[]): number {
  const plain = findings.filter((finding) => finding.weight === 'concern').map((finding) => finding.category);
  const sides: readonly (readonly Category[])[] = [['passive-ideation', 'active-ideation'], ['plan'], ['means']];
  return sides.filter((side) => side.some((category) => plain.includes(category))).length;
}

/** Hints that have another hint, or a denial, within two sentences. Means alone are no cause to doubt a denial. */
function hintsThatMeet(hints: readonly Finding[], denials: readonly Match[], tokens: readonly Token[]): Finding[] {
  const close = (one: Match, other: Match): boolean => Math.abs(tokens[one.first]!.sentence - tokens[other.first]!.sentence) <= 2;
  return hints.filter((hint) =>
    hints.some((other) => other.entry.id !== hint.entry.id && close(other.match, hint.match) && !meets(other.match, hint.match))
    || (hint.category !== 'means' && denials.some((denial) => close(denial, hint.match) && !meets(denial, hint.match))));
}

/** In reading order; of signals of one category that overlap, the longest. */
function signalsOf(findings: readonly Finding[], tokens: readonly Token[]): Signal[] {
  const all = findings.map(({ category, match, why }): Signal => ({
    category, start: tokens[match.first]!.start, end: tokens[match.last]!.end, why,
  }));
  const length = (signal: Signal): number => signal.end - signal.start;
  return all
    .filter((signal, at) => !all.some((other, place) => place !== at && other.category === signal.category
      && other.start < signal.end && signal.start < other.end
      && (length(other) > length(signal) || (length(other) === length(signal) && place < at))))
    .sort((one, other) => one.start - other.start || one.end - other.end);
}

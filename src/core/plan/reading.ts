import type { Knowledge } from '../intake/knowledge.ts';
import { readBecause, readSaid, saidOf } from './said-by-library.ts';
import type { PlanItem, Proposal, TreatmentPlan } from './plan.ts';
import type { PlanSuggestion } from './suggest.ts';

/**
 * A plan before a reader of another language. The client's words stay as they are. What the library said itself and nobody has
 * reworded can be read in the reader's language too; what is approved are the words that stand in the plan, whoever reads them.
 */

/** A stretch of text. */
export interface Piece {
  text: string;
  /** Its language, where it is not the reader's. */
  language?: string;
}

/** Words that stand in another language than the reader's. */
export interface ForeignWords {
  language: string;
  /** The same in the reader's language: the library's own words, and in them the client's as they are. Absent where there is no such thing. */
  reading?: Piece[];
}

/** By the words as they stand. What is in the reader's language, or in whichever its writer chose, is not in it. */
export type Foreign = Record<string, ForeignWords>;

/** By the id of a line: its text, its reasons and where it comes from, in every version and every suggestion. */
export type ForeignLines = Record<string, Foreign>;

export interface Languages {
  reader: Knowledge;
  /** Of the client's words, and of the draft that was made from them. */
  client: string;
  /** A line may stand in any language there is. */
  all: readonly Knowledge[];
}

export function foreignLines({ versions, proposals }: Pick<TreatmentPlan, 'versions' | 'proposals'>, languages: Languages): ForeignLines {
  const lines: ForeignLines = {};
  for (const item of [...versions.flatMap(({ items }) => items), ...proposals.flatMap(itemsIn)]) {
    const foreign = foreignIn(item, languages);
    if (Object.keys(foreign).length > 0) lines[item.id] = { ...lines[item.id], ...foreign };
  }
  return lines;
}

function itemsIn({ change }: Proposal): PlanItem[] {
  switch (change.do) {
    case 'add': return [change.item];
    case 'ask': return change.about ? [change.about] : [];
    case 'change': return [change.before, change.after];
    case 'remove': return [change.before];
  }
}

/** The same for what the library offers beside the plan. */
export const foreignInSuggestion = ({ entry, because, ...line }: PlanSuggestion, languages: Languages): Foreign =>
  foreignIn({ ...line, id: entry, sources: [{ from: 'library', entry, rule: '', because }] }, languages);

function foreignIn(item: PlanItem, languages: Languages): Foreign {
  const foreign: Foreign = {};
  const note = (words: string, read: Read, otherwise?: string): void => {
    const language = read === null ? otherwise : read.language;
    if (language && language !== languages.reader.language) foreign[words] = { language, ...(read && { reading: read.pieces }) };
  };
  const { client } = languages;
  note(item.text, readLine(item, 'text', languages), writtenBy(item) === 'therapist' ? undefined : client);
  // Nobody can reword these: where they are not the library's words, they were when the draft was made.
  for (const name of ['what', 'why', 'connects'] as const) if (item[name] !== undefined) note(item[name], readLine(item, name, languages), client);
  for (const source of item.sources) {
    if (source.from === 'client') note(source.quote, null, client);
    if (source.from === 'library') note(source.because, readReason(source.because, languages), client);
  }
  return foreign;
}

/** In which language the library says it so, and how it says it in the reader's; null for what it does not say. */
type Read = { language: string; pieces: Piece[] } | null;

function readLine(item: PlanItem, name: 'text' | 'what' | 'why' | 'connects', { reader, client, all }: Languages): Read {
  for (const from of [reader, ...all]) {
    const pieces = readSaid(item[name]!, saidOf(item, from)[name], saidOf(item, reader)[name], client === reader.language ? undefined : client);
    if (pieces) return { language: from.language, pieces };
  }
  return null;
}

function readReason(because: string, { reader, all }: Languages): Read {
  for (const from of [reader, ...all]) {
    const text = readBecause(because, from, reader);
    if (text !== null) return { language: from.language, pieces: [{ text }] };
  }
  return null;
}

/** Whose words the text of a line is, where it is not the library's. */
const writtenBy = ({ text, sources }: PlanItem): 'client' | 'therapist' =>
  !sources.some((source) => source.from === 'client' && source.quote === text) && sources.some((source) => source.from === 'person' && source.party === 'therapist') ? 'therapist' : 'client';

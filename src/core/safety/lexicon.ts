import { readWord, type Spelling } from './spelling.ts';

/** A word as one language reads it, with all that is ever asked of it. */
export interface Word {
  text: string;
  /** Its own number and those of the "begins so" words it fits; none for a word that no phrase uses. */
  numbers: readonly number[];
  /** Words of one `step` lead to the same places; 0 leads nowhere. */
  step: number;
  /** May stand anywhere inside a phrase ("really", "just"). */
  filler: boolean;
  /** Never part of a gap. */
  negation: boolean;
  /** A new clause begins with it, even without punctuation. */
  clauseStart: boolean;
  /** What the learned table takes it for. */
  learned: LearnedWord;
}

/** A word to the learned table: numbers of its rows, or -1. */
export interface LearnedWord {
  /** Itself. */
  alone: number;
  /** The kind it is of ("{drug}"). */
  kind: number;
  /** Its first letters, for words whose endings change and for misspellings. */
  beginning: number;
  /** Its kind, or itself when it is of none: what it is beside other words. */
  shape: number;
  /** A word of all texts alike: neither its kind nor its beginning says anything. */
  common: boolean;
  /** What it says by being like other words. */
  like: number;
  /** Whether the language knows it at all. */
  known: boolean;
}

export interface WordRoles {
  fillers: ReadonlySet<string>;
  negations: ReadonlySet<string>;
  clauseStarts: ReadonlySet<string>;
}

export interface Lexicon {
  /** The words that a written word stands for. */
  read(raw: string): readonly Word[];
  isKnown(text: string): boolean;
  word(text: string): Word;
}

/** So many spellings and words are remembered before all are forgotten: a text made of endless new ones cannot fill the memory. */
const remembered = 30_000;

/** Every word is looked at once and then remembered; the memory never changes what is read. */
export function lexicon(
  numbers: ReadonlyMap<string, number>, roles: WordRoles, spelling: Spelling, learn: (text: string) => LearnedWord,
): Lexicon {
  const beginnings = new Map([...numbers].filter(([word]) => word.endsWith('*')).map(([word, number]) => [word.slice(0, -1), number]));
  const lengths = [...new Set([...beginnings.keys()].map((beginning) => beginning.length))].sort((one, other) => one - other);
  const steps = new Map<string, number>();
  let words = new Map<string, Word>();
  let readings = new Map<string, readonly Word[]>();

  function word(text: string): Word {
    let found = words.get(text);
    if (!found) {
      if (words.size >= remembered) words = new Map();
      words.set(text, found = lookAt(text));
    }
    return found;
  }

  function lookAt(text: string): Word {
    const own = numbers.get(text);
    const all = own === undefined ? [] : [own];
    for (const length of lengths) {
      if (length > text.length) break;
      const number = beginnings.get(text.slice(0, length));
      if (number !== undefined) all.push(number);
    }
    const filler = roles.fillers.has(text);
    return {
      text, numbers: all, step: all.length === 0 && !filler ? 0 : stepOf(`${all.join()}${filler}`), filler,
      negation: roles.negations.has(text), clauseStart: roles.clauseStarts.has(text), learned: learn(text),
    };
  }

  function stepOf(key: string): number {
    let step = steps.get(key);
    if (step === undefined) steps.set(key, step = steps.size + 1);
    return step;
  }

  return {
    word,
    isKnown: (text) => spelling.known.has(text),
    read: (raw) => {
      let reading = readings.get(raw);
      if (!reading) {
        if (readings.size >= remembered) readings = new Map();
        readings.set(raw, reading = readWord(raw, spelling).map(word));
      }
      return reading;
    },
  };
}

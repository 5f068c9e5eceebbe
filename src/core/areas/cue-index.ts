import type { Cue } from './cue.ts';

/** Cues by the word they begin with, so that a text is read once whatever the number of cues. */
export interface CueIndex<T> {
  readonly whole: ReadonlyMap<string, readonly T[]>;
  readonly beginnings: ReadonlyMap<string, readonly T[]>;
  /** Letters of the longest beginning. */
  readonly longest: number;
}

const NONE: readonly never[] = [];

export const indexCues = <T extends { readonly cue: Cue }>(entries: readonly T[]): CueIndex<T> => {
  const whole = new Map<string, T[]>();
  const beginnings = new Map<string, T[]>();
  const put = (map: Map<string, T[]>, key: string, entry: T): void => {
    const there = map.get(key);
    if (there === undefined) map.set(key, [entry]);
    else there.push(entry);
  };
  for (const entry of entries) {
    const [first] = entry.cue;
    if (first?.kind !== 'word') continue;
    first.whole.forEach((form) => put(whole, form, entry));
    first.beginnings.forEach((form) => put(beginnings, form, entry));
  }
  return { whole, beginnings, longest: Math.max(0, ...[...beginnings.keys()].map(({ length }) => length)) };
};

/** The entries whose first word may be this one. */
export const startingWith = <T>(index: CueIndex<T>, form: string): readonly T[] => {
  let found = index.whole.get(form) ?? NONE;
  const most = Math.min(form.length, index.longest);
  for (let length = 2; length <= most; length += 1) {
    const entries = index.beginnings.get(form.slice(0, length));
    if (entries !== undefined) found = found.length === 0 ? entries : [...found, ...entries];
  }
  return found;
};

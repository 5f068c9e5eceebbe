import { fold } from './words.ts';
import type { Word } from './words.ts';

/** One step of a cue: words that may stand here (whole, or by their beginning), or room for other words. */
type CueStep =
  | { readonly kind: 'word'; readonly whole: ReadonlySet<string>; readonly beginnings: readonly string[] }
  | { readonly kind: 'room'; readonly most: number };

type WordStep = Extract<CueStep, { kind: 'word' }>;

/** The steps of one cue; a cue begins and ends with a word. */
export type Cue = readonly CueStep[];

export class CueFault extends Error {}

const ROOM: Record<string, number> = { '?': 1, '..': 3 };

const parseWord = (written: string, groups: ReadonlyMap<string, readonly string[]>): CueStep => {
  const whole = new Set<string>();
  const beginnings: string[] = [];
  const take = (choice: string): void => {
    const form = fold(choice.replace(/\*$/u, ''));
    if (!/^[\p{L}\p{N}]+$/u.test(form)) throw new CueFault(`"${choice}" is not a word`);
    if (!choice.endsWith('*')) whole.add(form);
    else if (form.length > 1) beginnings.push(form);
    else throw new CueFault(`"${choice}" needs two letters or more before *`);
  };
  for (const choice of written.split('|')) {
    const name = /^<(.+)>$/u.exec(choice)?.[1];
    if (name === undefined) {
      take(choice);
      continue;
    }
    const members = groups.get(name);
    if (members === undefined) throw new CueFault(`there is no group <${name}>`);
    members.forEach(take);
  }
  return { kind: 'word', whole, beginnings };
};

/** Reads a cue as authors write it; how, is told at the top of `flows/library/areas/cues.en.yaml`. */
export const parseCue = (written: string, groups: ReadonlyMap<string, readonly string[]>): Cue => {
  const steps = written.trim().split(/\s+/u).map((step): CueStep => {
    const most = ROOM[step];
    return most === undefined ? parseWord(step, groups) : { kind: 'room', most };
  });
  if (steps[0]?.kind !== 'word' || steps.at(-1)?.kind !== 'word') throw new CueFault('a cue begins and ends with a word');
  return steps;
};

const fits = ({ whole, beginnings }: WordStep, form: string): boolean => {
  if (whole.has(form)) return true;
  for (const beginning of beginnings) if (form.startsWith(beginning)) return true;
  return false;
};

/** Where the cue ends (the index after its last word) when its step `step` is at word `at`, or -1; the nearest end. */
const matchFrom = (cue: Cue, words: readonly Word[], at: number, step: number): number => {
  const next = cue[step];
  if (next === undefined) return at;
  const word = words[at];
  if (word === undefined || (step > 0 && word.sentence !== words[at - 1]?.sentence)) return -1;
  if (next.kind === 'word') return fits(next, word.form) ? matchFrom(cue, words, at + 1, step + 1) : -1;
  for (let room = 0; room <= next.most && words[at + room]?.sentence === word.sentence; room += 1) {
    const end = matchFrom(cue, words, at + room, step + 1);
    if (end !== -1) return end;
  }
  return -1;
};

/** Where the cue ends (the index after its last word) if it starts at word `at`, or -1. */
export const matchCue = (cue: Cue, words: readonly Word[], at: number): number => matchFrom(cue, words, at, 0);

/** The same, for a cue whose first word is already known to stand at `at`. */
export const matchRest = (cue: Cue, words: readonly Word[], at: number): number => matchFrom(cue, words, at + 1, 1);

import type { Knowledge } from '../intake/knowledge.ts';
import type { PlanItem } from './plan.ts';
import type { Piece } from './reading.ts';

/** What the library says of a line that it chose, in one language; `{goal}` stands for the words of the goal it serves. */
export function saidOf({ kind, sources }: Pick<PlanItem, 'kind' | 'sources'>, { library, goalWording: { draft } }: Knowledge): Partial<Record<'text' | 'what' | 'why' | 'connects', string>> {
  const entry = sources.find((source) => source.from === 'library')?.entry ?? '';
  switch (kind) {
    case 'area': return { text: library.area(entry)?.name };
    case 'goal': return { text: entry === 'goal' ? draft.goal.first : undefined };
    case 'measure': return { text: library.measure(entry)?.sign };
    case 'review': return { text: draft.review.text };
    case 'strategy': {
      if (entry === '') return draft.strategy.own;
      if (entry === 'helped-before') return draft.strategy.helped;
      const { name: text, what, why, connects } = library.strategy(entry) ?? {};
      return { text, what, why, connects };
    }
  }
}

const GOAL = '{goal}';

/**
 * Words of one language as the library says them in another: `from` and `to` are what it says in each. Null where the words are
 * not those, letter for letter. The goal's words in them stay as they are, marked with their `language` where one is given.
 */
export function readSaid(words: string, from: string | undefined, to: string | undefined, language: string | undefined): Piece[] | null {
  if (from === undefined || to === undefined) return null;
  const [before, after] = from.split(GOAL);
  if (after === undefined) return words === from ? [{ text: to }] : null;
  if (words.length < before!.length + after.length || !words.startsWith(before!) || !words.endsWith(after)) return null;
  const [ahead, behind] = to.split(GOAL);
  const goal = words.slice(before!.length, words.length - after.length);
  return [{ text: ahead! }, { text: goal, ...(language && { language }) }, { text: behind! }];
}

/** Why the library chose a line, sentence by sentence in another language; null where a sentence is not one of its own. */
export function readBecause(because: string, from: Knowledge, to: Knowledge): string | null {
  const read: string[] = [];
  let rest = because;
  while (rest !== '') {
    const found = firstSentence(rest, from, to);
    if (!found) return null;
    read.push(found.read);
    rest = rest.slice(found.length).trimStart();
  }
  return read.join(' ');
}

function firstSentence(text: string, from: Knowledge, to: Knowledge): { length: number; read: string } | null {
  const others = sentencesOf(to);
  for (const [at, sentence] of sentencesOf(from).entries()) if (text.startsWith(sentence)) return { length: sentence.length, read: others[at]! };
  for (const list of ['areas', 'orientations'] as const) {
    const [before, after] = from.goalWording.draft.because[list].split(`{${list}}`);
    if (!text.startsWith(before!)) continue;
    const names = namesAtStart(text.slice(before!.length), from.library[list]);
    const length = before!.length + names.length;
    if (names.ids.length === 0 || !text.startsWith(after!, length)) continue;
    const read = names.ids.map((id) => to.library[list].find((one) => one.id === id)!.name).join(', ');
    return { length: length + after!.length, read: to.goalWording.draft.because[list].replace(`{${list}}`, () => read) };
  }
  return null;
}

/** The sentences without anything to fill in, in the same order in every language. */
const sentencesOf = ({ goalWording: { draft } }: Knowledge): string[] => [
  draft.area.picked, draft.goal.chosen, draft.goal.hoped, draft.goal['first-because'], draft.strategy.helped.because, draft.review.chosen, draft.review.usual,
  draft.because.any, draft.because.first, draft.because.try, draft.because['beyond-symptoms'],
];

/** Names one after the other, with commas between them; some have a comma of their own. */
function namesAtStart(text: string, known: readonly { id: string; name: string }[]): { ids: string[]; length: number } {
  const ids: string[] = [];
  let length = 0;
  for (;;) {
    const start = length === 0 ? 0 : length + ', '.length;
    const fits = known.filter(({ name }) => text.startsWith(name, start)).sort((one, other) => other.name.length - one.name.length);
    if (fits.length === 0 || (length > 0 && !text.startsWith(', ', length))) return { ids, length };
    ids.push(fits[0]!.id);
    length = start + fits[0]!.name.length;
  }
}

import type { CompiledPhrase, CompiledScreen, CueWay } from './compile.ts';
import type { Way, Ways } from './find.ts';
import type { Element, Run } from './pattern.ts';

/** At which segment each phrase, each idiom and each cue begins to be looked for. */
export function beginsOf(
  phrases: readonly CompiledPhrase[], idioms: Ways, cues: readonly Ways[], isCommon: readonly boolean[],
): Pick<CompiledScreen, 'begins' | 'idiomsBegin' | 'cuesBegin'> {
  const { rarest, rarity } = hangers([...phrases.flatMap(({ any, together }) => [any, ...together]), idioms, ...cues], isCommon);
  const worst = (ways: Ways): number => ways.reduce((most, way) => Math.max(most, rarity(way)), 0);
  const begins: (readonly number[] | undefined)[] = isCommon.map(() => undefined);
  const idiomsBegin: (Ways | undefined)[] = isCommon.map(() => undefined);
  const cuesBegin: (readonly CueWay[] | undefined)[] = isCommon.map(() => undefined);
  phrases.forEach(({ any, together }, phrase) => {
    const list = together.length === 0 ? any : together.reduce((one, other) => (worst(other) < worst(one) ? other : one));
    for (const way of list) hangUp(begins, rarest(way), phrase);
  });
  for (const way of idioms) hangUp(idiomsBegin, rarest(way), way);
  cues.forEach((ways, cue) => {
    for (const way of ways) hangUp(cuesBegin, rarest(way), { cue, way });
  });
  return { begins, idiomsBegin, cuesBegin };
}

/** Where phrases are hung up so that few are looked for in vain: each way at its rarest segment, by whether it holds a rare word and how many use it. */
function hangers(lists: readonly Ways[], isCommon: readonly boolean[]): { rarest(way: Way): number; rarity(way: Way): number } {
  const uses = new Int32Array(isCommon.length);
  for (const ways of lists) for (const way of ways) for (const segment of way.segments) uses[segment]!++;
  const cost = (segment: number): number => uses[segment]! + (isCommon[segment] ? 1_000_000 : 0);
  const rarest = (way: Way): number => way.segments.reduce((one, other) => (cost(other) < cost(one) ? other : one));
  return { rarest, rarity: (way) => cost(rarest(way)) };
}

function hangUp<T>(at: (readonly T[] | undefined)[], segment: number, item: T): void {
  const there = at[segment] as T[] | undefined;
  if (!there) at[segment] = [item];
  else if (there.at(-1) !== item) there.push(item);
}

/** True where a run can be said in words that all texts are full of. */
export function commonness(common: ReadonlySet<string>): (run: Run) => boolean {
  const known = new Map<number, boolean>();
  const isCommon = (element: Element): boolean => {
    if (element.kind === 'word') return !element.prefix && common.has(element.word);
    if (element.kind !== 'choice') return true;
    let is = known.get(element.id);
    if (is === undefined) known.set(element.id, is = element.words.some(isCommon) || element.runs.some(ofRun));
    return is;
  };
  const ofRun = (run: Run): boolean => run.every(isCommon);
  return ofRun;
}

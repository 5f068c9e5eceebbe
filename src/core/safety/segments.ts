import type { Element, Pattern, Run } from './pattern.ts';

/** A phrase cut at its gaps: runs of words that follow one another, at most `gapLength` other words apart. */
export interface Segments {
  runs: readonly Run[];
  startsClause: boolean;
  endsClause: boolean;
}

/** The ways of saying a phrase, each cut at its gaps. A phrase without a gap is one way of one run. */
export function segmentsOf({ elements, startsClause, endsClause }: Pattern): Segments[] {
  if (!elements.some(holdsGap)) return [{ runs: [elements], startsClause, endsClause }];
  return waysOf(elements).map((way) => ({ runs: cut(way).flatMap(neverEmpty), startsClause, endsClause })).filter(({ runs }) => runs.length > 0);
}

/** A run with choices and optional parts that hold a gap written out, so that every gap stands at the top. */
function waysOf(elements: Run): Run[] {
  if (!elements.some(holdsGap)) return [elements];
  return elements.reduce<Run[]>((ways, element) => {
    const here = holdsGap(element) ? waysThrough(element) : [[element]];
    return ways.flatMap((way) => here.map((next) => [...way, ...next]));
  }, [[]]);
}

function waysThrough(element: Element): Run[] {
  switch (element.kind) {
    case 'choice': {
      const plain = element.choices.filter((run) => !run.some(holdsGap));
      const gapped = element.choices.filter((run) => run.some(holdsGap)).flatMap(waysOf);
      return plain.length === 0 ? gapped : [[{ kind: 'choice', choices: plain }], ...gapped];
    }
    case 'optional': return [[], ...waysOf(element.elements)];
    default: return [[element]];
  }
}

const known = new WeakMap<Element, boolean>();
function holdsGap(element: Element): boolean {
  if (element.kind === 'word') return false;
  if (element.kind === 'gap') return true;
  let holds = known.get(element);
  if (holds === undefined) {
    holds = element.kind === 'choice' ? element.choices.some((run) => run.some(holdsGap)) : element.elements.some(holdsGap);
    known.set(element, holds);
  }
  return holds;
}

function cut(way: Run): Run[] {
  const runs: Element[][] = [[]];
  for (const element of way) {
    if (element.kind === 'gap') runs.push([]);
    else runs[runs.length - 1]!.push(element);
  }
  return runs;
}

/** A run of nothing but optional words asks for nothing: it falls away, and the gaps beside it become one. */
const neverEmpty = (run: Run): Run[] => (run.every((element) => element.kind === 'optional') ? [] : [run]);

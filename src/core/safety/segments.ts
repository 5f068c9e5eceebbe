import { choiceOf, type Element, type Pattern, type Run, type Vocabulary } from './pattern.ts';

/** A phrase cut at its gaps: runs of words that follow one another with a few other words between them. */
export interface Segments {
  runs: readonly Run[];
  startsClause: boolean;
  endsClause: boolean;
}

/** The ways of saying a phrase, each cut at its gaps. A phrase without a gap is one way of one run. */
export function segmentsOf({ elements, startsClause, endsClause }: Pattern, vocabulary: Vocabulary): Segments[] {
  if (!elements.some(({ holdsGap }) => holdsGap)) return [{ runs: [elements], startsClause, endsClause }];
  return waysOf(elements, vocabulary).map((way) => ({ runs: cut(way), startsClause, endsClause })).filter(({ runs }) => runs.length > 0);
}

/** A run with the choices and optional parts that hold a gap written out, so that every gap stands at the top. */
const waysOf = (elements: Run, vocabulary: Vocabulary): Run[] => elements.reduce<Run[]>((ways, element) => {
  const here = element.holdsGap ? waysThrough(element, vocabulary) : [[element]];
  return ways.flatMap((way) => here.map((next) => [...way, ...next]));
}, [[]]);

function waysThrough(element: Element, vocabulary: Vocabulary): Run[] {
  switch (element.kind) {
    case 'choice': {
      const isGapped = (run: Run): boolean => run.some(({ holdsGap }) => holdsGap);
      const plain = [...element.words.map((word) => [word]), ...element.runs.filter((run) => !isGapped(run))];
      const gapped = element.runs.filter(isGapped).flatMap((run) => waysOf(run, vocabulary));
      return plain.length === 0 ? gapped : [[choiceOf(plain, vocabulary)], ...gapped];
    }
    case 'optional': return [[], ...waysOf(element.elements, vocabulary)];
    default: return [[element]];
  }
}

/** A run of nothing but optional words asks for nothing: it falls away, and the gaps beside it become one. */
function cut(way: Run): Run[] {
  const runs: Element[][] = [[]];
  for (const element of way) {
    if (element.kind === 'gap') runs.push([]);
    else runs[runs.length - 1]!.push(element);
  }
  return runs.filter((run) => !run.every((element) => element.kind === 'optional'));
}

import type { Pattern, Run, Vocabulary } from './pattern.ts';
import { segmentsOf } from './segments.ts';
import type { Token } from './tokens.ts';
import { beginsClause, endsClause, type Hits } from './walk.ts';

/** One place where something authored was found: token positions, the last one included. */
export interface Match {
  first: number;
  last: number;
}

/** One way of saying a phrase, by the numbers of its segments. */
export interface Way {
  segments: readonly number[];
  startsClause: boolean;
  endsClause: boolean;
}

/** Phrases of one list: any of them will do. */
export type Ways = readonly Way[];

export const waysOf = (patterns: readonly Pattern[], vocabulary: Vocabulary, add: (run: Run) => number): Way[] => patterns.flatMap((pattern) =>
  segmentsOf(pattern, vocabulary).map(({ runs, startsClause, endsClause }) => ({ segments: runs.map(add), startsClause, endsClause })));

/** Up to this many words, fillers not counted, fit into "...". */
const gapLength = 5;

/** Every place where one of the ways is found; of those that begin at one word, the longest alone, and the word by itself. */
export function matchesOf(ways: Ways, hits: Hits, tokens: readonly Token[]): Match[] {
  const matches: Match[] = [];
  for (let at = 0; at < ways.length; at++) {
    const way = ways[at]!;
    for (let hit = hits.first(way.segments[0]!); hit !== -1; hit = hits.next(hit)) {
      followWay(way, 1, hits.from[hit]!, hits.to[hit]!, hits, tokens, matches);
    }
  }
  return matches.length < 2 ? matches : longestOf(matches);
}

/** The rest of a way from its segment `at` on, after a part that reaches to `last`. */
function followWay(way: Way, at: number, first: number, last: number, hits: Hits, tokens: readonly Token[], matches: Match[]): void {
  if (at === way.segments.length) {
    if (way.startsClause && !beginsClause(tokens, first)) return;
    if (way.endsClause && !endsClause(tokens, last)) return;
    matches.push({ first, last });
    return;
  }
  for (let hit = hits.first(way.segments[at]!); hit !== -1; hit = hits.next(hit)) {
    if (isGap(last, hits.from[hit]!, tokens)) followWay(way, at + 1, first, hits.to[hit]!, hits, tokens, matches);
  }
}

/** True when the words between two parts of a phrase fit into its gap: few, of one sentence, and no "not" among them. */
function isGap(last: number, next: number, tokens: readonly Token[]): boolean {
  if (next <= last || tokens[last]!.sentence !== tokens[next]!.sentence) return false;
  let words = 0;
  for (let at = last + 1; at < next; at++) {
    const { is } = tokens[at]!;
    if (is.negation || (!is.filler && ++words > gapLength)) return false;
  }
  return true;
}

function longestOf(matches: readonly Match[]): Match[] {
  const longest = new Map<number, Match>();
  const single = new Map<number, Match>();
  for (const match of matches) {
    if (match.first === match.last) single.set(match.first, match);
    else if ((longest.get(match.first)?.last ?? -1) < match.last) longest.set(match.first, match);
  }
  return [...longest.values(), ...single.values()].sort((one, other) => one.first - other.first || one.last - other.last);
}

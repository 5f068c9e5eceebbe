import type { Word } from './lexicon.ts';
import type { Network } from './network.ts';
import type { Token } from './tokens.ts';

/** Where segments were found in one text. Made by `walker` and good until the next text. */
export interface Hits {
  /** The segments that were found, each once. */
  readonly found: readonly number[];
  /** The first hit of a segment, or -1; and the one after a hit. */
  first(segment: number): number;
  next(hit: number): number;
  /** Token positions of a hit, the last one included. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Finds every segment of a network in a text. */
export type Walker = (tokens: readonly Token[]) => Hits;

/** The nodes that segments begun at one word have reached, and what each further word leads to. */
interface State {
  nodes: readonly number[];
  steps: Map<number, Step>;
}

interface Step {
  to: State | undefined;
  accepts: readonly number[];
}

/**
 * So many steps are remembered before all are forgotten and learned anew: about 30 MB at most. Without a bound,
 * texts written to that end could fill the memory.
 */
const stepsRemembered = 100_000;

/**
 * Steps through the network are worked out when a text first takes them and then remembered, which makes the walk
 * some ten times faster. The memory never changes what is found.
 */
export function walker(network: Network): Walker {
  let states = new Map<string, State>();
  let count = 0;
  let start = stateOf([0]);

  function stateOf(reached: readonly number[]): State {
    const key = reached.join();
    let state = states.get(key);
    if (!state) states.set(key, state = { nodes: reached, steps: new Map() });
    return state;
  }

  function newStep(state: State, word: Word): Step {
    const reached = new Set<number>();
    const accepts = new Set<number>();
    for (const number of word.numbers) {
      for (const node of state.nodes) {
        for (const target of network.targets(node, number)) {
          reached.add(target);
          for (const segment of network.accepts(target)) accepts.add(segment);
        }
      }
    }
    if (word.filler && state !== start) for (const node of state.nodes) reached.add(node);
    const going = [...reached].filter(network.goesOn).sort((one, other) => one - other);
    const step: Step = { to: going.length > 0 ? stateOf(going) : undefined, accepts: [...accepts] };
    state.steps.set(word.step, step);
    count++;
    return step;
  }

  // One text's hits: the hits of a segment hang together as a list that begins at `heads`.
  const found: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const after: number[] = [];
  const heads = new Int32Array(network.segments).fill(-1);
  const hits: Hits = { found, from, to, first: (segment) => heads[segment]!, next: (hit) => after[hit]! };

  function record(segment: number, first: number, last: number): void {
    if (heads[segment] === -1) found.push(segment);
    after.push(heads[segment]!);
    heads[segment] = from.push(first) - 1;
    to.push(last);
  }
  function forget(): void {
    for (const segment of found) heads[segment] = -1;
    found.length = from.length = to.length = after.length = 0;
    if (count <= stepsRemembered) return;
    states = new Map();
    count = 0;
    start = stateOf([0]);
  }

  const going: State[] = [];
  const begun: number[] = [];
  return (tokens) => {
    forget();
    going.length = begun.length = 0;
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at]!;
      if (at > 0 && tokens[at - 1]!.sentence !== token.sentence) going.length = begun.length = 0;
      const { is: word } = token;
      if (word.step === 0) {
        going.length = begun.length = 0;
        continue;
      }
      // One thread for each word on which segments have begun, and one that begins here.
      let kept = 0;
      const threads = going.length;
      for (let thread = 0; thread <= threads; thread++) {
        const state = thread < threads ? going[thread]! : start;
        const first = thread < threads ? begun[thread]! : at;
        const { to: next, accepts } = state.steps.get(word.step) ?? newStep(state, word);
        for (let place = 0; place < accepts.length; place++) record(accepts[place]!, first, at);
        if (!next) continue;
        going[kept] = next;
        begun[kept++] = first;
      }
      going.length = begun.length = kept;
    }
    return hits;
  };
}

/** True at the first word of a clause. */
export function beginsClause(tokens: readonly Token[], at: number): boolean {
  return isBreak(tokens, at) || tokens[at]!.is.clauseStart;
}

/**
 * True at the last word of a clause. A word that may stand anywhere ("so", "just") begins the next clause only where none of this
 * one follows it: "stop being so i can rest", but "stop being so hard on myself".
 */
export function endsClause(tokens: readonly Token[], at: number): boolean {
  let next = at + 1;
  while (next < tokens.length && tokens[next]!.is.filler && !isBreak(tokens, next)) next++;
  return next >= tokens.length || isBreak(tokens, next) || (beginsClause(tokens, at + 1) && beginsClause(tokens, next));
}

const isBreak = (tokens: readonly Token[], at: number): boolean => tokens[at]!.breakBefore || tokens[at - 1]?.sentence !== tokens[at]!.sentence;

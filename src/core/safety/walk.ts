import type { Accept, Network } from './network.ts';
import type { Token } from './tokens.ts';

/** One place where a phrase was found: token positions, the last one included. */
export interface Match {
  label: number;
  first: number;
  last: number;
}

export interface WordRoles {
  /** May stand anywhere inside a phrase ("really", "just"). */
  fillers: ReadonlySet<string>;
  /** Never part of a gap. */
  negations: ReadonlySet<string>;
  /** A new clause begins with one of these, even without punctuation. */
  clauseStarts: ReadonlySet<string>;
}

/** The nodes that phrases begun at one word have reached, and what each further word leads to. */
interface State {
  nodes: readonly number[];
  steps: Map<string, Step>;
}

interface Step {
  to: State | undefined;
  accepts: readonly Accept[];
}

/** Finds every phrase of a network in a text. */
export type Walker = (tokens: readonly Token[]) => Match[];

/**
 * So many steps are remembered before all are forgotten and learned anew: about 30 MB at most. Without a bound,
 * texts written to that end could fill the memory.
 */
const stepsRemembered = 100_000;

/**
 * Steps through the network are worked out when a text first takes them and then remembered, which makes the walk
 * some ten times faster. The memory never changes what is found.
 */
export function walker(network: Network, roles: WordRoles): Walker {
  const prefixLengths = [...new Set([...network.prefixes].map((prefix) => prefix.length))].sort((one, other) => one - other);
  let known = new Map<string, State>();
  let remembered = 0;
  let start = stateOf([0]);

  function stateOf(nodes: readonly number[]): State {
    const key = nodes.join();
    const same = known.get(key);
    if (same) return same;
    const state: State = { nodes, steps: new Map() };
    known.set(key, state);
    return state;
  }

  function step(from: State, word: string): Step {
    const taken = from.steps.get(word);
    if (taken) return taken;
    const reached = new Set<number>();
    const accepts = new Set<Accept>();
    for (const spelt of [word, ...prefixesOf(word)]) {
      for (const node of from.nodes) {
        for (const target of network.nodes[node]!.edges.get(spelt) ?? []) {
          reached.add(target);
          for (const accept of network.nodes[target]!.accepts) accepts.add(accept);
        }
      }
    }
    if (!roles.negations.has(word)) for (const node of from.nodes) for (const target of network.nodes[node]!.any) reached.add(target);
    if (from !== start && roles.fillers.has(word)) for (const node of from.nodes) reached.add(node);
    const going = [...reached].filter((node) => network.nodes[node]!.edges.size + network.nodes[node]!.any.length > 0);
    const found: Step = {
      to: going.length > 0 ? stateOf(going.sort((one, other) => one - other)) : undefined,
      accepts: [...accepts],
    };
    from.steps.set(word, found);
    remembered++;
    return found;
  }

  function prefixesOf(word: string): string[] {
    const found: string[] = [];
    for (const length of prefixLengths) {
      if (length > word.length) break;
      if (network.prefixes.has(word.slice(0, length))) found.push(`${word.slice(0, length)}*`);
    }
    return found;
  }

  /** Words no phrase knows all behave alike, so they share one memory. */
  const stand = (word: string): string => (network.words.has(word) || roles.fillers.has(word) || roles.negations.has(word) || prefixesOf(word).length > 0 ? word : '');

  return (tokens) => {
    if (remembered > stepsRemembered) {
      known = new Map();
      remembered = 0;
      start = stateOf([0]);
    }
    const matches: Match[] = [];
    const longest = new Map<number, Match>();
    let states: State[] = [];
    let firsts: number[] = [];
    for (let at = 0; at < tokens.length; at++) {
      if (at > 0 && tokens[at - 1]!.sentence !== tokens[at]!.sentence) states = firsts = [];
      const word = stand(tokens[at]!.word);
      const nextStates: State[] = [];
      const nextFirsts: number[] = [];
      for (let thread = 0; thread <= states.length; thread++) {
        // One thread for each word on which phrases have begun, and one that begins here.
        const first = thread < states.length ? firsts[thread]! : at;
        const { to, accepts } = step(thread < states.length ? states[thread]! : start, word);
        for (const accept of accepts) note(accept, first, at);
        if (to) {
          nextStates.push(to);
          nextFirsts.push(first);
        }
      }
      states = nextStates;
      firsts = nextFirsts;
    }
    return matches;

    /** A longer phrase found twice from the same word on is named once, with its longest reach. */
    function note(accept: Accept, first: number, last: number): void {
      if (accept.startsClause && !beginsClause(tokens, first, roles)) return;
      if (accept.endsClause && last + 1 < tokens.length && !beginsClause(tokens, last + 1, roles)) return;
      const match: Match = { label: accept.label, first, last };
      if (first < last) {
        const key = accept.label * 0x1000000 + first;
        const shorter = longest.get(key);
        if (shorter) {
          shorter.last = last;
          return;
        }
        longest.set(key, match);
      }
      matches.push(match);
    }
  };
}

export function beginsClause(tokens: readonly Token[], at: number, roles: WordRoles): boolean {
  const token = tokens[at]!;
  return token.breakBefore || tokens[at - 1]?.sentence !== token.sentence || roles.clauseStarts.has(token.word);
}

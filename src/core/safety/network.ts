import type { Element, Pattern } from './pattern.ts';

/** A phrase that ends at a node. */
export interface Accept {
  label: number;
  startsClause: boolean;
  endsClause: boolean;
}

export interface Node {
  /** Word → the nodes it leads to. */
  edges: Map<string, number[]>;
  /** Any word that is not a negation leads here: a gap. */
  any: number[];
  accepts: Accept[];
}

/** Up to this many words fit into "...". */
const gapLength = 5;

/** All phrases of a language as one network of words: node 0 is where every phrase begins. */
export interface Network {
  nodes: readonly Node[];
  prefixes: ReadonlySet<string>;
  /** Every whole word some phrase uses. */
  words: ReadonlySet<string>;
}

export function buildNetwork(patterns: readonly { label: number; pattern: Pattern }[]): Network {
  const nodes: Node[] = [{ edges: new Map(), any: [], accepts: [] }];
  const prefixes = new Set<string>();
  const words = new Set<string>();
  const newNode = (): number => nodes.push({ edges: new Map(), any: [], accepts: [] }) - 1;

  /** From each node in `from`, one element further; returns where that leads. */
  const addElement = (from: readonly number[], element: Element): number[] => {
    switch (element.kind) {
      case 'word': return addWord(from, element.prefix ? `${element.word}*` : element.word);
      case 'optional': return [...new Set([...from, ...addRun(from, element.elements)])];
      case 'choice': return addChoice(from, element.choices);
      case 'gap': return addGap(from);
    }
  };
  const addRun = (from: readonly number[], elements: readonly Element[]): number[] =>
    elements.reduce<number[]>((at, element) => addElement(at, element), [...from]);

  const addWord = (from: readonly number[], word: string): number[] => {
    if (word.endsWith('*')) prefixes.add(word.slice(0, -1));
    else words.add(word);
    return [link(from, word, newNode())];
  };
  const link = (from: readonly number[], word: string, to: number): number => {
    for (const node of from) {
      const edges = nodes[node]!.edges;
      const targets = edges.get(word);
      if (!targets) edges.set(word, [to]);
      else if (!targets.includes(to)) targets.push(to);
    }
    return to;
  };
  /** One-word choices share one node, so a long group costs no more than a short one. */
  const addChoice = (from: readonly number[], choices: readonly (readonly Element[])[]): number[] => {
    const flat = new Set<string>();
    const long: (readonly Element[])[] = [];
    const flatten = (choice: readonly Element[]): void => {
      const only = choice.length === 1 ? choice[0]! : undefined;
      if (only?.kind === 'word') flat.add(only.prefix ? `${only.word}*` : only.word);
      else if (only?.kind === 'choice') only.choices.forEach(flatten);
      else long.push(choice);
    };
    choices.forEach(flatten);
    const ends = new Set<number>(long.flatMap((choice) => addRun(from, choice)));
    if (flat.size > 0) {
      const shared = newNode();
      for (const word of flat) {
        if (word.endsWith('*')) prefixes.add(word.slice(0, -1));
        else words.add(word);
        link(from, word, shared);
      }
      ends.add(shared);
    }
    return [...ends];
  };
  const addGap = (from: readonly number[]): number[] => {
    const ends = [...from];
    let at = [...from];
    for (let step = 0; step < gapLength; step++) {
      const next = newNode();
      for (const node of at) nodes[node]!.any.push(next);
      ends.push(next);
      at = [next];
    }
    return ends;
  };

  for (const { label, pattern } of patterns) {
    for (const end of addRun([0], pattern.elements)) {
      nodes[end]!.accepts.push({ label, startsClause: pattern.startsClause, endsClause: pattern.endsClause });
    }
  }
  return { nodes, prefixes, words };
}

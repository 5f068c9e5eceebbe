import type { Element, Run } from './pattern.ts';

/** Where phrases have got to after some words. */
export interface Node {
  /** Number of a word → where it leads; undefined where nothing goes on. */
  edges: Map<number, number[]> | undefined;
  /** Segments that are complete here. */
  accepts: number[] | undefined;
  /** Where an element leads from here, so that a beginning is built once for all phrases that share it. */
  built: Map<Element, readonly number[]> | undefined;
}

/** All phrases of a language, cut into segments, as one network of words: node 0 is where every segment begins. */
export interface Network {
  nodes: readonly Node[];
  /** Every word some phrase uses, numbered; a word with a star stands for all words that begin so. */
  numbers: ReadonlyMap<string, number>;
  segments: number;
}

/** Takes segments one by one and gives each a number; a single word or list of words keeps the number it has. */
export function networkBuilder(): { add(run: Run): number; built(): Network } {
  const nodes: Node[] = [];
  const numbers = new Map<string, number>();
  const single = new Map<Element, number>();
  let segments = 0;

  const newNode = (): number => nodes.push({ edges: undefined, accepts: undefined, built: undefined }) - 1;
  const numberOf = (word: string): number => {
    let number = numbers.get(word);
    if (number === undefined) numbers.set(word, number = numbers.size);
    return number;
  };
  const start = [newNode()];

  function addElement(from: readonly number[], element: Element): readonly number[] {
    if (from.length > 1) return newElement(from, element);
    const built = nodes[from[0]!]!.built ??= new Map();
    let ends = built.get(element);
    if (!ends) built.set(element, ends = newElement(from, element));
    return ends;
  }
  function addRun(from: readonly number[], run: Run): readonly number[] {
    let at = from;
    for (const element of run) at = addElement(at, element);
    return at;
  }
  function newElement(from: readonly number[], element: Element): readonly number[] {
    switch (element.kind) {
      case 'word': return [link(from, element.prefix ? `${element.word}*` : element.word, newNode())];
      case 'optional': return [...new Set([...from, ...addRun(from, element.elements)])];
      case 'choice': return addChoice(from, element.choices);
      case 'gap': throw new Error('A phrase is cut at its gaps before it comes here.');
    }
  }
  function link(from: readonly number[], word: string, to: number): number {
    const number = numberOf(word);
    for (const node of from) {
      const edges = nodes[node]!.edges ??= new Map();
      const targets = edges.get(number);
      if (targets) targets.push(to);
      else edges.set(number, [to]);
    }
    return to;
  }
  /** One-word choices share one node, so a long group costs no more than a short one. */
  function addChoice(from: readonly number[], choices: readonly Run[]): readonly number[] {
    const words = new Set<string>();
    const runs: Run[] = [];
    const flatten = (run: Run): void => {
      const only = run.length === 1 ? run[0]! : undefined;
      if (only?.kind === 'word') words.add(only.prefix ? `${only.word}*` : only.word);
      else if (only?.kind === 'choice') only.choices.forEach(flatten);
      else runs.push(run);
    };
    choices.forEach(flatten);
    const ends = new Set<number>();
    for (const run of runs) for (const end of addRun(from, run)) ends.add(end);
    if (words.size > 0) {
      const shared = newNode();
      for (const word of words) link(from, word, shared);
      ends.add(shared);
    }
    return [...ends];
  }

  return {
    add: (run) => {
      const known = run.length === 1 ? single.get(run[0]!) : undefined;
      if (known !== undefined) return known;
      const segment = segments++;
      if (run.length === 1) single.set(run[0]!, segment);
      for (const end of addRun(start, run)) if (end !== start[0]) (nodes[end]!.accepts ??= []).push(segment);
      return segment;
    },
    built: () => ({ nodes, numbers, segments }),
  };
}

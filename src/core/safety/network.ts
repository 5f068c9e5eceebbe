import type { Element, Run, WordElement } from './pattern.ts';

/** All phrases of a language, cut into segments, as one network of words: node 0 is where every segment begins. */
export interface Network {
  segments: number;
  /** Where a word leads from a node. */
  targets(node: number, number: number): readonly number[];
  /** Segments that are complete at a node. */
  accepts(node: number): readonly number[];
  /** Whether anything goes on from a node. */
  goesOn(node: number): boolean;
}

/** More than there are words or elements in a language; a node and one of them make one key. */
const room = 0x10000;
const none: readonly number[] = [];

/** Takes segments one by one and gives each a number; a single word or list of words keeps the number it has. */
export function networkBuilder(): { add(run: Run): number; built(): Network } {
  /** Segments of one element alone, by the element. */
  const single = new Map<number, number>();
  /** One map for all nodes: thousands of small ones would cost most of the time of a start. */
  const edges = new Map<number, number[]>();
  /** Where an element leads from one node, so that a beginning is built once for all phrases that share it. */
  const ends = new Map<number, readonly number[]>();
  const accepts: (number[] | undefined)[] = [undefined];
  const goesOn: boolean[] = [false];
  let segments = 0;

  const newNode = (): number => {
    goesOn.push(false);
    return accepts.push(undefined) - 1;
  };
  function addElement(from: readonly number[], element: Element): readonly number[] {
    if (from.length > 1) return newElement(from, element);
    const key = from[0]! * room + element.id;
    let known = ends.get(key);
    if (!known) ends.set(key, known = newElement(from, element));
    return known;
  }
  function addRun(from: readonly number[], run: Run): readonly number[] {
    let at = from;
    for (const element of run) at = addElement(at, element);
    return at;
  }
  function newElement(from: readonly number[], element: Element): readonly number[] {
    switch (element.kind) {
      case 'word': return [link(from, [element])];
      case 'optional': return [...new Set([...from, ...addRun(from, element.elements)])];
      case 'choice': {
        const reached = element.words.length > 0 ? [link(from, element.words)] : [];
        for (const run of element.runs) for (const end of addRun(from, run)) if (!reached.includes(end)) reached.push(end);
        return reached;
      }
      case 'gap': throw new Error('A phrase is cut at its gaps before it comes here.');
    }
  }
  /** Leads from each node over each of the words to one new node. */
  function link(from: readonly number[], words: readonly WordElement[]): number {
    const to = newNode();
    for (const node of from) {
      goesOn[node] = true;
      for (const { number } of words) {
        const targets = edges.get(node * room + number);
        if (targets) targets.push(to);
        else edges.set(node * room + number, [to]);
      }
    }
    return to;
  }

  const start = [0];
  return {
    add: (run) => {
      const known = run.length === 1 ? single.get(run[0]!.id) : undefined;
      if (known !== undefined) return known;
      const segment = segments++;
      if (run.length === 1) single.set(run[0]!.id, segment);
      for (const end of addRun(start, run)) if (end !== 0) (accepts[end] ??= []).push(segment);
      return segment;
    },
    built: () => ({
      segments,
      targets: (node, number) => edges.get(node * room + number) ?? none,
      accepts: (node) => accepts[node] ?? none,
      goesOn: (node) => goesOn[node]!,
    }),
  };
}

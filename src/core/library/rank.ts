/** What decides a candidate's place; the fields count in this order. */
export interface Standing {
  /** Smaller comes first, number by number; all candidates have equally many. */
  rank: readonly number[];
  /** What it brings, by facet (areas, orientations …): among equals, what was brought least so far comes next. */
  brings: readonly (readonly string[])[];
  /** In how many areas it is at home: what is made for few comes before what fits many. */
  breadth: number;
  id: string;
}

/**
 * Puts candidates in order and spreads them: the best rank first, and among equals each time the one that adds
 * most to those before it. The same candidates come out in the same order, whatever order they came in.
 */
export function rank<T>(candidates: readonly T[], standingOf: (candidate: T) => Standing): T[] {
  const left = candidates.map((candidate) => ({ candidate, standing: standingOf(candidate) }));
  const brought = new Map<string, number>();
  const keyOf = (facet: number, value: string): string => `${facet}:${value}`;
  const times = (facet: readonly string[], at: number): number =>
    facet.length === 0 ? 0 : Math.min(...facet.map((value) => brought.get(keyOf(at, value)) ?? 0));
  const before = (a: Standing, b: Standing): number =>
    firstDifference(a.rank, b.rank)
    || firstDifference(a.brings.map(times), b.brings.map(times))
    || a.breadth - b.breadth
    || (a.id < b.id ? -1 : 1);
  const ordered: T[] = [];
  while (left.length > 0) {
    const next = left.reduce((best, other) => (before(other.standing, best.standing) < 0 ? other : best));
    left.splice(left.indexOf(next), 1);
    ordered.push(next.candidate);
    next.standing.brings.forEach((facet, at) => {
      for (const value of facet) brought.set(keyOf(at, value), (brought.get(keyOf(at, value)) ?? 0) + 1);
    });
  }
  return ordered;
}

const firstDifference = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : a[at]! - b[at]!;
};

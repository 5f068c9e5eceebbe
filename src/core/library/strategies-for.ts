import type { AreaId, InvolvesTag, OrientationId, Strategy } from './document.ts';
import { rank } from './rank.ts';

export interface StrategyQuery {
  /** The client's areas of focus. Ids the library does not know (an area in the client's own words) match nothing. */
  areas: readonly AreaId[];
  /** The therapist's; none means that any will do. */
  orientations?: readonly OrientationId[];
  /** What the client would rather not do. It is never overruled. */
  avoid?: readonly InvolvesTag[];
}

/** Why a strategy was suggested, and why in this place. */
export interface StrategyRule {
  /** The client's areas that it is made for; none when it suits any area. */
  areas: readonly AreaId[];
  /** Those among them for which it is a first choice. */
  best: readonly AreaId[];
  /** `first`: safety or steadiness, before all else in one of the client's areas. `later`: not a first step there. */
  order: 'first' | 'usual' | 'later';
  /** The therapist's orientations that it belongs to. */
  orientations: readonly OrientationId[];
  /**
   * `own`: it belongs to one of the therapist's orientations. `shared`: it belongs to every orientation. `open`: no
   * orientation was given. `widened`: it is from another one, as fewer than two of the therapist's own were left.
   */
  basis: 'own' | 'shared' | 'open' | 'widened';
}

export interface SuggestedStrategy {
  strategy: Strategy;
  rule: StrategyRule;
}

const FEWEST_OWN = 2;
const orders = ['first', 'usual', 'later'] as const;

/**
 * All strategies that fit, the best first; the caller takes as many as it needs. What an area rules out (couple work
 * where there is danger at home) and what the client would rather not do are left out before anything else is asked.
 * Whoever knows of danger at home by another way than the client's areas adds `safety-at-home` to them.
 */
export function strategiesFor(strategies: readonly Strategy[], query: StrategyQuery): SuggestedStrategy[] {
  const suggested = strategies
    .filter((strategy) => fits(strategy, query))
    .map((strategy) => ({ strategy, rule: ruleFor(strategy, query) }));
  const enough = suggested.filter(({ rule }) => rule.basis === 'own').length >= FEWEST_OWN;
  const kept = enough ? suggested.filter(({ rule }) => rule.basis !== 'widened') : suggested;
  return rank(kept, ({ strategy, rule }) => ({
    rank: [
      orders.indexOf(rule.order),
      // What comes first is urgent and stands in the authors' order: danger at home, then health, then steadiness.
      rule.order === 'first' ? strategies.indexOf(strategy) : 0,
      // Theirs come before what is shared or borrowed.
      rule.basis === 'own' || rule.basis === 'open' ? 0 : 1,
      // The more of the client's areas, the better; one for which it is a first choice counts double.
      -(rule.areas.length + rule.best.length),
    ],
    brings: [rule.areas, rule.basis === 'own' ? rule.orientations : orientationsOf(strategy)],
    breadth: strategy.areas === 'all' ? Infinity : strategy.areas.length,
    id: strategy.id,
  }));
}

function fits({ areas, unless, involves }: Strategy, query: StrategyQuery): boolean {
  return !meets(unless, query.areas)
    && !meets(involves, query.avoid ?? [])
    && (areas === 'all' || meets(areas, query.areas));
}

function ruleFor(strategy: Strategy, query: StrategyQuery): StrategyRule {
  const wanted = query.orientations ?? [];
  const orientations = wanted.filter((orientation) => orientationsOf(strategy).includes(orientation));
  const madeFor = strategy.areas === 'all' ? [...strategy.best, ...strategy.first] : strategy.areas;
  const areas = [...new Set(query.areas)].filter((area) => madeFor.includes(area));
  return {
    areas,
    best: areas.filter((area) => strategy.best.includes(area)),
    // A client with two areas is held back by the careful one: later wins over first.
    order: meets(strategy.later, query.areas) ? 'later' : meets(strategy.first, query.areas) ? 'first' : 'usual',
    orientations,
    basis: strategy.orientations === 'all' ? 'shared'
      : wanted.length === 0 ? 'open'
      : orientations.length > 0 ? 'own' : 'widened',
  };
}

const orientationsOf = ({ orientations }: Strategy): readonly OrientationId[] =>
  (orientations === 'all' ? [] : orientations);

const meets = (some: readonly string[], others: readonly string[]): boolean => some.some((one) => others.includes(one));

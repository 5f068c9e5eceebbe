import type { AreaId, Measure } from './document.ts';
import { rank } from './rank.ts';

export interface SuggestedMeasure {
  measure: Measure;
  /** The client's areas that it is made for; none when it suits any area. */
  rule: { areas: readonly AreaId[] };
}

/** All measures that fit these areas, the best first, spread over what they are about. */
export function measuresFor(measures: readonly Measure[], query: { areas: readonly AreaId[] }): SuggestedMeasure[] {
  const clients = [...new Set(query.areas)];
  const suggested = measures
    .filter(({ unless }) => !unless.some((area) => clients.includes(area)))
    .map((measure) => {
      const madeFor = measure.areas === 'all' ? [] : measure.areas;
      return { measure, rule: { areas: clients.filter((area) => madeFor.includes(area)) } };
    })
    .filter(({ measure, rule }) => measure.areas === 'all' || rule.areas.length > 0);
  return rank(suggested, ({ measure, rule }) => ({
    rank: [-rule.areas.length],
    brings: [rule.areas, [measure.about]],
    breadth: measure.areas === 'all' ? Infinity : measure.areas.length,
    id: measure.id,
  }));
}

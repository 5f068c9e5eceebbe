import { suggestAreas } from './suggest.ts';
import type { AreaSuggestion } from './suggest.ts';
import type { AreaCueTable } from './table.ts';

const FEWEST = 3;
const MOST = 6;
/** Past the third, an area is offered only if its evidence is more than a passing word ... */
const ENOUGH = 3;
/** ... and not dwarfed by the likeliest one. */
const SHARE_OF_FIRST = 0.25;

/** What is hard to be asked about out of nowhere is offered for words of the client's own, or for many that hint at it. */
const isSpokenOf = ({ delicate }: AreaCueTable, { area, score, because }: AreaSuggestion): boolean =>
  !delicate.has(area) || because.length > 0 || score >= ENOUGH;

/**
 * Three to six areas of focus to offer to the client, read from all the answers given so far. Where the words point
 * to fewer than three, the table's usual areas fill up, with score 0 and no reason: the client picks or adds their own.
 */
export const offerAreas = (texts: readonly string[], table: AreaCueTable): AreaSuggestion[] => {
  const found = suggestAreas(texts.join('\n'), table, table.areas.length).filter((area) => isSpokenOf(table, area)).slice(0, MOST);
  const first = found[0]?.score ?? 0;
  const offered = found.filter(
    ({ score }, rank) => rank < FEWEST || (score >= ENOUGH && score >= first * SHARE_OF_FIRST),
  );
  const usual = table.usual
    .filter((area) => !offered.some((suggestion) => suggestion.area === area))
    .map((area): AreaSuggestion => ({ area, score: 0, because: [] }));
  return [...offered, ...usual.slice(0, Math.max(0, FEWEST - offered.length))];
};

import { suggestAreas } from './suggest.ts';
import type { AreaCueTable } from './table.ts';

const FEWEST = 3;
const MOST = 6;
/** Offered when a client's words point nowhere yet: what people come with most. Picking none of them is fine. */
const COMMON = ['anxiety', 'low-mood', 'stress-burnout', 'relationships', 'self-esteem', 'sleep'];

/** Three to six areas worth offering, from several answers together; the best first. */
export function offerAreas(texts: readonly string[], table: AreaCueTable): string[] {
  const found = suggestAreas(texts.join('\n\n'), table, MOST).map(({ area }) => area);
  return found.length >= FEWEST ? found : [...new Set([...found, ...COMMON])].slice(0, found.length === 0 ? MOST : FEWEST + 1);
}

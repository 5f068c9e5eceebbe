import { contentHash } from '../content-hash.ts';
import type { PlanItem } from './plan.ts';

/** What an approval names: SHA-256 over the lines, in their order, in canonical form. Depends on content alone. */
export const hashItems = (items: PlanItem[]): string => contentHash(items);

import type { Choice } from '../conversation/message.ts';
import type { Situation } from './conditions.ts';

/** A list of choices that code makes from what is known so far. Pure: the same situation gives the same list. */
export type Source = (situation: Situation) => Offer;

export interface Offer {
  /** Shown, in this order. */
  offered: Choice[];
  /** Also understood when typed, though not shown. */
  more?: Choice[];
  /** Every choice that is understood, the shown ones too, where they are known without finding out which to show. */
  all?: Choice[];
  /** What a choice of this list is called, where that is known without making the list. */
  labelOf?(id: string): string | undefined;
}

/** A practice as people see it: on pages, and in the copies that leave Cairn. */
export interface PracticeFace {
  slug: string;
  name: string;
  /** `#rrggbb` */
  accent: string;
  contact: string;
}

/** What people see of a practice, out of all that is known of it. */
export const faceOf = ({ slug, name, accent, contact }: PracticeFace): PracticeFace => ({ slug, name, accent, contact });

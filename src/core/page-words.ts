/** Every word that the pages say, and the copies of a plan that people take along, in one language: `flows/pages/<language>.yaml`. */
export interface PageWords {
  language: string;
  direction: 'ltr' | 'rtl';
  /** The text under a dotted key, filled. Throws `wording-missing` for an unknown key or an unfilled placeholder. */
  t(key: string, values?: Record<string, string | number>): string;
}

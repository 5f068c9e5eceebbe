/** One thing an author got wrong: where it is and what to do about it. */
export interface Mistake {
  file: string;
  /** Where in the document, key by key; the loader turns it into a line. */
  path: (string | number)[];
  line?: number;
  step?: string;
  message: string;
  remedy: string;
}

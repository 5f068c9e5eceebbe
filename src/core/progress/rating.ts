/** What a client has said about how things go, between one look at the plan and the next. Types only. */

/** How close a goal feels: 0 (far away) to 10 (just as they would like it), in whole steps. */
export interface Rating {
  /** Id of the goal's line in the plan. */
  goal: string;
  /** ISO instant. */
  at: string;
  value: number;
}

/** A sign of change that the client noticed. */
export interface Sign {
  /** ISO instant. */
  at: string;
  text: string;
  /** In their own words; without it, picked from a list, and in the reader's language. */
  own?: true;
  /** Id of the goal it is about; absent when it is about life as a whole. */
  goal?: string;
}

/** One rating of one goal, at its time. */
export interface Point {
  at: string;
  value: number;
}

/** How the words of `progress` in `flows/pages` are reached; the pages' own words fit. */
export interface Say {
  t(key: string, values?: Record<string, string | number>): string;
}

/** By time; what was said at the same instant keeps its order. */
export const byTime = (one: { at: string }, other: { at: string }): number => Date.parse(one.at) - Date.parse(other.at);

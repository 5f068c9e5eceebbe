/** The living plan and the words it is made of. Types only; what may happen to a plan is in the files beside this one. */

export type Party = 'client' | 'therapist';
export type ItemKind = 'area' | 'goal' | 'strategy' | 'measure' | 'review';

/** Where a line comes from. A line without a source does not exist. */
export type Source =
  /** The client's own words, quoted whole, and the answer they were given in. */
  | { from: 'client'; answer: string; quote: string }
  /** A library entry, the rule that chose it, and why in plain words; `answer` is the pick or the words that led the rule to it. */
  | { from: 'library'; entry: string; rule: string; because: string; answer?: string }
  /** A person who added or reworded the line. */
  | { from: 'person'; party: Party };

/** One line of the plan. Its id is given once and kept through every version. */
export interface PlanItem {
  id: string;
  kind: ItemKind;
  text: string;
  sources: Source[];
  /** Strategies and measures: the id of the goal they serve; absent when they serve the whole plan. */
  goal?: string;
  /** Strategies: what it is, why it is used, how it connects to this goal. */
  what?: string;
  why?: string;
  connects?: string;
  /** Goals: ratings 0–10, today and where would be good enough. */
  baseline?: number;
  target?: number;
  /** Review: ISO date (YYYY-MM-DD) of the next look at the whole plan. */
  on?: string;
  /** Goals: what became of it, once it is not worked on any more, and the client's own words about that. */
  ended?: GoalEnd;
  endedWords?: string;
}

/** carried-on: they go on with it by themselves. */
export const goalEnds = ['achieved', 'carried-on', 'set-aside'] as const;
export type GoalEnd = (typeof goalEnds)[number];

/** One immutable version. `hash` is over `items` in canonical form; approving means approving this hash. */
export interface PlanVersion {
  number: number;
  items: PlanItem[];
  hash: string;
  by: Party | 'draft';
  reason: string;
  at: string;
}

export type Change =
  | { do: 'add'; item: PlanItem }
  | { do: 'change'; before: PlanItem; after: PlanItem }
  | { do: 'remove'; before: PlanItem }
  /** A question about one line (or the whole plan): changes nothing, waits for words. */
  | { do: 'ask'; about?: PlanItem; question: string };

/**
 * drafted: written, not sent; only its author sees it.
 * open: waits for the other side. to-discuss: set aside for the session, still open.
 * answered: a question that got its answer. withdrawn: taken back by its author, or overtaken by another change.
 */
export type ProposalState = 'drafted' | 'open' | 'to-discuss' | 'accepted' | 'declined' | 'answered' | 'withdrawn';

/** One suggested change to one item: by whom, why, and the other side's decision. */
export interface Proposal {
  id: string;
  by: Party;
  change: Change;
  reason: string;
  state: ProposalState;
  /** What was said about it, oldest first: "why?", "can we talk about it?", the answer. */
  remarks: Remark[];
  createdAt: string;
  sentAt?: string;
  /** When it was decided, set aside for the session, answered, taken back or overtaken; absent while nothing of that happened. */
  decidedAt?: string;
}

export interface Remark {
  by: Party;
  text: string;
  at: string;
}

/** One party's yes to exactly one version and its hash. It is kept as a record; any later version voids it. */
export interface Approval {
  party: Party;
  /** Id of the person: therapist or client. */
  person: string;
  version: number;
  hash: string;
  at: string;
}

/** draft: not yet seen by the therapist. in-review: the therapist's turn. with-client: the client's. closed: its work is done. */
export type PlanStatus = 'draft' | 'in-review' | 'with-client' | 'agreed' | 'declined' | 'closed';

export interface TreatmentPlan {
  id: string;
  /** Rises by one with every act that changes something; a save from an older one is refused and told what changed. */
  revision: number;
  /** Oldest first; the last one is current. */
  versions: PlanVersion[];
  proposals: Proposal[];
  approvals: Approval[];
  /** The next number for an item or proposal id, so that ids never come back. */
  nextNumber: number;
  /** Set once the therapist has opened the plan. */
  openedAt?: string;
  /** Set when the therapist declines the plan as a whole; cleared on reopening. */
  declined?: { reason: string; at: string };
  /** Set when the work on the plan is done, with what the therapist wrote to that; cleared on reopening. */
  closed?: { words: string; at: string };
}

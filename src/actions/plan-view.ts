import type { CaseloadRow } from './caseload.ts';
import type { SmartPoint } from '../core/plan/smart.ts';
import type { PlanSuggestion } from '../core/plan/suggest.ts';
import type { ClientWord } from '../core/plan/client-words.ts';
import type { Foreign, ForeignLines, Piece } from '../core/plan/reading.ts';
import type { DiffLine } from '../core/plan/diff.ts';
import type { Party, PlanStatus, PlanVersion, TreatmentPlan } from '../core/plan/plan.ts';
import type { PracticeFace } from '../core/practice-face.ts';

/** What a plan page shows. The client's view never holds the therapist's drafted proposals, notes, SMART points or suggestions. */
export interface PlanView {
  viewer: Party;
  /** What the client writes, where it is another language than the reader's. */
  clientLanguage?: string;
  /** Lines that stand in another language than the reader's, and the library's words for them in the reader's. */
  foreign: ForeignLines;
  practice: PracticeFace;
  therapist: { id: string; name: string };
  /** `name` is null until the client says what to call them. */
  client: { id: string; name: string | null };
  plan: TreatmentPlan;
  status: PlanStatus;
  /** A safety alert of the client is open: nobody may approve. */
  held: boolean;
  current: PlanVersion;
  /** The client's own words, in the order of the conversation. */
  words: ClientWord[];
  /** Therapist: by goal id. */
  points: Record<string, SmartPoint[]>;
  /** Therapist: what the library offers that is not in the plan, their own orientations first. */
  suggestions: ReadSuggestion[];
  /** Therapist's private notes, newest first. */
  notes: { id: string; text: string; at: string }[];
  /** Newest first; `diff` is against the version before it. */
  history: { version: PlanVersion; diff: DiffLine[] }[];
}

/** As it would stand in the plan, which is in the client's language; `foreign` is how a therapist of another reads it. */
export interface ReadSuggestion extends PlanSuggestion {
  foreign: Foreign;
}

/** Danger that was heard from a client and what became of it, for their therapist's eyes. Instants are ISO texts. */
export interface SafetyAlert {
  id: string;
  client: { id: string; name: string | null };
  level: 'ask' | 'concern' | 'imminent';
  openedAt: string;
  /** What the client writes, where it is another language than the reader's. */
  clientLanguage?: string;
  /** What they wrote, oldest first; '' where it was not to be kept. */
  said: { at: string; text: string }[];
  /** What they answered when they were asked, in order; as in `ClientWord`. */
  answers: { question: string; text: string; language?: string; reading?: Piece[] }[];
  /** Who was told, by which channel, in order; the practice has no name here. */
  told: { whom: 'therapist' | 'backup' | 'practice'; name: string; route: string; at: string }[];
  acknowledged: { by: string; at: string } | null;
  cleared: { by: string; at: string; note: string } | null;
}

/** One row of the therapist's desk, with how the client is doing in what they said themselves. */
export interface DeskRow extends Pick<CaseloadRow, 'lastCheckIn' | 'goneQuiet' | 'drop' | 'review'> {
  planId: string;
  client: { id: string; name: string | null };
  status: PlanStatus;
  waiting: 'therapist' | 'client' | 'nobody';
  /** ISO instant of the last thing that happened. */
  since: string;
  version: number;
  openProposals: number;
  reviewOn: string | null;
  reviewPath: string;
}

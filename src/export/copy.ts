import type { Rating, Sign } from '../core/progress/rating.ts';
import type { ClientWord } from '../core/plan/client-words.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import type { ForeignLines } from '../core/plan/reading.ts';
import type { PracticeFace } from '../core/practice-face.ts';

/** All that leaves Cairn when a plan does: plain data, put together by whoever asks. Instants are ISO texts. */
export interface Copy {
  /** When this copy is made. */
  at: string;
  /** IANA name of the zone that days and hours are told in, such as `Europe/Madrid`. */
  timeZone: string;
  practice: PracticeFace;
  therapist: Person;
  /** `name` is null until the client says what to call them. */
  client: { id: string; name: string | null };
  plan: TreatmentPlan;
  /** What the client writes, where it is another language than the reader's. */
  clientLanguage?: string;
  /** Lines that stand in another language than the reader's, and the library's words for them in the reader's. */
  foreign: ForeignLines;
  /** The client's own words, in the order of the conversation. */
  words: ClientWord[];
  ratings: Rating[];
  signs: Sign[];
  consents: CopiedConsent[];
}

export interface Person {
  id: string;
  name: string;
}

export interface CopiedConsent {
  id: string;
  at: string;
  given: boolean;
  /** What the client was shown, word for word. */
  shown: string;
  withdrawnAt: string | null;
}

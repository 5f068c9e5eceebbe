import type { MessageBody } from './message.ts';
import type { Answer } from './answer.ts';
import type { ConversationState } from './state.ts';
import type { Inputs } from '../flow/conditions.ts';
import type { Words } from './voice.ts';

/** What comes into a turn. */
export type TurnInput =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; step: string; ids: string[] }
  | { kind: 'unsupported' }
  /** The code brings newer lists, such as proposals that came in meanwhile. */
  | { kind: 'refresh'; inputs: Inputs }
  /** Asks the question at hand once more, after something else took the client's attention. */
  | { kind: 'again' };

export interface World {
  /** ISO instant. */
  now: string;
  /** ISO instant of the turn before; null for the first. */
  lastTurnAt: string | null;
  words: Words;
}

/** What a turn wants done, in order. The shell does it; nothing here has happened yet. */
export type Effect =
  /** `ifRefused`: what is said instead when an effect of this turn turns out not to be possible any more; '' for nothing. */
  | { do: 'send'; body: MessageBody; ifRefused?: string }
  /** An effect that the flow names at a step, such as drafting the plan. */
  | { do: 'perform'; effect: string; step: string; answer?: Answer }
  | { do: 'tell-therapist'; what: 'asked-for-a-person' }
  | { do: 'show-plan' };

export interface Turn {
  state: ConversationState;
  effects: Effect[];
  /** Answers given in this turn, to be kept for good. */
  answers: Answer[];
}

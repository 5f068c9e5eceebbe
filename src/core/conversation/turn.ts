import type { MessageBody } from './message.ts';
import type { Answer } from './answer.ts';
import type { ConversationState } from './state.ts';
import type { Inputs } from '../flow/conditions.ts';
import type { LivingCommand } from '../flow/common-words.ts';
import type { Words } from './voice.ts';

/** What comes into a turn. */
export type TurnInput =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; step: string; ids: string[] }
  | { kind: 'unsupported' }
  /** A message of theirs now reads otherwise, or is gone; `key`: the answer that came from it, if one did. */
  | { kind: 'edited'; key?: string; text: string }
  | { kind: 'deleted'; key?: string }
  /** They spoke where others can read. */
  | { kind: 'mention' }
  /** They would like to begin a check-in, and there is none to begin. */
  | { kind: 'no-check-in' }
  /** The code brings newer lists, such as proposals that came in meanwhile. */
  | { kind: 'refresh'; inputs: Inputs }
  /** Asks the question at hand once more, after something else took the client's attention. */
  | { kind: 'again' };

export interface World {
  /** ISO instant. */
  now: string;
  /** ISO instant of the turn before; null for the first. */
  lastTurnAt: string | null;
  /** ISO instant of the client's last message before this one, in any conversation; absent where nobody has written. */
  lastHeardAt?: string | null;
  words: Words;
  /** The client has a plan: the words about it are commands ("something changed"). Without, they are an answer like any other. */
  living?: boolean;
}

/** What a turn wants done, in order. The shell does it; nothing here has happened yet. */
export type Effect =
  /** `ifRefused`: what is said instead when an effect of this turn turns out not to be possible any more; '' for nothing. */
  | { do: 'send'; body: MessageBody; ifRefused?: string }
  /** An effect that the flow names at a step, such as drafting the plan. */
  | { do: 'perform'; effect: string; step: string; answer?: Answer }
  | { do: 'tell-therapist'; what: 'asked-for-a-person' }
  /** What was said about ourselves, word for word, is to be kept. It is sent by an effect of its own. */
  | { do: 'disclosed'; because: 'away' | 'asked'; text: string }
  /** The client has taken their consent back. */
  | { do: 'withdraw-consent' }
  | { do: 'show-plan' }
  /** Everything that is held about them, to take along. */
  | { do: 'show-my-data' }
  /** Everything that is held about them is to be deleted; they have said so twice. */
  | { do: 'delete-my-data' }
  /** Something about a plan that is there: a check-in, a question about it, how things have moved. */
  | { do: 'living'; command: LivingCommand }
  /** They would like to go on in another chat. */
  | { do: 'make-join-code' };

export interface Turn {
  state: ConversationState;
  effects: Effect[];
  /** Answers given in this turn, to be kept for good. */
  answers: Answer[];
}

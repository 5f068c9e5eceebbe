import type { AskedStep } from '../flow/document.ts';
import { questionType } from '../flow/questions/register.ts';
import type { Answer, AnswerValue } from './answer.ts';
import { readCommand } from './commands.ts';
import { isHeld, isOver } from './state.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/**
 * A message now reads otherwise. Where its first words are an answer that can still change, the new words take their place, and
 * that is said; where they are not, what was first written stays, and how to change it is said. Never both, and never silently.
 */
export function edited(turn: TurnInHand, key: string | undefined, text: string): void {
  const answer = changeable(turn, key);
  const value = answer && text && !readCommand(text, turn.world.words.common) ? valueOf(turn, answer, text) : undefined;
  if (!answer || value === undefined) return turn.askAgain(turn.voice.say('edit-kept'), { short: true });
  goTo(turn, answer);
  turn.answer(value);
}

/** A message is gone from the screen; whether it shall be gone from the answers too is asked, not assumed. */
export function deleted(turn: TurnInHand, key: string | undefined): void {
  const answer = changeable(turn, key);
  if (!answer || stepOf(turn, answer).required) return turn.askAgain(turn.voice.say('message-gone'), { short: true });
  turn.askSmall({ is: 'take-out', key: answer.key }, turn.voice.say('message-gone-answer', { question: turn.voice.short(answer, turn.state.context) }));
}

/** They said yes to that. */
export function takeOut(turn: TurnInHand, key: string): void {
  const answer = changeable(turn, key);
  if (!answer) return turn.askAgain();
  goTo(turn, answer);
  turn.answer(null);
}

/**
 * The answer, while it stands and nothing has come of it yet. A list is put together from several messages, so that one of them
 * says nothing about the whole; where each answer counts from the moment it is given, an edit comes too late.
 */
function changeable({ flow, state }: TurnInHand, key: string | undefined): Answer | undefined {
  const answer = key === undefined ? undefined : state.context.answers[key];
  const settled = isOver(flow, state) || isHeld(state) || flow.definition['start-over'] === false;
  const isList = answer && stepOf({ flow }, answer).type === 'list';
  return settled || isList || answer?.value === null ? undefined : answer;
}

/** What the text says as an answer there; undefined when it cannot be one. */
function valueOf(turn: TurnInHand, answer: Answer, text: string): AnswerValue | undefined {
  const asked = stepOf(turn, answer);
  const state = { value: answer.step, context: { ...turn.state.context, item: answer.item ?? null, partial: null } };
  const reading = questionType(asked).read({ text }, turn.voice.asking(asked, state));
  return reading.is === 'value' ? reading.value : undefined;
}

function goTo(turn: TurnInHand, { step, item }: Answer): void {
  turn.settleBegun();
  turn.go(step, item ?? null);
}

/** Only a question is ever answered. */
const stepOf = ({ flow }: Pick<TurnInHand, 'flow'>, { step }: Answer): AskedStep => flow.layout.steps.get(step)!.step as AskedStep;

import { questionType } from '../flow/questions/register.ts';
import type { Given } from '../flow/questions/question.ts';
import type { AnswerValue } from './answer.ts';
import { obey } from './command-turns.ts';
import { misfit } from './misfit-turns.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/**
 * Reads what was given as an answer to the question at hand. `sure`: the client has said that it is one,
 * so that a long absence is no reason to ask again.
 */
export function give(turn: TurnInHand, given: Given, { sure = false } = {}): void {
  const step = turn.question!;
  const reading = questionType(step).read(given, turn.voice.asking(step, turn.state));
  switch (reading.is) {
    case 'misfit': return misfit(turn, reading);
    case 'command': return obey(turn, { name: reading.command });
    case 'reply': return turn.askAgain(reading.text);
    case 'partial':
      turn.set({ partial: reading.partial, misfits: 0, pending: null });
      return turn.ask();
    case 'value':
      if (!sure && 'text' in given && turn.wasLongAway && inFreeWords(reading.value)) return turn.askWhetherAnswer(given.text);
      return turn.answer(reading.value);
  }
}

const inFreeWords = (value: AnswerValue): boolean => {
  if (typeof value === 'string') return true;
  if (Array.isArray(value)) return value.some((one) => 'own' in one || 'text' in one);
  return typeof value === 'object' && 'own' in value;
};

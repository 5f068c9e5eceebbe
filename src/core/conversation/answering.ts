import { isPhrase } from '../flow/questions/matching.ts';
import { questionType } from '../flow/questions/register.ts';
import type { Given, Reading } from '../flow/questions/question.ts';
import type { AnswerValue } from './answer.ts';
import { obey } from './command-turns.ts';
import { isUnderstood, misfit, notKnowing } from './misfit-turns.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/**
 * Reads what was given as an answer to the question at hand. `doubtful`: it may be meant for something else, such as
 * "sorry, I was away" after a break, so free words are asked about before they are taken.
 */
export function give(turn: TurnInHand, given: Given, { doubtful = false } = {}): void {
  const step = turn.question!;
  const type = questionType(step);
  const asking = turn.voice.asking(step, turn.state);
  const reading = type.read(given, asking);
  if ('text' in given) {
    const free = inFreeWords(reading);
    if ((free || reading.is === 'misfit') && isPhrase(given.text, turn.world.words.common.phrases['dont-know'])) return notKnowing(turn);
    if (doubtful && free && type.ask(asking).question.ownWords) return turn.askWhetherAnswer(given.text);
    if (doubtful && reading.is === 'misfit' && !isUnderstood(reading)) return turn.comeBack();
  }
  switch (reading.is) {
    case 'misfit': return misfit(turn, reading);
    case 'command': return obey(turn, { name: reading.command });
    case 'reply': return turn.askAgain(reading.text, { short: true });
    case 'partial':
      turn.set({ partial: reading.partial, misfits: 0 });
      return turn.ask();
    case 'value': return turn.answer(reading.value);
  }
}

const inFreeWords = (reading: Reading): boolean => reading.is === 'partial' || (reading.is === 'value' && hasFreeWords(reading.value));

const hasFreeWords = (value: AnswerValue): boolean => {
  if (typeof value === 'string') return true;
  if (Array.isArray(value)) return value.some((one) => 'own' in one || 'text' in one);
  return typeof value === 'object' && 'own' in value;
};

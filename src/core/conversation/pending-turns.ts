import { typedNumber } from '../flow/questions/matching.ts';
import type { Given } from '../flow/questions/question.ts';
import { give } from './answering.ts';
import { takeOut } from './changed-messages.ts';
import { openAnswer, skip } from './command-turns.ts';
import { answersInOrder } from './look-back.ts';
import { GO_ON, pickedOf } from './pending.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/** Settles the small question that is open. Returns false when what came is not an answer to it; it then stays open. */
export function settlePending(turn: TurnInHand, given: Given): boolean {
  const pending = turn.state.context.pending!;
  const picked = pickedOf(turn, pending, given);
  if (picked === undefined) {
    const number = 'text' in given && pending.is === 'pick-answer' ? typedNumber(given.text, turn.world.words.common) : null;
    if (number !== null) turn.askAgain(turn.voice.say('no-such-answer', { count: answersInOrder(turn).length }));
    return number !== null;
  }
  turn.set({ pending: null });
  switch (pending.is) {
    case 'start-over':
      if (picked === 'yes') turn.startOver();
      else turn.askAgain(turn.voice.say('not-started-over'));
      break;
    case 'withdraw-consent':
      if (picked !== 'yes') return turn.askAgain(turn.voice.say('not-withdrawn'), { short: true }), true;
      turn.push({ do: 'withdraw-consent' });
      turn.send(turn.voice.say('withdrawn'));
      break;
    case 'delete-my-data':
      if (picked !== 'yes') return turn.askAgain(turn.voice.say('not-deleted'), { short: true }), true;
      turn.push({ do: 'delete-my-data' });
      break;
    case 'use-as-answer':
      if (picked === 'yes') give(turn, { text: pending.text });
      else turn.askAgain(turn.voice.say('not-used'));
      break;
    case 'skip-or-again':
      turn.set({ misfits: 0 });
      if (picked === 'skip') skip(turn);
      else turn.askAgain();
      break;
    case 'take-out':
      if (picked === 'yes') takeOut(turn, pending.key);
      else turn.askAgain(turn.voice.say('kept'));
      break;
    case 'pick-answer':
      if (picked === GO_ON) turn.askAgain();
      else openAnswer(turn, answersInOrder(turn).find(({ stop }) => stop.key === picked)!.stop);
  }
  return true;
}

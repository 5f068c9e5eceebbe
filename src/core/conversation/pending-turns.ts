import { isPhrase, matchChoice, typedNumber } from '../flow/questions/matching.ts';
import type { Given } from '../flow/questions/question.ts';
import type { Choice } from './message.ts';
import { answersInOrder } from './look-back.ts';
import { give } from './answering.ts';
import { openAnswer } from './command-turns.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/**
 * Answers to Cairn's own small questions ("use that as your answer?"). Returns false when what came is not one:
 * the small question is then forgotten and the text is read as usual.
 */
export function settlePending(turn: TurnInHand, given: Given): boolean {
  const pending = turn.state.context.pending!;
  turn.set({ pending: null });
  switch (pending.is) {
    case 'start-over': {
      const said = yesOrNo(turn, given);
      if (said === null) return false;
      if (said) turn.startOver();
      else turn.askAgain(turn.voice.say('not-started-over'));
      return true;
    }
    case 'use-as-answer': {
      const said = yesOrNo(turn, given);
      if (said === null) return false;
      if (said) give(turn, { text: pending.text }, { sure: true });
      else turn.askAgain(turn.voice.say('not-used'));
      return true;
    }
    case 'skip-or-again': {
      const choices: Choice[] = [{ id: 'skip', label: turn.voice.say('skip-label') }, { id: 'again', label: turn.voice.say('try-again-label') }];
      const picked = 'ids' in given ? choices.find(({ id }) => id === given.ids[0]) : matchText(turn, given.text, choices);
      if (!picked) return false;
      if (picked.id === 'skip') turn.answer(null);
      else {
        turn.set({ misfits: 0 });
        turn.askAgain();
      }
      return true;
    }
    case 'pick-answer': {
      const stops = answersInOrder(turn);
      const number = 'text' in given ? typedNumber(given.text, turn.world.words.common) : null;
      const picked = 'ids' in given ? stops.find(({ stop }) => stop.key === given.ids[0]) : number === null ? undefined : stops[number - 1];
      if (picked) openAnswer(turn, picked.stop);
      else if (number !== null) turn.askAgain(turn.voice.say('no-such-answer', { count: stops.length }));
      return picked !== undefined || number !== null;
    }
  }
}

const matchText = (turn: TurnInHand, text: string, choices: Choice[]): Choice | null =>
  matchChoice(text, choices, choices, turn.world.words.common);

function yesOrNo(turn: TurnInHand, given: Given): boolean | null {
  const { common } = turn.world.words;
  if ('ids' in given) return given.ids[0] === 'yes' ? true : given.ids[0] === 'no' ? false : null;
  if (isPhrase(given.text, common.phrases.yes)) return true;
  if (isPhrase(given.text, common.phrases.no)) return false;
  const picked = matchText(turn, given.text, [{ id: 'yes', label: common.says.yes }, { id: 'no', label: common.says.no }]);
  return picked ? picked.id === 'yes' : null;
}

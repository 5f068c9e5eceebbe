import type { Reading } from '../flow/questions/question.ts';
import type { SayingName } from '../flow/common-words.ts';
import { wordsFor } from '../flow/wording.ts';
import type { TurnInHand } from './turn-in-hand.ts';

type Misfit = Extract<Reading, { is: 'misfit' }>;

/** Something that does not fit the question: twice asked again more kindly and with an example, then a way past it. */
export function misfit(turn: TurnInHand, { reason, values }: Misfit): void {
  const misfits = turn.state.context.misfits + 1;
  turn.set({ misfits });
  const what = turn.voice.say(`misfit-${reason}` as SayingName, values);
  if (misfits > 2) return offerWayPast(turn, what);
  turn.askAgain([turn.voice.say(misfits === 1 ? 'retry-first' : 'retry-second'), what, example(turn)].filter(Boolean).join(' '));
}

/** "I don't know" is a normal answer: a smaller question first, then an example and a way past it. */
export function notKnowing(turn: TurnInHand): void {
  const misfits = turn.state.context.misfits + 1;
  turn.set({ misfits });
  const words = wordsFor(turn.world.words.wording, turn.state.value);
  const worries = turn.voice.say('no-worries');
  if (misfits > 1) return offerWayPast(turn, [worries, example(turn)].filter(Boolean).join(' '));
  const step = turn.question!;
  const { question } = turn.voice.ask(step, turn.state);
  turn.push({ do: 'send', body: {
    text: `${worries} ${turn.voice.text(words.smaller!, step.id, turn.state.context)}`,
    question, progress: turn.voice.progress(step.id),
  } });
}

/** The authored example; none once an answer has begun, when it would speak of another question. */
export function example(turn: TurnInHand): string | undefined {
  if (turn.state.context.partial) return undefined;
  const { example: authored } = wordsFor(turn.world.words.wording, turn.state.value);
  return authored && turn.voice.say('example', { example: turn.voice.text(authored, turn.state.value, turn.state.context) });
}

function offerWayPast(turn: TurnInHand, before: string): void {
  const step = turn.question!;
  if (step.required) return turn.askAgain(`${before}\n\n${turn.voice.say('offer-person')}`);
  turn.set({ pending: { is: 'skip-or-again' } });
  turn.push({ do: 'send', body: {
    text: `${before}\n\n${turn.voice.say('offer-skip')}`,
    question: {
      step: '#skip-or-again', kind: 'one', ownWords: true,
      choices: [{ id: 'skip', label: turn.voice.say('skip-label') }, { id: 'again', label: turn.voice.say('try-again-label') }],
    },
    progress: turn.voice.progress(step.id),
  } });
}

import type { Pending } from '../flow/compile.ts';
import { isPhrase, justThese, matchChoice, typedNumber } from '../flow/questions/matching.ts';
import type { Given } from '../flow/questions/question.ts';
import { answersInOrder } from './look-back.ts';
import type { Choice, MessageBody } from './message.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/** One of the choices when an answer is to be picked; no step can be called so. */
export const GO_ON = '#go-on';

/** What a press on one of its buttons comes back with. */
export const pendingKey = ({ is, asked }: Pending): string => `#${is}.${asked}`;

/** A small question of Cairn's own ("Shall I take that as your answer?") as a message. */
export function pendingBody(turn: TurnInHand, pending: Pending, before?: string): MessageBody {
  const text = pendingText(turn, pending);
  return {
    text: before ? `${before}\n\n${text}` : text,
    question: { step: pendingKey(pending), kind: 'one', choices: pendingChoices(turn, pending), ownWords: !deliberate.includes(pending.is) },
    ...(turn.question && turn.voice.shownProgress(turn.question.id)),
  };
}

/** Only a yes or a no settles these. */
const deliberate: readonly Pending['is'][] = ['start-over', 'withdraw-consent', 'delete-my-data'];

function pendingText({ voice, question, state }: TurnInHand, pending: Pending): string {
  switch (pending.is) {
    case 'start-over': return voice.say('confirm-start-over');
    case 'use-as-answer': return voice.say('use-as-answer', { question: insideQuotes(voice.ask(question!, state).text) });
    case 'pick-answer': return voice.say('my-answers-pick');
    case 'skip-or-again': return voice.say('offer-skip');
    case 'withdraw-consent': return voice.say('confirm-withdraw');
    case 'delete-my-data': return voice.say('confirm-delete');
    case 'take-out': return voice.say('offer-take-out');
  }
}

/** The question stands in quotation marks, so those within it become single ones. */
const insideQuotes = (text: string): string => text.replaceAll('“', '‘').replaceAll('”', '’');

function pendingChoices(turn: TurnInHand, { is }: Pending): Choice[] {
  const { voice, state } = turn;
  switch (is) {
    case 'start-over':
    case 'withdraw-consent':
    case 'delete-my-data':
    case 'take-out':
    case 'use-as-answer': return [{ id: 'yes', label: voice.say('yes') }, { id: 'no', label: voice.say('no') }];
    case 'skip-or-again': return [{ id: 'skip', label: voice.say('skip-label') }, { id: 'again', label: voice.say('try-again-label') }];
    case 'pick-answer': return [
      ...answersInOrder(turn).map(({ stop, answer }) => ({ id: stop.key, label: voice.short(answer, state.context) })),
      { id: GO_ON, label: voice.say('go-on-label') },
    ];
  }
}

/** What an answer to the small question picks; undefined when it is not an answer to it. */
export function pickedOf(turn: TurnInHand, pending: Pending, given: Given): string | undefined {
  const { common } = turn.world.words;
  const choices = pendingChoices(turn, pending);
  if ('ids' in given) return choices.find(({ id }) => id === given.ids[0])?.id;
  if (pending.is !== 'pick-answer') {
    if (isPhrase(given.text, common.phrases.yes)) return choices[0]!.id;
    // A bare number may just as well be the answer to a question with numbers.
    if (typedNumber(given.text, common) !== null && turn.question && turn.question.type !== 'text') return undefined;
  }
  if (isPhrase(given.text, common.phrases.no)) return choices.at(-1)!.id;
  return matchChoice(given.text, justThese(choices), common)?.id;
}

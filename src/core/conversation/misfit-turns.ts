import type { MisfitReason, Reading } from '../flow/questions/question.ts';
import { wordsFor } from '../flow/wording.ts';
import type { TurnInHand } from './turn-in-hand.ts';

type Misfit = Extract<Reading, { is: 'misfit' }>;

/** Understood well enough, though it cannot be taken: nobody is told that they were not understood. */
const understood: readonly MisfitReason[] = ['too-many', 'too-long', 'not-whole', 'out-of-range'];
export const isUnderstood = ({ reason }: Misfit): boolean => understood.includes(reason);

/** Something that does not fit the question: twice asked again more kindly, then a way past it. */
export function misfit(turn: TurnInHand, reading: Misfit): void {
  const { reason, values } = reading;
  const step = turn.question!;
  const { misfit: authored, again } = wordsFor(turn.world.words.wording, step.id);
  const clear = isUnderstood(reading);
  const own = authored && !clear ? turn.voice.text(authored, step.id, turn.state.context) : undefined;
  // A question with several wordings comes to rest in the last of them; nobody is urged to leave it out.
  if (own && Array.isArray(again)) return turn.askAgain(own, { short: true });
  const misfits = turn.state.context.misfits + 1;
  turn.set({ misfits });
  const what = own ?? turn.voice.say(`misfit-${reason}`, values);
  if (misfits > 2) return offerWayPast(turn, [clear ? undefined : turn.voice.say('retry-third'), clear || step.required ? what : undefined]);
  if (clear || own) return turn.askAgain(what, { short: true });
  const said = misfits === 1 ? [turn.voice.say('retry-first'), example(turn) ?? what] : [turn.voice.say('retry-second'), what, example(turn)];
  turn.askAgain(said.filter(Boolean).join(' '), { short: true });
}

/** "I don't know" is a normal answer: a smaller question first, then an example and a way past it. */
export function notKnowing(turn: TurnInHand): void {
  const { misfits, partial } = turn.state.context;
  turn.set({ misfits: misfits + 1 });
  const step = turn.question!;
  const { smaller, again } = wordsFor(turn.world.words.wording, step.id);
  const worries = turn.voice.say('no-worries');
  const askedBefore = smaller && Array.isArray(again) && !turn.firstAsked(`smaller ${turn.key}`);
  if (misfits > 0 || askedBefore) return offerWayPast(turn, [worries, smaller ? example(turn) : undefined]);
  if (!smaller || partial) return turn.askAgain([worries, example(turn)].filter(Boolean).join(' '), { short: true });
  const asked = turn.voice.ask(step, turn.state);
  turn.push({ do: 'send', body: { ...asked, text: `${worries} ${turn.voice.text(smaller, step.id, turn.state.context)}` } });
}

/** The authored example; none once an answer has begun, when it would speak of another question. */
export function example(turn: TurnInHand): string | undefined {
  if (turn.state.context.partial) return undefined;
  const { example: authored } = wordsFor(turn.world.words.wording, turn.state.value);
  return authored && turn.voice.text(authored, turn.state.value, turn.state.context);
}

function offerWayPast(turn: TurnInHand, before: (string | undefined)[]): void {
  const said = before.filter(Boolean).join(' ');
  if (turn.question!.required) turn.askAgain(`${said} ${turn.voice.say('offer-person')}`, { short: true });
  else turn.askSmall({ is: 'skip-or-again' }, said);
}

import type { CompiledFlow } from '../flow/compile.ts';
import type { Answer } from './answer.ts';
import { walk, type Stop } from './path.ts';
import { questionAt } from './state.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/** Looking back on what was said: the recap, the list of answers. */

const QUOTED = 80;

/** The client's answers in the order the flow asks for them, without those it does not list. */
export function answersInOrder({ flow, state }: Pick<TurnInHand, 'flow' | 'state'>): { stop: Stop; answer: Answer }[] {
  const { answered, ahead } = walk(flow, state);
  return [...answered, ...ahead]
    .filter(({ step }) => !isUnlisted(flow, step))
    .map((stop) => ({ stop, answer: state.context.answers[stop.key]! }));
}

const isUnlisted = (flow: CompiledFlow, id: string): boolean => {
  const { step } = flow.layout.steps.get(id)!;
  return 'unlisted' in step && step.unlisted === true;
};

/** One line: how far, and the client's own last words. */
export function recap(turn: TurnInHand): string {
  const step = questionAt(turn.flow, turn.state);
  if (!step) return '';
  const { progress } = turn.voice.shownProgress(step.id);
  // A flow of one section is a short one; there is no way to look back on.
  if (!progress) return '';
  const last = answersInOrder(turn).filter(({ answer }) => answer.value !== null).at(-1)?.answer;
  if (!last) return turn.voice.say('recap-nothing-yet', progress);
  const words = turn.voice.show(last, turn.state).replace(/\s+/g, ' ');
  const letters = [...words];
  const quote = letters.length > QUOTED ? `${letters.slice(0, QUOTED).join('').trimEnd()}…` : words;
  return turn.voice.say('recap', { ...progress, question: turn.voice.short(last, turn.state.context), answer: quote });
}

/** Everything the client said, whole and numbered, in the order it was asked. */
export const listAnswers = (turn: TurnInHand): string =>
  answersInOrder(turn).map(({ answer }, at) => {
    const step = turn.flow.layout.steps.get(answer.step)!.step;
    const aside = 'out-of-plan' in step && step['out-of-plan'] ? ` ${turn.voice.say('out-of-plan')}` : '';
    return `${at + 1}. ${turn.voice.short(answer, turn.state.context)}${aside}\n${turn.voice.show(answer, turn.state)}`;
  }).join('\n\n');

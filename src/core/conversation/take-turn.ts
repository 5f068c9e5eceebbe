import type { CompiledFlow } from '../flow/compile.ts';
import { commandNames } from '../flow/common-words.ts';
import type { Inputs } from '../flow/conditions.ts';
import { isPhrase, plain } from '../flow/questions/matching.ts';
import { give } from './answering.ts';
import { obey } from './command-turns.ts';
import { readCommand } from './commands.ts';
import { notKnowing } from './misfit-turns.ts';
import { settlePending } from './pending-turns.ts';
import { firstState, isHeld, isOver, type ConversationState } from './state.ts';
import type { Turn, TurnInput, World } from './turn.ts';
import { TurnInHand } from './turn-in-hand.ts';

/** The beginning of a conversation: what is said and asked first. */
export function beginConversation(flow: CompiledFlow, inputs: Inputs, world: World): Turn {
  const { state, actions } = firstState(flow, inputs, world.words.wording.language);
  const turn = new TurnInHand(flow, state, world);
  turn.arrive(actions, []);
  return turn.done();
}

/** One turn: a pure function of the flow, what is stored, what came in and the time. */
export function takeTurn(flow: CompiledFlow, stored: ConversationState, input: TurnInput, world: World): Turn {
  const turn = new TurnInHand(flow, { ...stored, context: { ...stored.context, turn: stored.context.turn + 1 } }, world);
  switch (input.kind) {
    case 'unsupported': turn.askAgain(turn.voice.say('only-text')); break;
    case 'again': turn.askAgain(); break;
    case 'refresh': turn.refresh(input.inputs); break;
    case 'choice': pressed(turn, input.step, input.ids); break;
    case 'text': wrote(turn, input.text.trim()); break;
  }
  return turn.done();
}

function wrote(turn: TurnInHand, text: string): void {
  const { common } = turn.world.words;
  if (text === '') return turn.askAgain(turn.voice.say('empty'));
  if (turn.state.context.pending && settlePending(turn, { text })) return;
  if (isLabel(turn, text)) return give(turn, { text });
  const command = readCommand(text, common);
  if (command) return obey(turn, command);
  if (isOver(turn.flow, turn.state)) return turn.over();
  if (isPhrase(text, common.phrases.greeting)) return turn.comeBack(turn.voice.say('greeting'));
  if (isHeld(turn.state)) return turn.askWhetherAnswer(text);
  const { type } = turn.question!;
  if ((type === 'text' || type === 'list') && isPhrase(text, common.phrases['dont-know'])) return notKnowing(turn);
  give(turn, { text });
}

function pressed(turn: TurnInHand, step: string, ids: string[]): void {
  // A press on the commands' menu of a channel, which has no question to belong to.
  const command = step === '#command' ? commandNames.find((name) => name === ids[0]) : undefined;
  if (command) return obey(turn, { name: command });
  if (step.startsWith('#') && turn.state.context.pending && settlePending(turn, { ids })) return;
  if (isOver(turn.flow, turn.state)) return turn.over();
  turn.resume();
  if (step !== turn.key) return turn.askAgain(turn.voice.say('old-button'));
  give(turn, { ids });
}

/** The words on a button mean the button, even where they would be a command elsewhere ("not now", "why?"). */
function isLabel(turn: TurnInHand, text: string): boolean {
  const step = turn.question;
  if (step?.type !== 'choice' && step?.type !== 'choices') return false;
  return turn.voice.asking(step, turn.state).offered.some(({ label }) => plain(label) === plain(text));
}

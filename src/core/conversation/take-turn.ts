import type { CompiledFlow } from '../flow/compile.ts';
import { commandNames } from '../flow/common-words.ts';
import type { Inputs } from '../flow/conditions.ts';
import { isPhrase, LONGEST_PHRASE, plain, plainLabel } from '../flow/questions/matching.ts';
import { questionType } from '../flow/questions/register.ts';
import { give } from './answering.ts';
import { deleted, edited } from './changed-messages.ts';
import { obey } from './command-turns.ts';
import { readCommand } from './commands.ts';
import { pendingKey } from './pending.ts';
import { settlePending } from './pending-turns.ts';
import { checkState, firstState, isOver, type ConversationState } from './state.ts';
import type { Turn, TurnInput, World } from './turn.ts';
import { TurnInHand } from './turn-in-hand.ts';

/** The beginning of a conversation: what is said and asked first. */
export function beginConversation(flow: CompiledFlow, inputs: Inputs, world: World): Turn {
  const { state, actions } = firstState(flow, inputs, world.words.wording.language);
  const turn = new TurnInHand(flow, state, world);
  // A conversation may take over how often its questions were asked in an earlier one.
  if (inputs.asked) turn.set({ asked: inputs.asked as Record<string, number> });
  turn.arrive(actions, []);
  return turn.done();
}

/** One turn: a pure function of the flow, what is stored, what came in and the time. Throws `snapshot-invalid`. */
export function takeTurn(flow: CompiledFlow, stored: ConversationState, input: TurnInput, world: World): Turn {
  checkState(flow, stored);
  const turn = new TurnInHand(flow, { ...stored, context: { ...stored.context, turn: stored.context.turn + 1, language: world.words.wording.language } }, world);
  if (input.kind !== 'refresh' && input.kind !== 'again') turn.discloseAgain();
  switch (input.kind) {
    case 'unsupported': turn.askAgain(turn.voice.say('only-text'), { short: true }); break;
    case 'edited': edited(turn, input.key, storable(input.text)); break;
    case 'deleted': deleted(turn, input.key); break;
    case 'mention': turn.askAgain(turn.voice.say('mention')); break;
    case 'no-check-in': turn.askAgain(turn.voice.say('no-check-in'), { short: true }); break;
    case 'again':
      turn.set({ pending: null });
      turn.askAgain();
      break;
    case 'refresh': turn.refresh(input.inputs); break;
    case 'choice': pressed(turn, input.step, input.ids); break;
    case 'text': wrote(turn, storable(input.text)); break;
  }
  return turn.done();
}

/** Without the few code points that no database holds as text. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '').trim();

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

function wrote(turn: TurnInHand, text: string): void {
  const { common } = turn.world.words;
  const { pending } = turn.state.context;
  if (!VISIBLE.test(text)) return turn.askAgain(turn.voice.say('empty'), { short: true });
  if (pending && settlePending(turn, { text })) return;
  const labelled = isLabel(turn, text);
  const command = readCommand(text, common, turn.world);
  // Where an answer stands the client was told that "keep" leaves it, whatever a button is called.
  if (command && (!labelled || (command.name === 'keep' && turn.key in turn.state.context.answers))) return obey(turn, command);
  if (isPhrase(text, common.phrases.greeting)) return turn.comeBack(turn.voice.say('greeting'));
  turn.set({ pending: null });
  if (isOver(turn.flow, turn.state)) return turn.over();
  turn.resume();
  give(turn, { text }, { doubtful: turn.isBack || (pending?.is === 'pick-answer' && !labelled) });
}

function pressed(turn: TurnInHand, step: string, ids: string[]): void {
  // A press on the commands' menu of a channel, which has no question to belong to.
  const command = step === '#command' ? commandNames.find((name) => name === ids[0]) : undefined;
  if (command) return obey(turn, { name: command });
  const { pending } = turn.state.context;
  if (pending && step === pendingKey(pending) && settlePending(turn, { ids })) return;
  if (isOver(turn.flow, turn.state)) return turn.over();
  if (step !== turn.key) return turn.askAgain(turn.voice.say('old-button'));
  turn.resume();
  turn.set({ pending: null });
  give(turn, { ids });
}

/** The words on a button mean the button, even where they would be a command elsewhere ("not now", "why?"). */
function isLabel(turn: TurnInHand, text: string): boolean {
  const step = turn.question;
  if (!step || step.type === 'text' || text.length > LONGEST_PHRASE) return false;
  const asking = turn.voice.asking(step, turn.state);
  const labelled = 'choices' in step ? asking.understood : questionType(step).ask(asking).question.choices;
  const said = plain(text);
  return labelled.some((choice) => plainLabel(choice) === said);
}

import { commandNames, type CommandName } from '../flow/common-words.ts';
import { questionType } from '../flow/questions/register.ts';
import { wordsFor } from '../flow/wording.ts';
import { isLiving, type Command } from './commands.ts';
import { answersInOrder, listAnswers } from './look-back.ts';
import { example } from './misfit-turns.ts';
import { stopsUpTo, walk, type Stop } from './path.ts';
import { isHeld, isOver } from './state.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/** What each command does, in every state: at a question, paused, stopped and after the end. */
export function obey(turn: TurnInHand, command: Command): void {
  const over = isOver(turn.flow, turn.state);
  if (isLiving(command.name)) return turn.push({ do: 'living', command: command.name });
  switch (command.name) {
    case 'person':
      turn.push({ do: 'tell-therapist', what: 'asked-for-a-person' });
      return turn.askAgain(turn.voice.say('person'), { short: true });
    case 'about-you': {
      const text = turn.voice.say('about-you');
      turn.askAgain(text, { short: true });
      return turn.push({ do: 'disclosed', because: 'asked', text });
    }
    case 'withdraw': return turn.askSmall({ is: 'withdraw-consent' });
    case 'export-my-data': return turn.push({ do: 'show-my-data' });
    case 'delete-my-data': return turn.askSmall({ is: 'delete-my-data' });
    case 'help': return help(turn);
    case 'my-answers': return myAnswers(turn);
    case 'my-plan': return turn.push({ do: 'show-plan' });
    case 'another-chat': return turn.push({ do: 'make-join-code' });
    case 'start-over': return startOver(turn);
    case 'pause': return over ? turn.over() : hold(turn, 'PAUSE');
    case 'stop': return over ? turn.over() : hold(turn, 'STOP');
    case 'resume': return turn.comeBack(turn.voice.say('resumed'));
  }
  if (over) return turn.over(turn.voice.say('not-in-this-part'));
  turn.resume();
  if (command.name === 'why') return turn.askAgain(why(turn), { short: true });
  turn.set({ pending: null });
  switch (command.name) {
    case 'back': return back(turn);
    case 'skip': return skip(turn);
    case 'keep': return keep(turn);
    case 'change': return change(turn, command.number);
  }
}

function hold(turn: TurnInHand, event: 'PAUSE' | 'STOP'): void {
  const before = turn.state.value;
  turn.hold(event);
  if (turn.state.value === before) turn.askAgain();
  else turn.send(turn.voice.say(event === 'PAUSE' ? 'paused' : 'stopped'));
}

function back(turn: TurnInHand): void {
  const { partial } = turn.state.context;
  const earlier = partial ? questionType(turn.question!).stepBack?.(partial) : null;
  if (earlier) {
    turn.set({ partial: earlier });
    return turn.ask();
  }
  const before = stopsUpTo(turn.flow, turn.state).at(-1);
  if (!before) return turn.askAgain(turn.voice.say('at-the-start'));
  openAnswer(turn, before);
}

/** Goes to a question that has an answer, shows what stands there, and asks it again. */
export function openAnswer(turn: TurnInHand, { step, item, key }: Stop): void {
  turn.settleBegun();
  const standing = turn.state.context.answers[key];
  turn.go(step, item);
  const said = standing && (standing.value === null ? turn.voice.say('you-skipped') : turn.voice.say('you-said', { answer: turn.voice.show(standing, turn.state) }));
  turn.ask(said);
}

export function skip(turn: TurnInHand): void {
  const step = turn.question!;
  const { partial, answers } = turn.state.context;
  // Skipping a question one came back to leaves its answer as it was: a skip never takes words away.
  if (answers[turn.key]?.value != null) return keep(turn);
  const begun = partial ? questionType(step).settle?.(partial, step) : undefined;
  if (begun !== undefined) return turn.answer(begun);
  if (step.required) return turn.askAgain(turn.voice.say('cannot-skip'));
  turn.answer(null);
}

function keep(turn: TurnInHand): void {
  if (!(turn.key in turn.state.context.answers)) return turn.askAgain(turn.voice.say('nothing-to-keep'));
  const path = walk(turn.flow, turn.state);
  turn.moveTo(path.state);
  turn.arrive(path.actions, [turn.voice.say('kept')]);
}

function why(turn: TurnInHand): string {
  const words = wordsFor(turn.world.words.wording, turn.state.value);
  return words.why ? turn.voice.text(words.why, turn.state.value, turn.state.context) : turn.voice.say('no-why');
}

function help(turn: TurnInHand): void {
  const { commands } = turn.world.words.common;
  const list = commandNames.filter((name) => isOfUse(turn, name)).map((name) => commands[name].label).join('\n');
  const asked = turn.question ? example(turn) : undefined;
  turn.send(turn.voice.say('help'), asked && turn.voice.say('example', { example: asked }), turn.voice.say('commands', { commands: list }));
  turn.askAgain();
}

const always: readonly CommandName[] = ['help', 'my-answers', 'person', 'about-you', 'my-plan', 'another-chat', 'withdraw', 'export-my-data', 'delete-my-data'];

/** Of the words about a plan, those that lead to the others. */
const listedLiving: readonly CommandName[] = ['check-in', 'check-ins', 'how-am-i', 'changed', 'fits', 'unclear', 'review-date'];

/** Whether a command does something here; the others answer too, but are not worth a line of help. */
function isOfUse(turn: TurnInHand, name: CommandName): boolean {
  if (always.includes(name)) return true;
  if (isLiving(name)) return turn.world.living === true && listedLiving.includes(name);
  if (name === 'start-over') return mayStartOver(turn);
  if (isOver(turn.flow, turn.state)) return false;
  if (isHeld(turn.state)) return name === 'resume' || name === 'change';
  return name !== 'resume' && (name !== 'keep' || turn.key in turn.state.context.answers);
}

function myAnswers(turn: TurnInHand): void {
  if (answersInOrder(turn).length === 0) return turn.askAgain(turn.voice.say('no-answers'));
  turn.send(turn.voice.say('my-answers'), listAnswers(turn));
  if (isHeld(turn.state)) return turn.askAgain();
  if (!isOver(turn.flow, turn.state)) turn.askSmall({ is: 'pick-answer' });
}

function change(turn: TurnInHand, number: number | undefined): void {
  const answers = answersInOrder(turn);
  if (answers.length === 0) return turn.askAgain(turn.voice.say('no-answers'));
  if (number === undefined) return turn.askSmall({ is: 'pick-answer' });
  const picked = answers[number - 1];
  if (!picked) return turn.askSmall({ is: 'pick-answer' }, turn.voice.say('no-such-answer', { count: answers.length }));
  openAnswer(turn, picked.stop);
}

function mayStartOver({ flow, state }: TurnInHand): boolean {
  const step = flow.layout.steps.get(state.value)?.step;
  return flow.definition['start-over'] !== false && (step?.type !== 'end' || step['may-start-over'] === true);
}

function startOver(turn: TurnInHand): void {
  if (!mayStartOver(turn)) {
    return isOver(turn.flow, turn.state) ? turn.over(turn.voice.say('not-in-this-part')) : turn.askAgain(turn.voice.say('no-start-over'));
  }
  // Nothing to lose, nothing to ask.
  if (!answersInOrder(turn).some(({ answer }) => answer.value !== null)) return turn.startOver();
  turn.askSmall({ is: 'start-over' });
}

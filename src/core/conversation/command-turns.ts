import { commandNames } from '../flow/common-words.ts';
import { questionType } from '../flow/questions/register.ts';
import { wordsFor } from '../flow/wording.ts';
import type { Command } from './commands.ts';
import { answersInOrder, listAnswers } from './look-back.ts';
import { example } from './misfit-turns.ts';
import { stopsUpTo, walk, type Stop } from './path.ts';
import { isHeld, isOver } from './state.ts';
import type { TurnInHand } from './turn-in-hand.ts';

/** What each command does, in every state: at a question, paused, stopped and after the end. */
export function obey(turn: TurnInHand, command: Command): void {
  const over = isOver(turn.flow, turn.state);
  switch (command.name) {
    case 'person':
      turn.push({ do: 'tell-therapist', what: 'asked-for-a-person' });
      return turn.askAgain(turn.voice.say('person'));
    case 'about-you': return turn.askAgain(turn.voice.say('about-you'));
    case 'help': return help(turn);
    case 'my-answers': return myAnswers(turn);
    case 'my-plan': return turn.push({ do: 'show-plan' });
    case 'start-over': return startOver(turn, over);
  }
  if (over) return turn.over(turn.voice.say('not-in-this-part'));
  switch (command.name) {
    case 'pause':
      turn.hold('PAUSE');
      return turn.send(turn.voice.say('paused'));
    case 'stop':
      turn.hold('STOP');
      return turn.send(turn.voice.say('stopped'));
    case 'resume': return turn.comeBack(turn.voice.say('resumed'));
  }
  turn.resume();
  switch (command.name) {
    case 'back': return back(turn);
    case 'skip': return skip(turn);
    case 'keep': return keep(turn);
    case 'why': return turn.askAgain(why(turn));
    case 'change': return change(turn, command.number);
  }
}

function back(turn: TurnInHand): void {
  const { partial } = turn.state.context;
  if (partial) {
    turn.set({ partial: null });
    return turn.ask();
  }
  const before = stopsUpTo(turn.flow, turn.state).at(-1);
  if (!before) return turn.askAgain(turn.voice.say('at-the-start'));
  openAnswer(turn, before);
}

/** Goes to a question that has an answer, shows what stands there, and asks it again. */
export function openAnswer(turn: TurnInHand, { step, item, key }: Stop): void {
  const standing = turn.state.context.answers[key];
  turn.go(step, item);
  const said = standing && (standing.value === null ? turn.voice.say('you-skipped') : turn.voice.say('you-said', { answer: turn.voice.show(standing, turn.state) }));
  turn.ask(said);
}

function skip(turn: TurnInHand): void {
  const step = turn.question!;
  const { partial } = turn.state.context;
  const begun = partial ? questionType(step).settle?.(partial) : undefined;
  if (begun !== undefined) return turn.answer(begun);
  // Skipping a question one came back to leaves its answer as it was: a skip never takes words away.
  if (turn.state.context.answers[turn.key]?.value != null) return keep(turn);
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
  const list = commandNames.filter((name) => name !== 'keep' && name !== 'resume').map((name) => commands[name].label).join('\n');
  const asked = turn.question && !isHeld(turn.state) ? example(turn) : undefined;
  turn.send(turn.voice.say('help'), asked, turn.voice.say('commands', { commands: list }));
  turn.askAgain();
}

function myAnswers(turn: TurnInHand): void {
  const answers = answersInOrder(turn);
  if (answers.length === 0) return turn.askAgain(turn.voice.say('no-answers'));
  turn.send(turn.voice.say('my-answers'), listAnswers(turn, { numbered: true }));
  if (!isOver(turn.flow, turn.state)) offerToChange(turn);
}

function offerToChange(turn: TurnInHand): void {
  turn.resume();
  turn.set({ pending: { is: 'pick-answer' } });
  const choices = answersInOrder(turn).map(({ stop, answer }) => ({ id: stop.key, label: turn.voice.short(answer, turn.state.context) }));
  turn.push({ do: 'send', body: {
    text: turn.voice.say('my-answers-pick'),
    question: { step: '#pick-answer', kind: 'one', choices, ownWords: true },
    ...(turn.question && { progress: turn.voice.progress(turn.question.id) }),
  } });
}

function change(turn: TurnInHand, number: number | undefined): void {
  const answers = answersInOrder(turn);
  if (answers.length === 0) return turn.askAgain(turn.voice.say('no-answers'));
  if (number === undefined) return offerToChange(turn);
  const picked = answers[number - 1];
  if (!picked) return turn.askAgain(turn.voice.say('no-such-answer', { count: answers.length }));
  openAnswer(turn, picked.stop);
}

function startOver(turn: TurnInHand, over: boolean): void {
  const step = turn.flow.layout.steps.get(turn.state.value)?.step;
  if (over && !(step?.type === 'end' && step['may-start-over'])) return turn.over(turn.voice.say('not-in-this-part'));
  turn.set({ pending: { is: 'start-over' } });
  turn.push({ do: 'send', body: {
    text: turn.voice.say('confirm-start-over'),
    question: {
      step: '#start-over', kind: 'one', ownWords: false,
      choices: [{ id: 'yes', label: turn.voice.say('yes') }, { id: 'no', label: turn.voice.say('no') }],
    },
  } });
}

import { transition } from 'xstate';
import type { CompiledFlow, Context, FlowAction } from '../flow/compile.ts';
import type { Inputs } from '../flow/conditions.ts';
import type { AskedStep } from '../flow/document.ts';
import { questionType } from '../flow/questions/register.ts';
import { choiceWordsOf, wordsFor } from '../flow/wording.ts';
import { answerKey, type Answer, type AnswerValue } from './answer.ts';
import { listAnswers, recap } from './look-back.ts';
import { walk } from './path.ts';
import { firstState, isHeld, isOver, keyOf, questionAt, toActions, toSnapshot, toState, type ConversationState } from './state.ts';
import type { Effect, Turn, World } from './turn.ts';
import { Voice } from './voice.ts';

/** After this long an answer in free words is not taken without asking: people come back with "sorry, where were we?". */
const LONG_AWAY_MS = 24 * 60 * 60 * 1000;

/** The working copy of one turn; the files beside this one move it along. */
export class TurnInHand {
  readonly flow: CompiledFlow;
  readonly world: World;
  readonly voice: Voice;
  state: ConversationState;
  private readonly effects: Effect[] = [];
  private readonly answers: Answer[] = [];

  constructor(flow: CompiledFlow, state: ConversationState, world: World) {
    this.flow = flow;
    this.state = state;
    this.world = world;
    this.voice = new Voice(flow, world.words);
  }

  done(): Turn {
    return { state: this.state, effects: this.effects, answers: this.answers };
  }

  get question(): AskedStep | null {
    return questionAt(this.flow, this.state);
  }

  get key(): string {
    return keyOf(this.flow, this.state.value, this.state.context.item);
  }

  send(...texts: (string | undefined)[]): void {
    const text = texts.filter((part) => part).join('\n\n');
    if (text) this.effects.push({ do: 'send', body: { text } });
  }

  push(effect: Effect): void {
    this.effects.push(effect);
  }

  set(context: Partial<Context>): void {
    this.state = { ...this.state, context: { ...this.state.context, ...context } };
  }

  /** Writes the answer down and goes where it leads. `null` is a skip. */
  answer(value: AnswerValue | null): void {
    const { context } = this.state;
    const step = this.question!;
    const item = this.flow.layout.steps.get(step.id)!.group ? context.item : null;
    const key = answerKey(step.id, item);
    const answer: Answer = { id: `${key}#${context.turn}`, key, step: step.id, ...(item && { item }), value, at: this.world.now };
    const edited = key in context.answers;
    this.answers.push(answer);
    const before = this.state;
    const thanks = value === null ? this.voice.say('skipped') : this.thanksFor(step, value);
    const [snapshot, actions] = transition(this.flow.machine, toSnapshot(this.flow, this.state), { type: 'ANSWER', answer } as never);
    const flowActions = toActions(actions);
    if (!edited) {
      this.moveTo(toState(snapshot));
      return this.arrive(flowActions, [thanks], answer);
    }
    const path = walk(this.flow, { ...before, context: { ...context, answers: { ...context.answers, [key]: answer } } });
    const own = flowActions.filter((action) => action.type === 'effect' && action.step === step.id);
    this.moveTo(path.state);
    const lost = path.dropped.filter(({ value: gone }) => gone !== null).map((gone) => this.voice.short(gone, before.context));
    const dropped = lost.length ? this.voice.say('dropped', { answers: lost.map((name) => `“${name}”`).join(', '), count: lost.length }) : undefined;
    this.arrive([...own, ...path.actions], [this.voice.say('changed'), dropped], answer);
  }

  /** What is said and done on reaching a new place, then its question. */
  arrive(actions: FlowAction[], first: (string | undefined)[], answer?: Answer): void {
    const texts = [...first];
    for (const action of actions) {
      if (action.type === 'say') texts.push(this.voice.text(wordsFor(this.world.words.wording, action.step).says!, action.step, this.state.context));
      else this.push({ do: 'perform', effect: action.effect, step: action.step, ...(answer && { answer }) });
    }
    const words = this.world.words.wording.steps[this.state.value];
    if (words?.lead) texts.push(this.voice.text(words.lead, this.state.value, this.state.context));
    if (isOver(this.flow, this.state)) texts.push(words?.says && this.voice.text(words.says, this.state.value, this.state.context));
    const [text, ifRefused] = [texts, texts.slice(first.length)].map((parts) => parts.filter((part) => part).join('\n\n')) as [string, string];
    if (text) this.push({ do: 'send', body: { text }, ...(ifRefused !== text && { ifRefused }) });
    this.ask();
  }

  moveTo(state: ConversationState): void {
    this.state = { ...state, context: { ...state.context, partial: null, misfits: 0, pending: null } };
  }

  /** Asks the question at hand; says nothing where there is none. */
  ask(before?: string): void {
    const step = this.question;
    if (!step) return this.send(before);
    if (step.shows === 'answers') this.send(listAnswers(this, { numbered: true }));
    this.push({ do: 'send', body: this.voice.ask(step, this.state, before) });
  }

  /** The same question once more, in one message with what is said first. */
  askAgain(before?: string): void {
    if (isHeld(this.state)) return this.send(before, this.voice.say('paused'));
    if (isOver(this.flow, this.state)) return before ? this.send(before) : this.over();
    const step = this.question!;
    this.push({ do: 'send', body: this.voice.ask(step, this.state, before) });
  }

  /** The conversation is over: says what holds now. */
  over(before?: string): void {
    const words = wordsFor(this.world.words.wording, this.state.value);
    this.send(before, words.after && this.voice.text(words.after, this.state.value, this.state.context));
  }

  /** Back from a pause, or just a hello: one line on where things stand, then the same question. */
  comeBack(hello?: string): void {
    if (isOver(this.flow, this.state)) return this.over();
    const away = isHeld(this.state) || this.wasLongAway;
    this.resume();
    this.send(away ? this.voice.say('welcome-back') : hello, recap(this));
    this.ask();
  }

  /** From paused or stopped to the question that was open. */
  resume(): void {
    const { resumeAt } = this.state.context;
    if (!isHeld(this.state) || !resumeAt) return;
    this.go(resumeAt.step, resumeAt.item);
  }

  /** To any question of the flow, by its step and item. */
  go(step: string, item: string | null): void {
    const [snapshot] = transition(this.flow.machine, toSnapshot(this.flow, this.state), { type: 'GO', step, item } as never);
    const partial = isHeld(this.state) ? this.state.context.partial : null;
    this.moveTo(toState(snapshot));
    this.set({ partial });
  }

  hold(event: 'PAUSE' | 'STOP'): void {
    const { context, value } = this.state;
    const resumeAt = isHeld(this.state) ? context.resumeAt : { step: value, item: context.item };
    const [snapshot] = transition(this.flow.machine, toSnapshot(this.flow, this.state), { type: event } as never);
    const held = toState(snapshot);
    this.state = { ...held, context: { ...held.context, resumeAt, pending: null } };
  }

  startOver(): void {
    const { inputs, language, turn } = this.state.context;
    const { state, actions } = firstState(this.flow, inputs, language);
    this.state = { ...state, context: { ...state.context, turn } };
    this.arrive(actions, [this.voice.say('started-over')]);
  }

  refresh(inputs: Inputs): void {
    const held = isHeld(this.state) ? this.state.value : null;
    this.set({ inputs });
    const path = walk(this.flow, this.state);
    this.moveTo(path.state);
    if (held) this.hold(held === 'paused' ? 'PAUSE' : 'STOP');
    else this.arrive(path.actions, []);
  }

  /** Keeps the words and asks whether they are the answer, so that none are put in anybody's mouth. */
  askWhetherAnswer(text: string): void {
    const back = isHeld(this.state) || this.wasLongAway;
    this.resume();
    const step = this.question!;
    this.set({ pending: { is: 'use-as-answer', text } });
    const question = questionType(step).ask(this.voice.asking(step, this.state)).text;
    this.push({ do: 'send', body: {
      text: [back && this.voice.say('welcome-back'), this.voice.say('use-as-answer', { question })].filter(Boolean).join('\n\n'),
      question: {
        step: '#use-as-answer', kind: 'one', ownWords: true,
        choices: [{ id: 'yes', label: this.voice.say('yes') }, { id: 'no', label: this.voice.say('no') }],
      },
      progress: this.voice.progress(step.id),
    } });
  }

  get wasLongAway(): boolean {
    const { now, lastTurnAt } = this.world;
    return lastTurnAt !== null && Date.parse(now) - Date.parse(lastTurnAt) >= LONG_AWAY_MS;
  }

  private thanksFor(step: AskedStep, value: AnswerValue): string | undefined {
    const words = wordsFor(this.world.words.wording, step.id);
    const choice = typeof value === 'object' && 'choice' in value && words.choices?.[value.choice] ? choiceWordsOf(words, value.choice).thanks : undefined;
    const thanks = choice ?? words.thanks;
    return thanks && this.voice.text(thanks, step.id, this.state.context);
  }
}

import { transition } from 'xstate';
import { PAUSED, type CompiledFlow, type Context, type FlowAction, type SmallQuestion } from '../flow/compile.ts';
import type { Inputs } from '../flow/conditions.ts';
import type { AskedStep } from '../flow/document.ts';
import { isPhrase } from '../flow/questions/matching.ts';
import { questionType } from '../flow/questions/register.ts';
import { choiceWordsOf, wordsFor } from '../flow/wording.ts';
import { answerKey, pickedId, type Answer, type AnswerValue, type ListItem } from './answer.ts';
import { listAnswers, recap } from './look-back.ts';
import { walk } from './path.ts';
import { pendingBody } from './pending.ts';
import { firstState, isHeld, isOver, keyOf, questionAt, take, toSnapshot, toState, type ConversationState } from './state.ts';
import type { Effect, Turn, World } from './turn.ts';
import { Voice } from './voice.ts';

/** After this long an answer in free words is not taken without asking: people come back with "sorry, where were we?". */
const LONG_AWAY_MS = 24 * 60 * 60 * 1000;
/** After more than this the client is told once more that this is software (Utah HB 452: seven days). */
const TELL_AGAIN_MS = 7 * LONG_AWAY_MS;

/** The working copy of one turn; the files beside this one move it along. */
export class TurnInHand {
  readonly flow: CompiledFlow;
  readonly world: World;
  readonly voice: Voice;
  state: ConversationState;
  private readonly wasHeld: boolean;
  private readonly effects: Effect[] = [];
  private readonly answers: Answer[] = [];
  /** What stands before everything else that this turn says. */
  private said = '';

  constructor(flow: CompiledFlow, state: ConversationState, world: World) {
    this.flow = flow;
    this.state = state;
    this.world = world;
    this.voice = new Voice(flow, world.words);
    this.wasHeld = isHeld(state);
  }

  done(): Turn {
    return { state: this.state, effects: this.said === '' ? this.effects : withFirst(this.said, this.effects), answers: this.answers };
  }

  get question(): AskedStep | null {
    return questionAt(this.flow, this.state);
  }

  /** Of the question at hand, or of the one that waits while the conversation is held. */
  get key(): string {
    const { value, context } = this.state;
    const { step, item } = (isHeld(this.state) && context.resumeAt) || { step: value, item: context.item };
    return keyOf(this.flow, step, item);
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
    const { state: before, question } = this;
    const { answers, ahead } = before.context;
    const answer = this.note(question!, value);
    const edited = answer.key in answers;
    const said = edited ? this.voice.say('changed') : value === null ? this.voice.say('skipped') : this.thanksFor(question!, value);
    const { state: next, actions: onTheWay } = take(this.flow, before, answer);
    if (!edited && !ahead) {
      this.moveTo(next);
      return this.arrive(onTheWay, [said], answer);
    }
    const path = walk(this.flow, { ...before, context: { ...before.context, answers: { ...answers, [answer.key]: answer } } });
    const isNext = path.state.value === next.value && path.state.context.item === next.context.item;
    const own = onTheWay.filter((action) => action.type === 'effect' && action.step === question!.id);
    this.moveTo(path.state);
    this.arrive(isNext ? onTheWay : [...own, ...path.actions], [said, this.leftOut(path.dropped, before.context)], answer);
  }

  /** What was begun and not finished counts as the answer when the client moves away, unless another one stands. */
  settleBegun(): void {
    const { question, key } = this;
    const { partial, answers } = this.state.context;
    if (!question || !partial || key in answers) return;
    const value = questionType(question).settle?.(partial, question);
    if (value === undefined) return;
    const answer = this.note(question, value);
    this.set({ answers: { ...answers, [key]: answer }, partial: null });
    if (question.effect) this.push({ do: 'perform', effect: question.effect, step: question.id, answer });
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
    const { asked = {} } = this.state.context;
    this.state = { ...state, context: { ...state.context, partial: null, misfits: 0, pending: null, asked } };
  }

  /** Asks the question at hand; says nothing where there is none. */
  ask(before?: string): void {
    const step = this.question;
    if (!step) return this.send(before);
    if (step.shows === 'answers') this.send(listAnswers(this));
    this.put(step, { before });
  }

  /** Asks in the words whose turn it is, and counts where there are several. */
  private put(step: AskedStep, how: { before?: string; short?: boolean }): void {
    this.push({ do: 'send', body: this.voice.ask(step, this.state, how) });
    if (Array.isArray(wordsFor(this.world.words.wording, step.id).again)) this.countAsked(this.key);
  }

  /** True the first time a thing is asked in this conversation, and in those whose count it took over. */
  firstAsked(what: string): boolean {
    const first = (this.state.context.asked?.[what] ?? 0) === 0;
    this.countAsked(what);
    return first;
  }

  private countAsked(what: string): void {
    const { asked = {} } = this.state.context;
    this.set({ asked: { ...asked, [what]: (asked[what] ?? 0) + 1 } });
  }

  /** What waits for the client once more, in one message with what is said first: a small question, the question, or how to go on. */
  askAgain(before?: string, { short = false } = {}): void {
    const { pending } = this.state.context;
    if (pending) return this.push({ do: 'send', body: pendingBody(this, pending, before) });
    if (isHeld(this.state)) return this.send(before, this.voice.say(this.state.value === PAUSED ? 'paused-already' : 'stopped-already'));
    if (isOver(this.flow, this.state)) return before ? this.send(before) : this.over();
    this.put(this.question!, { before, short });
  }

  /** Asks a small question of Cairn's own; the question at hand waits. */
  askSmall(small: SmallQuestion, before?: string): void {
    this.set({ pending: { ...small, asked: this.state.context.turn } });
    this.askAgain(before);
  }

  /** Keeps the words and asks whether they are the answer, so that none are put in anybody's mouth. */
  askWhetherAnswer(text: string): void {
    this.askSmall({ is: 'use-as-answer', text }, this.isBack ? this.voice.say('welcome-back') : undefined);
  }

  /** The conversation is over: says what holds now. */
  over(before?: string): void {
    const words = wordsFor(this.world.words.wording, this.state.value);
    this.send(before, words.after && this.voice.text(words.after, this.state.value, this.state.context));
  }

  /** Back from a pause, or just a hello: one line on where things stand, then the same question. */
  comeBack(hello?: string): void {
    const { pending } = this.state.context;
    if (isOver(this.flow, this.state)) return this.over();
    // Words that wait to be used are not lost over a hello.
    if (pending?.is === 'use-as-answer') return this.askAgain(hello);
    this.resume();
    this.set({ pending: null });
    this.send(this.isBack ? this.voice.say('welcome-back') : hello, recap(this));
    this.ask();
  }

  /** After a long time away, before anything else: this is software. */
  discloseAgain(): void {
    const { now, lastHeardAt } = this.world;
    if (!lastHeardAt || Date.parse(now) - Date.parse(lastHeardAt) <= TELL_AGAIN_MS) return;
    this.said = this.voice.say('about-me-again');
    this.push({ do: 'disclosed', because: 'away', text: this.said });
  }

  /** From paused or stopped to the question that was open. */
  resume(): void {
    const { resumeAt, partial } = this.state.context;
    if (!isHeld(this.state) || !resumeAt) return;
    this.go(resumeAt.step, resumeAt.item);
    this.set({ partial });
  }

  /** To any question of the flow, by its step and item. */
  go(step: string, item: string | null): void {
    const [snapshot] = transition(this.flow.machine, toSnapshot(this.flow, this.state), { type: 'GO', step, item } as never);
    this.moveTo(toState(snapshot));
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

  /** Takes newer lists in. Items that were answered stay with their answers; the question at hand is asked again only when it is another one. */
  refresh(inputs: Inputs): void {
    const held = isHeld(this.state) ? this.state.value : null;
    const { key, state: before } = this;
    const answered = new Set(Object.values(before.context.answers).map(({ item }) => item));
    const path = walk(this.flow, { ...before, context: { ...before.context, inputs: withItems(inputs, before.context.inputs, answered) } });
    const { context } = path.state;
    const same = keyOf(this.flow, path.state.value, context.item) === key;
    if (same) return this.set({ inputs: context.inputs });
    this.moveTo(path.state);
    if (held) this.hold(held === PAUSED ? 'PAUSE' : 'STOP');
    else this.arrive(path.actions, []);
  }

  /** The client returns, from a break of their own or after a long silence. */
  get isBack(): boolean {
    const { now, lastTurnAt } = this.world;
    return this.wasHeld || (lastTurnAt !== null && Date.parse(now) - Date.parse(lastTurnAt) >= LONG_AWAY_MS);
  }

  /** An answer of this turn, to be kept for good. */
  private note(step: AskedStep, value: AnswerValue | null): Answer {
    const { context } = this.state;
    const item = this.flow.layout.steps.get(step.id)!.group ? context.item : null;
    const key = answerKey(step.id, item);
    const answer: Answer = { id: `${key}#${context.turn}`, key, step: step.id, ...(item && { item }), value, at: this.world.now };
    this.answers.push(answer);
    return answer;
  }

  /** Names the answers that a change has left without a question. */
  private leftOut(dropped: Answer[], situation: Context): string | undefined {
    const names = dropped.filter(({ value }) => value !== null).map((answer) => this.voice.short(answer, situation));
    return names.length > 0 ? this.voice.say('dropped', { answers: names.map((name) => `• ${name}`).join('\n'), count: names.length }) : undefined;
  }

  private thanksFor(step: AskedStep, value: AnswerValue): string | undefined {
    const words = wordsFor(this.world.words.wording, step.id);
    const picked = pickedId(value);
    const choice = picked !== null && words.choices?.[picked] ? choiceWordsOf(words, picked).thanks : undefined;
    const own = Array.isArray(value) && value.length === 1 && 'own' in value[0]! ? value[0].own : value;
    const saysNo = typeof own === 'string' && isPhrase(own, this.world.words.common.phrases.no);
    const thanks = choice ?? (saysNo ? words['thanks-for-no'] : undefined) ?? words.thanks;
    return thanks && this.voice.text(thanks, step.id, this.state.context);
  }
}

/** Words in front of the first message, or alone and before whatever is done where nothing else is said. */
function withFirst(words: string, effects: Effect[]): Effect[] {
  const at = effects.findIndex((effect) => effect.do === 'send');
  const first = effects[at];
  if (first?.do !== 'send') return [{ do: 'send', body: { text: words } }, ...effects];
  const before = (text: string): string => (text ? `${words}\n\n${text}` : words);
  const { body, ifRefused } = first;
  return effects.with(at, { ...first, body: { ...body, text: before(body.text) }, ...(ifRefused !== undefined && { ifRefused: before(ifRefused) }) });
}

/** Newer lists, with the items of the older ones that were answered in front. */
function withItems(newer: Inputs, older: Inputs, answered: ReadonlySet<string | undefined>): Inputs {
  return Object.fromEntries(Object.entries(newer).map(([name, list]) => {
    if (!Array.isArray(list)) return [name, list];
    const kept = ((older[name] ?? []) as ListItem[]).filter(({ id }) => answered.has(id) && !(list as ListItem[]).some((item) => item.id === id));
    return [name, [...kept, ...list]];
  }));
}

import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../src/core/conversation/answer.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import type { ConversationState } from '../../src/core/conversation/state.ts';
import { beginConversation, takeTurn } from '../../src/core/conversation/take-turn.ts';
import type { Effect, Turn, TurnInput, World } from '../../src/core/conversation/turn.ts';
import type { Words } from '../../src/core/conversation/voice.ts';
import type { CompiledFlow } from '../../src/core/flow/compile.ts';
import type { Inputs } from '../../src/core/flow/conditions.ts';
import { flowOf, wordsOf } from './flows.ts';

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** "3 days" in milliseconds. */
export function span(text: string): number {
  const [, count, unit] = /^(\d+) (minute|hour|day|week)s?$/.exec(text) ?? [];
  if (!count || !unit) throw new Error(`Not a span of time: ${text}`);
  return Number(count) * units[unit]!;
}

export interface TalkOptions {
  inputs?: Inputs;
  language?: string;
  /** ISO instant of the first message. */
  at?: string;
}

export const talk = (flow: string, { inputs = {}, language = 'en', at }: TalkOptions = {}): Talk =>
  new Talk(flowOf(flow), wordsOf(flow, language, inputs), inputs, at);

/** One conversation, as it would be stored and read back between any two turns; no turn may write into the state before it. A turn a minute, unless `later`. */
export class Talk {
  readonly flow: CompiledFlow;
  readonly words: Words;
  /** What the last turn said. */
  heard: MessageBody[] = [];
  /** Everything said so far. */
  said: MessageBody[] = [];
  /** What the last turn wants done, besides talking. */
  done: Exclude<Effect, { do: 'send' }>[] = [];
  effects: Effect[] = [];
  /** Every answer ever given, as a database would keep it. */
  given: Answer[] = [];
  state: ConversationState;
  private clock: number;
  private lastTurn: number | null = null;
  private lastHeard: number | null = null;

  constructor(flow: CompiledFlow, words: Words, inputs: Inputs = {}, at = '2026-03-02T10:00:00.000Z') {
    this.flow = flow;
    this.words = words;
    this.clock = Date.parse(at);
    const turn = beginConversation(flow, inputs, this.world);
    this.state = turn.state;
    this.take(turn);
  }

  say(text: string): this {
    return this.send({ kind: 'text', text });
  }

  /** Presses buttons by their labels, on the newest message that has them all. */
  press(...labels: string[]): this {
    const found = this.said.findLast(({ question }) => question && labels.every((label) => choiceId(question, label) !== undefined))?.question;
    if (!found) throw new Error(`There is no such button: ${labels.join(', ')}`);
    return this.send({ kind: 'choice', step: found.step, ids: labels.map((label) => choiceId(found, label)!) });
  }

  send(input: TurnInput): this {
    const turn = takeTurn(this.flow, this.state, input, this.world);
    if (input.kind !== 'refresh' && input.kind !== 'again') this.lastHeard = this.clock;
    this.take(turn);
    return this;
  }

  later(time: string): this {
    this.clock += span(time);
    return this;
  }

  /** The text of everything the last turn said. */
  get text(): string {
    return this.heard.map(({ text }) => text).join('\n\n');
  }

  /** The question that was asked last. */
  get question(): Question | undefined {
    return this.heard.findLast(({ question }) => question)?.question;
  }

  /** Values of the answers that count now, by key. */
  get answers(): Record<string, Answer['value']> {
    return Object.fromEntries(Object.values(this.state.context.answers).map(({ key, value }) => [key, value]));
  }

  get world(): World {
    return {
      now: new Date(this.clock).toISOString(),
      lastTurnAt: this.lastTurn === null ? null : new Date(this.lastTurn).toISOString(),
      lastHeardAt: this.lastHeard === null ? null : new Date(this.lastHeard).toISOString(),
      words: this.words,
    };
  }

  /** Another conversation from the same point on. */
  fork(): Talk {
    const other = Object.assign(Object.create(Talk.prototype) as Talk, this);
    other.said = [...this.said];
    other.given = [...this.given];
    return other;
  }

  private take(turn: Turn): void {
    const stored = JSON.parse(JSON.stringify(turn)) as Turn;
    // The next turn may be taken from what is stored or from what is still in memory (turn-memory.ts).
    if (!isDeepStrictEqual(stored.state, turn.state)) throw new Error('What is stored of a conversation is not what the turn had in hand.');
    this.state = frozen(turn.state);
    this.effects = stored.effects;
    this.heard = stored.effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : []));
    this.done = stored.effects.filter((effect) => effect.do !== 'send');
    this.said.push(...this.heard);
    this.given.push(...stored.answers);
    this.lastTurn = this.clock;
    this.clock += 60_000;
  }
}

const choiceId = (question: Question, label: string): string | undefined => question.choices.find((choice) => choice.label === label)?.id;

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

import { assign, setup, type AnyStateMachine } from 'xstate';
import type { Answer, ListItem } from '../conversation/answer.ts';
import { contentHash } from '../content-hash.ts';
import { holds, type Fact, type Inputs, type Situation } from './conditions.ts';
import { isAsked, type FlowDefinition, type Group } from './document.ts';
import { groupState, layOut, type Layout, type Placed } from './layout.ts';
import type { Source } from './sources.ts';
import type { Values } from './wording.ts';

/** What the machine remembers of a conversation; plain data, stored as it is. */
export interface Context {
  answers: Record<string, Answer>;
  /** Id of the list item that is being talked about, inside a group. */
  item: string | null;
  inputs: Inputs;
  language: string;
  /** Where the conversation goes on after a pause or a stop. */
  resumeAt: { step: string; item: string | null } | null;
  /** A question type's unfinished answer to the question at hand. */
  partial: unknown;
  /** How often the question at hand was answered with something that does not fit. */
  misfits: number;
  /** Some answers lie beyond the question at hand, because an edit opened it before them. */
  ahead: boolean;
  /** A small question of Cairn's own that waits for its answer. */
  pending: Pending | null;
  /** Number of turns taken; part of an answer's id. */
  turn: number;
  /** How often each question that has several wordings was asked, by its key; absent in what was stored before there were any. */
  asked?: Record<string, number>;
}

/** Shall we begin again? Is that your answer? Which answer shall change? Skip it? Do you take your consent back? Shall everything be deleted? Shall an answer be taken out? */
export type SmallQuestion =
  | { is: 'start-over' } | { is: 'use-as-answer'; text: string } | { is: 'pick-answer' } | { is: 'skip-or-again' } | { is: 'withdraw-consent' } | { is: 'delete-my-data' }
  | { is: 'take-out'; key: string };
/** `asked`: the turn it was asked in, so that the buttons of an earlier one are known as old. */
export type Pending = SmallQuestion & { asked: number };

export type FlowEvent =
  | { type: 'ANSWER'; answer: Answer }
  | { type: 'GO'; step: string; item: string | null }
  | { type: 'PAUSE' } | { type: 'STOP' };

export const PAUSED = 'paused';
export const STOPPED = 'stopped';

/** What code lends to a flow: named facts for its conditions and named lists for its choices. */
export interface Lent {
  facts: Record<string, Fact>;
  sources: Record<string, Source>;
  effects: readonly string[];
  /** By `for-each`: what a group's wording may say about the item at hand, such as `{goal}`. */
  items: Record<string, ItemValues>;
  /** What wording may say because of an answer given in this very conversation, such as the lines of a country. */
  said?(situation: Situation): Values;
}

export interface ItemValues {
  names: readonly string[];
  values(situation: Situation): Values;
}

export interface CompiledFlow {
  name: string;
  hash: string;
  definition: FlowDefinition;
  layout: Layout;
  machine: AnyStateMachine;
  lent: Lent;
}

/** The machine's actions, which come back from a transition as data. */
export type FlowAction = { type: 'say'; step: string } | { type: 'effect'; effect: string; step: string };

/** Ids of the items a group goes through. */
export function itemsOf(group: Group, situation: Pick<Situation, 'answers' | 'inputs'>): string[] {
  const from = group['for-each'];
  const list = from.startsWith('inputs.') ? situation.inputs[from.slice('inputs.'.length)] : situation.answers[from]?.value;
  return Array.isArray(list) ? (list as ListItem[]).map(({ id }) => id) : [];
}

/** Id of the item that a group takes up next; null when there is none left. */
export function nextItem(group: Group, { item, ...situation }: Pick<Situation, 'answers' | 'inputs' | 'item'>): string | null {
  const items = itemsOf(group, situation);
  return items[item === null ? 0 : items.indexOf(item) + 1] ?? null;
}

/** What the machine remembers before anything was said. */
export const beginning = (inputs: Inputs, language: string): Context => ({
  answers: {}, item: null, inputs, language, resumeAt: null, partial: null, misfits: 0, ahead: false, pending: null, turn: 0, asked: {},
});

/**
 * XState's `transition` makes an actor for every step, and each actor asks the machine for a first snapshot without an input, which nobody
 * looks at and which took three quarters of the time of a step. It is always the same one, so it is made once.
 */
function cheapToStep(machine: AnyStateMachine): AnyStateMachine {
  const first = machine.getInitialSnapshot.bind(machine);
  let withoutInput: ReturnType<typeof first> | undefined;
  machine.getInitialSnapshot = (scope, input) => (input === undefined ? (withoutInput ??= first(scope, input)) : first(scope, input));
  return machine;
}

/**
 * A flow as a statechart: one state a step, one a group, `paused` and `stopped` beside them. No invoke, no timers,
 * no children: everything it knows is in `{ value, context }`. The flow must have passed the author checks.
 */
export function compileFlow(definition: FlowDefinition, lent: Lent): CompiledFlow {
  const layout = layOut(definition);
  const fits = (when: Placed['next'][number]['when'], situation: Situation): boolean =>
    when === undefined || holds(when, situation, lent.facts);

  /** Guards run before the answer is written down, so they look at the situation as the event will leave it. */
  const after = (context: Context, event: FlowEvent): Situation =>
    event.type === 'ANSWER' ? { ...context, answers: { ...context.answers, [event.answer.key]: event.answer } } : context;

  const ways = ({ next }: Placed, actions: unknown[]) =>
    next.map(({ when, go }) => ({
      target: `#${go}`,
      ...(when && { guard: ({ context, event }: { context: Context; event: FlowEvent }) => fits(when, after(context, event)) }),
      actions,
    }));

  const stateOf = (placed: Placed) => {
    const { step } = placed;
    const askIf = 'ask-if' in step ? step['ask-if'] : undefined;
    const passed = askIf ? ways(placed, []).map((way, at) => ({
      ...way,
      guard: ({ context }: { context: Context }) => !fits(askIf, context) && fits(placed.next[at]!.when, context),
    })) : [];
    const effect = step.effect ? [{ type: 'effect', params: { effect: step.effect, step: step.id } }] : [];
    if (step.type === 'end') return { id: step.id, tags: ['end'], entry: effect };
    if (step.type === 'say') {
      // Said on the way out, so that a step that is passed over says nothing.
      return { id: step.id, always: [...passed, ...ways(placed, [{ type: 'say', params: { step: step.id } }, ...effect])] };
    }
    return { id: step.id, tags: ['question'], always: passed, on: { ANSWER: ways(placed, ['take', ...effect]) } };
  };

  const states: Record<string, object> = {
    [PAUSED]: { id: PAUSED, tags: ['held'] },
    [STOPPED]: { id: STOPPED, tags: ['held'] },
  };
  for (const [id, placed] of layout.steps) states[id] = stateOf(placed);
  for (const { group, first, after: beyond } of layout.groups) {
    states[groupState(group)] = {
      id: groupState(group),
      always: [
        { target: `#${first}`, guard: ({ context }: { context: Context }) => nextItem(group, context) !== null, actions: assign({ item: ({ context }) => nextItem(group, context as Context) }) },
        { target: `#${beyond}`, actions: assign({ item: null }) },
      ],
    };
  }

  const machine = setup({
    types: {} as { context: Context; events: FlowEvent; input: { inputs: Inputs; language: string } },
    actions: {
      say: () => {},
      effect: () => {},
      take: assign(({ context, event }) => event.type === 'ANSWER'
        ? { answers: { ...context.answers, [event.answer.key]: event.answer } }
        : {}),
    },
  }).createMachine({
    id: definition.flow,
    context: ({ input }) => beginning(input.inputs, input.language),
    initial: layout.start,
    states: states as never,
    on: {
      PAUSE: { target: `#${PAUSED}` },
      STOP: { target: `#${STOPPED}` },
      GO: [...layout.steps.values()].filter(({ step }) => isAsked(step)).map(({ step }) => ({
        target: `#${step.id}`,
        guard: ({ event }: { event: FlowEvent }) => event.type === 'GO' && event.step === step.id,
        actions: assign({ item: ({ event }) => (event as Extract<FlowEvent, { type: 'GO' }>).item, resumeAt: null }),
      })) as never,
    },
  });
  return { name: definition.flow, hash: contentHash(definition), definition, layout, machine: cheapToStep(machine as unknown as AnyStateMachine), lent };
}

import { initialTransition, transition } from 'xstate';
import type { CompiledFlow, FlowAction } from '../flow/compile.ts';
import type { Answer } from './answer.ts';
import { isOver, keyOf, questionAt, toActions, toState, type ConversationState } from './state.ts';

/** A question on the way through a flow. */
export interface Stop {
  step: string;
  item: string | null;
  key: string;
}

export interface Path {
  /** Every answered question, in the order the flow asks them. */
  answered: Stop[];
  /** Where the answers lead: the first question without one, or an end. */
  state: ConversationState;
  /** Answers the way does not pass any more. */
  dropped: Answer[];
  /** Effects of an end that the way arrives at. */
  actions: FlowAction[];
}

/**
 * Walks the flow from its start with the answers there are. This is the one definition of "which answers count":
 * going back, editing and redoing all lead to the place this walk ends, so an edit followed by the same answers
 * equals having answered so at first.
 */
export function walk(flow: CompiledFlow, from: ConversationState): Path {
  const { answers, inputs, language, turn } = from.context;
  let [snapshot, actions] = initialTransition(flow.machine, { inputs, language } as never);
  const answered: Stop[] = [];
  const passed = new Set<string>();
  for (;;) {
    const state = toState(snapshot);
    const step = questionAt(flow, state)?.id;
    const key = step && keyOf(flow, step, state.context.item);
    const answer = key === undefined ? undefined : answers[key!];
    if (step === undefined || answer === undefined || passed.has(key!)) break;
    passed.add(key!);
    answered.push({ step, item: state.context.item, key: key! });
    [snapshot, actions] = transition(flow.machine, snapshot, { type: 'ANSWER', answer } as never);
  }
  const end = toState(snapshot);
  const state = { value: end.value, context: { ...end.context, turn } };
  return {
    answered,
    state,
    dropped: Object.values(answers).filter(({ key }) => !passed.has(key)),
    actions: isOver(flow, state) ? toActions(actions) : [],
  };
}

/** The questions from the start up to the one the conversation is at, answered or not. */
export function stopsUpTo(flow: CompiledFlow, state: ConversationState): Stop[] {
  const { answered } = walk(flow, state);
  const here = keyOf(flow, state.value, state.context.item);
  const at = answered.findIndex(({ key }) => key === here);
  return at < 0 ? answered : answered.slice(0, at);
}

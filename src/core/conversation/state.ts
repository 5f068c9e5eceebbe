import { initialTransition, type AnyMachineSnapshot } from 'xstate';
import { CairnError } from '../../errors.ts';
import type { CompiledFlow, Context, FlowAction } from '../flow/compile.ts';
import { PAUSED, STOPPED } from '../flow/compile.ts';
import type { Inputs } from '../flow/conditions.ts';
import { isAsked, type AskedStep } from '../flow/document.ts';
import { answerKey } from './answer.ts';

/** What is stored of a conversation between two messages. */
export interface ConversationState {
  value: string;
  context: Context;
}

export const toState = (snapshot: AnyMachineSnapshot): ConversationState => ({
  value: snapshot.value as string,
  context: snapshot.context as Context,
});

/**
 * The machine's snapshot for a stored state. XState restores a snapshot of another machine without a word,
 * so the state is checked here: throws `snapshot-invalid` when this flow has no such place.
 */
export function toSnapshot(flow: CompiledFlow, state: ConversationState): AnyMachineSnapshot {
  if (!(state.value in flow.machine.states)) {
    throw new CairnError('snapshot-invalid', 'A stored conversation is at a step that its flow does not have.', { details: { flow: flow.name, hash: flow.hash } });
  }
  return flow.machine.resolveState({ value: state.value, context: state.context } as never);
}

/** The first state of a conversation and what it says on the way there. */
export function firstState(flow: CompiledFlow, inputs: Inputs, language: string): { state: ConversationState; actions: FlowAction[] } {
  const [snapshot, actions] = initialTransition(flow.machine, { inputs, language } as never);
  return { state: toState(snapshot), actions: toActions(actions) };
}

export const toActions = (actions: readonly { type: string; params?: unknown }[]): FlowAction[] =>
  actions.filter(({ type }) => type === 'say' || type === 'effect').map(({ type, params }) => ({ type, ...(params as object) }) as FlowAction);

/** The question the conversation is at; null when it is held or over. */
export function questionAt(flow: CompiledFlow, state: ConversationState): AskedStep | null {
  const step = flow.layout.steps.get(state.value)?.step;
  return step && isAsked(step) ? step : null;
}

export const keyOf = (flow: CompiledFlow, step: string, item: string | null): string =>
  answerKey(step, flow.layout.steps.get(step)?.group ? item : null);

export const isHeld = ({ value }: ConversationState): boolean => value === PAUSED || value === STOPPED;

export const isOver = (flow: CompiledFlow, { value }: ConversationState): boolean =>
  flow.layout.steps.get(value)?.step.type === 'end';

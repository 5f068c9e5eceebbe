import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { CairnError } from '../../errors.ts';
import type { CompiledFlow, Context, FlowAction } from '../flow/compile.ts';
import { PAUSED, STOPPED } from '../flow/compile.ts';
import type { Inputs } from '../flow/conditions.ts';
import { isAsked, type AskedStep } from '../flow/document.ts';
import { answerKey, type Answer } from './answer.ts';

/** What is stored of a conversation between two messages. */
export interface ConversationState {
  value: string;
  context: Context;
}

export const toState = (snapshot: AnyMachineSnapshot): ConversationState => ({
  value: snapshot.value as string,
  context: snapshot.context as Context,
});

export const toSnapshot = (flow: CompiledFlow, { value, context }: ConversationState): AnyMachineSnapshot =>
  flow.machine.resolveState({ value, context } as never);

/**
 * XState restores a snapshot of another machine without a word, so what is stored is checked before a turn:
 * throws `snapshot-invalid` when it is at, goes on at, or holds an answer to a step that this flow does not have.
 */
export function checkState(flow: CompiledFlow, state: ConversationState): void {
  const { steps } = flow.layout;
  const { answers, resumeAt } = state.context;
  const isPlace = isHeld(state) ? resumeAt !== null && steps.has(resumeAt.step) : isOver(flow, state) || questionAt(flow, state) !== null;
  if (isPlace && Object.values(answers).every(({ step }) => steps.has(step))) return;
  throw new CairnError('snapshot-invalid', 'A stored conversation is at a step that its flow does not have.', { details: { flow: flow.name, hash: flow.hash } });
}

/** The first state of a conversation and what it says on the way there. */
export function firstState(flow: CompiledFlow, inputs: Inputs, language: string): { state: ConversationState; actions: FlowAction[] } {
  const [snapshot, actions] = initialTransition(flow.machine, { inputs, language } as never);
  return { state: toState(snapshot), actions: toActions(actions) };
}

/** The state that an answer to the question at hand leads to, and what is said and done on the way there. */
export function take(flow: CompiledFlow, state: ConversationState, answer: Answer): { state: ConversationState; actions: FlowAction[] } {
  const [snapshot, actions] = transition(flow.machine, toSnapshot(flow, state), { type: 'ANSWER', answer } as never);
  return { state: toState(snapshot), actions: toActions(actions) };
}

const toActions = (actions: readonly { type: string; params?: unknown }[]): FlowAction[] =>
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

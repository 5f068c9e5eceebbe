import { initialTransition, transition } from 'xstate';
import { itemsOf, type CompiledFlow, type Context, type FlowAction } from '../flow/compile.ts';
import { groupState, reachable } from '../flow/layout.ts';
import type { Answer } from './answer.ts';
import { isOver, keyOf, questionAt, toActions, toState, type ConversationState } from './state.ts';

/** A question on the way through a flow. */
export interface Stop {
  step: string;
  item: string | null;
  key: string;
}

export interface Path {
  /** Every answered question up to where the way ends, in the order the flow asks them. */
  answered: Stop[];
  /** Answered questions that lie beyond: an edit opened a question before them. They keep their answers. */
  ahead: Stop[];
  /** Where the answers lead: the first question without one, or an end. */
  state: ConversationState;
  /** Answers the way does not pass any more. */
  dropped: Answer[];
  /** Effects of an end that the way arrives at. */
  actions: FlowAction[];
}

/** Several parts of a turn look at the same way; it is walked once for the same answers. */
const walked = new WeakMap<Context['answers'], { flow: CompiledFlow; from: Context; path: Path }>();

/**
 * Walks the flow from its start with the answers there are. This is the one definition of "which answers count":
 * going back, editing and redoing all lead to the place this walk ends, so an edit followed by the same answers
 * equals having answered so at first.
 */
export function walk(flow: CompiledFlow, { context }: ConversationState): Path {
  const known = walked.get(context.answers);
  if (known?.flow === flow && (['inputs', 'language', 'turn'] as const).every((each) => known.from[each] === context[each])) return known.path;
  const path = walkAnew(flow, context);
  walked.set(context.answers, { flow, from: context, path });
  // Where no answer is dropped, the place it leads to holds the same answers.
  if (path.dropped.length === 0) walked.set(path.state.context.answers, { flow, from: context, path });
  return path;
}

function walkAnew(flow: CompiledFlow, { answers, inputs, language, turn }: Context): Path {
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
  const others = Object.values(answers).filter(({ key }) => !passed.has(key));
  const kept = isOver(flow, end) ? [] : others.filter((answer) => mayStillCome(flow, { value: end.value, context: { ...end.context, answers } }, answer));
  const beyond = Object.fromEntries(kept.map((answer) => [answer.key, answer]));
  return {
    answered,
    ahead: inWrittenOrder(flow, kept, { inputs, answers }).map(({ step, item = null, key }) => ({ step, item, key })),
    state: { value: end.value, context: { ...end.context, answers: { ...end.context.answers, ...beyond }, ahead: kept.length > 0, turn } },
    dropped: others.filter(({ key }) => !(key in beyond)),
    actions: isOver(flow, end) ? toActions(actions) : [],
  };
}

/** The questions from the start up to the one the conversation is at, answered or not. */
export function stopsUpTo(flow: CompiledFlow, state: ConversationState): Stop[] {
  const { answered } = walk(flow, state);
  const here = keyOf(flow, state.value, state.context.item);
  const at = answered.findIndex(({ key }) => key === here);
  return at < 0 ? answered : answered.slice(0, at);
}

/** Whether the way from an open question may lead past an answer, whatever is answered in between. */
function mayStillCome(flow: CompiledFlow, { value, context }: ConversationState, answer: Answer): boolean {
  const { steps, ways } = flow.layout;
  const here = steps.get(value)!.group;
  const { group } = steps.get(answer.step)!;
  if (!group || group !== here) {
    const listed = !group || itemsOf(group, context).includes(answer.item!);
    return listed && reachable([value], (id) => ways.get(id)).has(answer.step);
  }
  const items = itemsOf(group, context);
  const [at, its] = [items.indexOf(context.item!), items.indexOf(answer.item!)];
  if (its !== at) return its > at;
  return reachable([value], (id) => (id === groupState(group) ? [] : ways.get(id))).has(answer.step);
}

/** By the place of their step in the flow; inside a group item by item. */
function inWrittenOrder(flow: CompiledFlow, answers: Answer[], situation: Pick<Context, 'answers' | 'inputs'>): Answer[] {
  const order = [...flow.layout.steps.keys()];
  const place = ({ step, item }: Answer): number[] => {
    const { group } = flow.layout.steps.get(step)!;
    return group ? [order.indexOf(group.steps[0]!.id), itemsOf(group, situation).indexOf(item!), order.indexOf(step)] : [order.indexOf(step), 0, 0];
  };
  return answers.map((answer) => ({ answer, place: place(answer) }))
    .sort((a, b) => a.place.map((at, depth) => at - b.place[depth]!).find((difference) => difference !== 0) ?? 0)
    .map(({ answer }) => answer);
}

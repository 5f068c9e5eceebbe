import { beginning, itemsOf, type CompiledFlow, type Context, type FlowAction } from '../flow/compile.ts';
import { groupState, reachable } from '../flow/layout.ts';
import { firstPlace, placeAfter } from '../flow/way.ts';
import type { Answer } from './answer.ts';
import { firstState, isOver, keyOf, take, type ConversationState } from './state.ts';

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
  const context = beginning(inputs, language);
  const answered: Stop[] = [];
  let place = firstPlace(flow, context);
  for (;;) {
    const { value: step, item } = place;
    const key = keyOf(flow, step, item);
    const answer = answers[key];
    if (answer === undefined || key in context.answers) break;
    context.answers[key] = answer;
    answered.push({ step, item, key });
    place = placeAfter(flow, place, context);
  }
  const end: ConversationState = { value: place.value, context: { ...context, item: place.item } };
  const others = Object.values(answers).filter(({ key }) => !(key in context.answers));
  const kept = isOver(flow, end) ? [] : others.filter(mayStillCome(flow, { value: end.value, context: { ...end.context, answers } }));
  const beyond = Object.fromEntries(kept.map((answer) => [answer.key, answer]));
  return {
    answered,
    ahead: inWrittenOrder(flow, kept, { inputs, answers }).map(({ step, item = null, key }) => ({ step, item, key })),
    state: { value: end.value, context: { ...end.context, answers: { ...context.answers, ...beyond }, ahead: kept.length > 0, turn } },
    dropped: others.filter(({ key }) => !(key in beyond)),
    actions: isOver(flow, end) ? lastActions(flow, context, answered.at(-1)) : [],
  };
}

/** What the machine says and does on its way from the last answered question to an end. */
function lastActions(flow: CompiledFlow, context: Context, last: Stop | undefined): FlowAction[] {
  if (!last) return firstState(flow, context.inputs, context.language).actions;
  const { [last.key]: answer, ...before } = context.answers;
  return take(flow, { value: last.step, context: { ...context, item: last.item, answers: before } }, answer!).actions;
}

/** The questions from the start up to the one the conversation is at, answered or not. */
export function stopsUpTo(flow: CompiledFlow, state: ConversationState): Stop[] {
  const { answered } = walk(flow, state);
  const here = keyOf(flow, state.value, state.context.item);
  const at = answered.findIndex(({ key }) => key === here);
  return at < 0 ? answered : answered.slice(0, at);
}

/** Whether the way from an open question may lead past an answer, whatever is answered in between. */
function mayStillCome(flow: CompiledFlow, { value, context }: ConversationState): (answer: Answer) => boolean {
  const { steps, ways } = flow.layout;
  const here = steps.get(value)!.group;
  const anywhere = reachable([value], (id) => ways.get(id));
  const inThisRound = here ? reachable([value], (id) => (id === groupState(here) ? [] : ways.get(id))) : anywhere;
  return ({ step, item }) => {
    const { group } = steps.get(step)!;
    const items = group ? itemsOf(group, context) : [];
    if (!group || group !== here) return (!group || items.includes(item!)) && anywhere.has(step);
    const [at, its] = [items.indexOf(context.item!), items.indexOf(item!)];
    return its === at ? inThisRound.has(step) : its > at;
  };
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

import { nextItem, type CompiledFlow } from './compile.ts';
import { holds, type Situation } from './conditions.ts';
import { isAsked } from './document.ts';
import { groupState, type Placed } from './layout.ts';

/**
 * Where a conversation comes to rest, as its statechart would find it, without the actions on the way. Looking back over a whole
 * conversation follows dozens of steps, and XState takes as long for one of them as this does for all.
 */
export interface Place {
  value: string;
  item: string | null;
}

/** The first place of a flow: a question that is asked, or an end. */
export const firstPlace = (flow: CompiledFlow, situation: Situation): Place => settled(flow, { value: flow.layout.start, item: null }, situation);

/** The place after a question; its answer is in the situation already. */
export const placeAfter = (flow: CompiledFlow, { value, item }: Place, situation: Situation): Place =>
  settled(flow, { value: wayOn(flow, flow.layout.steps.get(value)!, { ...situation, item }), item }, situation);

function settled(flow: CompiledFlow, from: Place, situation: Situation): Place {
  let { value, item } = from;
  for (;;) {
    const placed = flow.layout.steps.get(value);
    const here = { ...situation, item };
    if (placed) {
      if (rests(flow, placed, here)) return { value, item };
      value = wayOn(flow, placed, here);
    } else {
      const { group, first, after } = flow.layout.groups.find((each) => groupState(each.group) === value)!;
      item = nextItem(group, here);
      value = item === null ? after : first;
    }
  }
}

const rests = ({ lent }: CompiledFlow, { step }: Placed, situation: Situation): boolean =>
  step.type === 'end' || (isAsked(step) && (step['ask-if'] === undefined || holds(step['ask-if'], situation, lent.facts)));

const wayOn = ({ lent }: CompiledFlow, { next }: Placed, situation: Situation): string =>
  next.find(({ when }) => when === undefined || holds(when, situation, lent.facts))!.go;

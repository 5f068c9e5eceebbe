import type { FlowDefinition } from './document.ts';
import { isGroup } from './document.ts';
import { groupState, layOut, NOWHERE, reachable } from './layout.ts';
import type { Mistake } from './mistake.ts';

/** Ways that lead nowhere; when there are none, steps nobody reaches and rounds nobody leaves. */
export function checkWays(file: string, flow: FlowDefinition): Mistake[] {
  const { start, steps, groups, ways } = layOut(flow);
  const pathOf = new Map<string, (string | number)[]>();
  flow.steps.forEach((entry, at) => {
    if (!isGroup(entry)) return pathOf.set(entry.id, ['steps', at]);
    pathOf.set(groupState(entry), ['steps', at]);
    entry.steps.forEach((step, inner) => pathOf.set(step.id, ['steps', at, 'steps', inner]));
    return undefined;
  });
  const named = new Map(groups.map(({ group }) => [groupState(group), `the steps for each of ${group['for-each']}`]));
  const nameOf = (id: string): string => named.get(id) ?? `"${id}"`;
  const mistake = (id: string, message: string, remedy: string): Mistake =>
    ({ file, path: pathOf.get(id) ?? [], ...(steps.has(id) && { step: id }), message, remedy });

  const inOrder = [...pathOf.keys()];
  const dangling = inOrder.flatMap((id) => ways.get(id)!.flatMap((target) => {
    if (target === NOWHERE) return [mistake(id, `Nothing comes after ${nameOf(id)}.`, 'Add a step of type end, or say with `next` where to go.')];
    if (ways.has(target)) return [];
    const told = mistake(id, `${nameOf(id)} leads to "${target}", which does not exist.`, `Correct the name, or add a step "${target}".`);
    const next = steps.get(id)?.step.next;
    return [{ ...told, path: [...told.path, 'next', ...(Array.isArray(next) ? [next.findIndex(({ go }) => go === target), 'go'] : [])] }];
  }));
  // A slip in one name cuts off whatever lies behind it, which would only be told twice.
  if (dangling.length > 0) return dangling;

  const reached = reachable([start], (id) => ways.get(id));
  const ends = [...steps.values()].filter(({ step }) => step.type === 'end').map(({ step }) => step.id);
  const ending = reachable(ends, (id) => inOrder.filter((from) => ways.get(from)!.includes(id)));
  const toldWithGroup = (id: string) => groups.some(({ group }) => !reached.has(groupState(group)) && group.steps.some((step) => step.id === id));
  return [
    ...inOrder.filter((id) => !reached.has(id) && !toldWithGroup(id)).map((id) => mistake(id, `No way leads to ${nameOf(id)}.`, 'Lead a branch to it, or remove it.')),
    ...inOrder.filter((id) => reached.has(id) && !ending.has(id)).map((id) =>
      mistake(id, `From ${nameOf(id)} no way leads to an end: the conversation would go round for ever.`, 'Give the round a branch that leads on to a step of type end.')),
  ];
}

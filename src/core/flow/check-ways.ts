import type { FlowDefinition } from './document.ts';
import { isGroup } from './document.ts';
import { groupState, layOut, NOWHERE, reachable } from './layout.ts';
import type { Mistake } from './mistake.ts';

/** Ways that lead nowhere, steps nobody reaches, and rounds nobody leaves. */
export function checkWays(file: string, flow: FlowDefinition): Mistake[] {
  const { start, steps, ways } = layOut(flow);
  const pathOf = new Map<string, (string | number)[]>();
  flow.steps.forEach((entry, at) => {
    if (!isGroup(entry)) return pathOf.set(entry.id, ['steps', at]);
    pathOf.set(groupState(entry), ['steps', at]);
    entry.steps.forEach((step, inner) => pathOf.set(step.id, ['steps', at, 'steps', inner]));
    return undefined;
  });
  const at = (id: string) => ({ file, path: pathOf.get(id) ?? [], ...(steps.has(id) && { step: id }) });
  const mistakes: Mistake[] = [];

  for (const [id, targets] of ways) {
    for (const target of targets) {
      if (target === NOWHERE) mistakes.push({ ...at(id), message: `Nothing comes after "${id}".`, remedy: 'Add a step of type end, or say with `next` where to go.' });
      else if (!ways.has(target)) mistakes.push({ ...at(id), message: `"${id}" leads to "${target}", which does not exist.`, remedy: `Correct the name, or add a step "${target}".` });
    }
  }
  const reached = reachable([start], (id) => ways.get(id));
  for (const id of ways.keys()) {
    if (!reached.has(id)) mistakes.push({ ...at(id), message: `No way leads to "${id}".`, remedy: 'Lead a branch to it, or remove it.' });
  }
  const ends = [...steps.values()].filter(({ step }) => step.type === 'end').map(({ step }) => step.id);
  const ending = reachable(ends, (id) => [...ways].filter(([, targets]) => targets.includes(id)).map(([from]) => from));
  const dangling = new Set(mistakes.map(({ step }) => step));
  for (const id of reached) {
    if (ways.has(id) && !ending.has(id) && !dangling.has(id)) {
      mistakes.push({ ...at(id), message: `From "${id}" no way leads to an end: the conversation would go round for ever.`, remedy: 'Give the round a branch that leads on to a step of type end.' });
    }
  }
  return mistakes;
}

import type { Condition, FlowDefinition } from './document.ts';
import { groupState, layOut } from './layout.ts';
import { placeholdersOf, type Wording } from './wording.ts';

/** The flow as a Mermaid state diagram: steps, branches with their conditions, groups as composite states. */
export function flowGraph(flow: FlowDefinition, wording: Wording): string {
  const { start, steps, groups } = layOut(flow);
  const lines = ['stateDiagram-v2', `  [*] --> ${id(start)}`];
  for (const { group, first, after } of groups) {
    lines.push(`  state "for each of ${group['for-each']}" as ${id(groupState(group))}`);
    lines.push(`  ${id(groupState(group))} --> ${id(first)} : next one`);
    lines.push(`  ${id(groupState(group))} --> ${id(after)} : no more`);
  }
  for (const [name, { step, next }] of steps) {
    const words = wording.steps[name];
    const label = words?.short && placeholdersOf(words.short).length === 0 ? words.short : name;
    lines.push(`  state "${escape(`${label} (${step.type})`)}" as ${id(name)}`);
    if (step.type === 'end') lines.push(`  ${id(name)} --> [*]`);
    else {
      const askIf = 'ask-if' in step && step['ask-if'] ? ` [asked only if ${describe(step['ask-if'])}]` : '';
      for (const { when, go } of next) {
        const text = `${when ? describe(when) : ''}${askIf}`.trim();
        lines.push(`  ${id(name)} --> ${id(go)}${text ? ` : ${escape(text)}` : ''}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Mermaid ids know no hyphens. */
const id = (name: string): string => name.replaceAll('-', '_');
const escape = (text: string): string => text.replaceAll('"', '#quot;').replaceAll(':', '#colon;').replaceAll('\n', ' ');

export function describe(condition: Condition): string {
  if ('not' in condition) return `not (${describe(condition.not)})`;
  if ('all' in condition) return condition.all.map(describe).join(' and ');
  if ('any' in condition) return condition.any.map(describe).join(' or ');
  if ('fact' in condition) return condition.fact;
  if ('answered' in condition) return `${condition.answer} ${condition.answered ? 'answered' : 'not answered'}`;
  return `${condition.answer} is ${condition.is}`;
}

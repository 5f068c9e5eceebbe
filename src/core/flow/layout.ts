import type { Condition, FlowDefinition, Group, Step } from './document.ts';
import { isGroup } from './document.ts';

/** Where a step stands in its flow: its section, its group, and which states may follow it. */
export interface Placed {
  step: Step;
  section: string;
  group: Group | null;
  /** In order of precedence; the last one has no condition. */
  next: { when?: Condition; go: string }[];
}

/** The state that takes up the next item of a group. */
export const groupState = (group: Group): string => `each-${group['for-each'].replace('inputs.', '')}`;

/** A place a flow may be told to go but that does not exist: reported by the author checks, never reached after them. */
export const NOWHERE = 'nowhere';

export interface Layout {
  start: string;
  steps: Map<string, Placed>;
  groups: { group: Group; first: string; after: string }[];
  /** By state, the states that may come right after it, whatever the conditions say. */
  ways: Map<string, string[]>;
}

/** Lays the written order out as places and the ways between them. */
export function layOut(flow: FlowDefinition): Layout {
  const steps = new Map<string, Placed>();
  const groups: Layout['groups'] = [];
  let section = flow.sections[0]!;
  const entryOf = (at: number): string => {
    const entry = flow.steps[at];
    return entry === undefined ? NOWHERE : isGroup(entry) ? groupState(entry) : entry.id;
  };
  const place = (step: Step, group: Group | null, following: string): void => {
    section = step.section ?? section;
    const { next } = step;
    const ways = next === undefined ? [{ go: following }] : typeof next === 'string' ? [{ go: next }] : next;
    // A list of branches that all have conditions goes on to the step below when none of them holds.
    const complete = ways.some(({ when }) => when === undefined) ? ways : [...ways, { go: following }];
    steps.set(step.id, { step, section, group, next: complete });
  };
  flow.steps.forEach((entry, at) => {
    if (!isGroup(entry)) return place(entry, null, entryOf(at + 1));
    groups.push({ group: entry, first: entry.steps[0]!.id, after: entryOf(at + 1) });
    entry.steps.forEach((step, inner) => place(step, entry, entry.steps[inner + 1]?.id ?? groupState(entry)));
  });
  const ways = new Map([...steps].map(([id, { step, next }]) => [id, step.type === 'end' ? [] : next.map(({ go }) => go)]));
  for (const { group, first, after } of groups) ways.set(groupState(group), [first, after]);
  return { start: entryOf(0), steps, groups, ways };
}

/** Every place that some way leads to, the places themselves included. */
export function reachable(from: string[], ways: (id: string) => string[] | undefined): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(ways(id) ?? []));
  }
  return seen;
}

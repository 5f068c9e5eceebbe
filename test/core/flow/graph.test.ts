import { describe, expect, it } from 'vitest';
import { flowGraph } from '../../../src/core/flow/graph.ts';
import { groupState, layOut } from '../../../src/core/flow/layout.ts';
import { definitionOf, flowNames } from '../../support/flows.ts';
import { allTypes } from './small.ts';

/** A Mermaid state diagram, read back: what is declared, and which ways are drawn. */
function parse(mermaid: string): { states: Map<string, string>; ways: { from: string; to: string; label: string }[] } {
  const [head, ...lines] = mermaid.trimEnd().split('\n');
  expect(head).toBe('stateDiagram-v2');
  const states = new Map<string, string>();
  const ways: { from: string; to: string; label: string }[] = [];
  for (const line of lines) {
    const [, label, declared] = /^ {2}state "([^"]*)" as (\w+)$/.exec(line) ?? [];
    const [, from, to, condition = ''] = /^ {2}(\w+|\[\*\]) --> (\w+|\[\*\])(?: : ([^":]+))?$/.exec(line) ?? [];
    if (declared) {
      expect(states.has(declared), `${declared} is declared twice`).toBe(false);
      states.set(declared, label!);
    } else if (from) ways.push({ from, to: to!, label: condition });
    else throw new Error(`Not a line of a state diagram: ${line}`);
  }
  return { states, ways };
}

const shipped = flowNames.map((name) => ({ name, definition: definitionOf(name).definition, wording: definitionOf(name).wordings.en! }));
const { flow, words } = allTypes();

describe('the picture of a flow', () => {
  for (const { name, definition, wording } of [...shipped, { name: 'all-types', definition: flow.definition, wording: words.wording }]) {
    const { states, ways } = parse(flowGraph(definition, wording));
    const layout = layOut(definition);
    const id = (place: string) => place.replaceAll('-', '_');

    it(`${name}: draws every step and every group, and nothing else`, () => {
      const drawn = [...layout.steps.keys(), ...layout.groups.map(({ group }) => groupState(group))].map(id);
      expect([...states.keys()].sort()).toEqual(drawn.sort());
      for (const { from, to } of ways) for (const end of [from, to]) expect(end === '[*]' || states.has(end), end).toBe(true);
    });

    it(`${name}: draws every way, from the beginning to each end`, () => {
      expect(ways.filter(({ from }) => from === '[*]').map(({ to }) => to)).toEqual([id(layout.start)]);
      const ends = [...layout.steps.values()].filter(({ step }) => step.type === 'end').map(({ step }) => id(step.id));
      expect(ways.filter(({ to }) => to === '[*]').map(({ from }) => from).sort()).toEqual(ends.sort());
      for (const [from, targets] of layout.ways) for (const to of targets) expect(ways.some((way) => way.from === id(from) && way.to === id(to)), `${from} → ${to}`).toBe(true);
    });
  }

  it('says at a branch when it is taken', () => {
    const { ways } = parse(flowGraph(definitionOf('intake').definition, definitionOf('intake').wordings.en!));
    expect(ways.find(({ from, to }) => from === 'consent' && to === 'not_now')?.label).toBe('consent is not-now');
    expect(ways.find(({ from, to }) => from === 'goal_reword' && to === 'why_it_matters')?.label).toBe('[asked only if goal-wording is reword]');
  });

  it('keeps signs in the words from breaking it', () => {
    const wording = structuredClone(words.wording);
    wording.steps.story!.short = 'He said: “no”, she said "yes"; [x] --> y\nand then';
    expect(() => parse(flowGraph(flow.definition, wording))).not.toThrow();
  });
});

import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/conversation/answer.ts';
import { isOver, questionAt, toSnapshot, toState, type ConversationState } from '../../../src/core/conversation/state.ts';
import { walk } from '../../../src/core/conversation/path.ts';
import { takeTurn } from '../../../src/core/conversation/take-turn.ts';
import { compileFlow, type CompiledFlow, type FlowEvent } from '../../../src/core/flow/compile.ts';
import type { Inputs } from '../../../src/core/flow/conditions.ts';
import { authoredChoices, isAsked, type AskedStep } from '../../../src/core/flow/document.ts';
import { lend } from '../../../src/core/intake/lend.ts';
import { definitionOf, flowNames, flowOf, loaded } from '../../support/flows.ts';
import { talk } from '../../support/talk.ts';
import { beginnings, stopsOf } from '../conversation/places.ts';

/** The real library under two languages, so that the question about the language comes up. */
const english = loaded.knowledge.en!;
const inTwoLanguages = lend({ ...loaded.knowledge, en: english, eo: { ...english, language: 'eo' } });

/** Answers that lead every way there is: each choice, yes and no, a list whose goals get an offer, and a skip. */
function valuesOf(flow: CompiledFlow, step: AskedStep, state: ConversationState): Answer['value'][] {
  const listed = 'choices' in step ? step.choices.flatMap((choice) => (typeof choice === 'object' && 'from' in choice ? flow.lent.sources[choice.from]!(state.context).offered.slice(0, 1) : [])) : [];
  const choices = 'choices' in step ? [...listed, ...authoredChoices(step.choices)].map(({ id }) => ({ choice: id })) : [];
  switch (step.type) {
    case 'text': return ['words', null];
    case 'scale': return [step.from, null];
    case 'confirm': return [true, false];
    case 'list': return [[{ id: 'g1', text: 'Get rid of my anxiety completely' }, { id: 'g2', text: 'Sleep' }], null];
    case 'choice': return [...choices, null];
    case 'choices': return [choices.slice(0, 1), null];
  }
}

function eventsAt(flow: CompiledFlow, snapshot: AnyMachineSnapshot): FlowEvent[] {
  const state = toState(snapshot);
  const step = questionAt(flow, state);
  if (!step) return [];
  const item = flow.layout.steps.get(step.id)!.group ? state.context.item : null;
  const key = item ? `${step.id}@${item}` : step.id;
  const answers = valuesOf(flow, step, state).map((value): FlowEvent => ({ type: 'ANSWER', answer: { id: `${key}#1`, key, step: step.id, ...(item && { item }), value, at: '2026-03-02T10:00:00.000Z' } }));
  return [...answers, { type: 'PAUSE' }, { type: 'STOP' }];
}

const shortestPaths = (flow: CompiledFlow, inputs: Inputs) => getShortestPaths(flow.machine, {
  input: { inputs, language: 'en' },
  events: (snapshot: AnyMachineSnapshot) => eventsAt(flow, snapshot),
  // Proposals are steps of one name; which of them is at hand tells them apart.
  serializeState: (snapshot: AnyMachineSnapshot) => JSON.stringify([snapshot.value, (snapshot.context as { item: unknown }).item]),
  filterEvents: (snapshot: AnyMachineSnapshot, event: FlowEvent) => snapshot.can(event as never),
} as never);

describe('the statechart of a flow', () => {
  for (const name of flowNames) {
    const flow = compileFlow(definitionOf(name).definition, inTwoLanguages);
    const paths = beginnings(name).map((inputs) => ({ ...inputs, languages: ['en', 'es'] }))
      .flatMap((inputs) => shortestPaths(flow, inputs).map((path) => ({ inputs, path })));

    it(`${name}: every question, pause, stop and end is reached`, () => {
      const reached = new Set(paths.map(({ path }) => path.state.value));
      expect([...stopsOf(name), 'paused', 'stopped'].filter((stop) => !reached.has(stop))).toEqual([]);
    });

    it(`${name}: stored and taken up at every step, it asks the same next question`, () => {
      for (const { inputs, path } of paths) {
        let [snapshot] = initialTransition(flow.machine, { inputs, language: 'en' } as never);
        for (const { event } of path.steps.filter(({ event: { type } }) => type !== 'xstate.init')) {
          const stored = JSON.parse(JSON.stringify(toState(snapshot))) as ConversationState;
          const [next] = transition(flow.machine, snapshot, event as never);
          const [restored] = transition(flow.machine, toSnapshot(flow, stored), event as never);
          expect(JSON.stringify(toState(restored))).toBe(JSON.stringify(toState(next)));
          snapshot = next;
        }
        expect(snapshot.value).toBe(path.state.value);
      }
    });

    it(`${name}: looked up, the way goes where the statechart goes`, () => {
      for (const { event, state: snapshot } of paths.flatMap(({ path }) => path.steps)) {
        if (event.type === 'PAUSE' || event.type === 'STOP') continue;
        const state = toState(snapshot);
        const { value, context: { item } } = walk(flow, state).state;
        expect({ value, item }).toEqual({ value: state.value, item: state.context.item });
      }
    });

    it(`${name}: comes to rest only where something is asked, held or over`, () => {
      for (const { path: { state } } of paths) {
        expect(questionAt(flow, toState(state)) !== null || isOver(flow, toState(state)) || state.value === 'paused' || state.value === 'stopped').toBe(true);
        expect(state.status).toBe('active');
      }
    });
  }
});

describe('a snapshot that is not of this flow', () => {
  const turnOf = (flow: string, state: ConversationState) => () => {
    const { world } = talk(flow, { inputs: beginnings(flow)[0]! });
    return takeTurn(flowOf(flow), state, { kind: 'text', text: 'help' }, world);
  };
  const refused = expect.objectContaining({ code: 'snapshot-invalid' });

  for (const flow of flowNames) {
    for (const other of flowNames.filter((each) => each !== flow)) {
      it(`${other} is refused by ${flow}, at a question, paused and over`, () => {
        const client = talk(other, { inputs: beginnings(other)[0]! });
        expect(turnOf(flow, client.state)).toThrow(refused);
        expect(turnOf(flow, client.fork().say('pause').state)).toThrow(refused);
        const [question] = [...flowOf(other).layout.steps.values()].filter(({ step }) => isAsked(step));
        const answered = { key: question!.step.id, step: question!.step.id, id: 'x#1', value: null, at: '2026-03-02T10:00:00.000Z' };
        expect(turnOf(flow, { value: talk(flow, { inputs: beginnings(flow)[0]! }).state.value, context: { ...client.state.context, answers: { [answered.key]: answered } } })).toThrow(refused);
      });
    }
  }
  it('nor is one that rests where nobody can be', () => {
    const { state } = talk('intake');
    for (const value of ['each-goals', 'nowhere', 'constructor', '']) expect(turnOf('intake', { ...state, value })).toThrow(refused);
    expect(turnOf('intake', { ...state, value: 'paused' })).toThrow(refused);
  });
});

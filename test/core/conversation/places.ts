import type { Inputs } from '../../../src/core/flow/conditions.ts';
import type { TurnInput } from '../../../src/core/conversation/turn.ts';
import { isAsked } from '../../../src/core/flow/document.ts';
import { flowNames, flowOf } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { livingInputs } from '../../transcripts/living.ts';
import { Review } from '../../transcripts/plan.ts';

/** What a flow is told at its beginning, so that every one of its steps can come up. */
const inputsOf: Record<string, () => Inputs[]> = {
  intake: () => [{ practiceCountry: 'IE' }],
  'plan-review': () => [{ ...new Review().inputs, approvals: [{ id: 'v1', text: 'v1', plan: 'Goals\n• Sleep better' }] }],
  safety: () => [
    ...['self', 'home', 'others', 'friend'].map((kind) => ({ kind, level: 'concern', told: 'therapist', again: 'no', waits: 'yes', country: null, practiceCountry: 'IE' })),
    { kind: 'self', level: 'concern', told: 'practice', again: 'yes', waits: 'no', country: 'IE', askedDirectly: true },
    { kind: 'home', level: 'imminent', told: 'nobody', again: 'yes', waits: 'yes', country: 'IE', askedDirectly: true, near: true },
  ],
  'safety-check': () => ['self', 'home', 'others'].map((kind) => ({ kind, level: 'concern', told: 'therapist', waits: 'yes' })),
  'check-in': () => [livingInputs('check-in', [])!, livingInputs('check-in', ['begun by the client'])!],
  rhythm: () => [livingInputs('rhythm', [])!],
  revisit: () => ['changed', 'reached', 'fits', 'unclear', 'simpler', 'approach'].map((topic) => livingInputs('revisit', [topic])!),
  review: () => [livingInputs('review', [])!],
};

export const beginnings = (flow: string): Inputs[] => inputsOf[flow]?.() ?? [{}];

/** Things a client may answer to the question at hand: every button, and words of every kind. */
export function answersTo({ question }: Talk): TurnInput[] {
  if (!question) return [];
  const text = (words: string): TurnInput => ({ kind: 'text', text: words });
  if (question.kind === 'text') return [text('Get rid of my anxiety completely\nSleep through the night'), text('Someone to talk to'), text('skip')];
  if (question.kind === 'scale') return [text('4'), text('skip')];
  const pressed = question.choices.map(({ id }): TurnInput => ({ kind: 'choice', step: question.step, ids: [id] }));
  return [...pressed, ...(question.ownWords ? [text('my sister')] : []), text('skip')];
}

/** Every question, pause, stop and end of a flow, each with a shortest conversation that comes there. */
export function places(flow: string): Map<string, Talk> {
  const found = new Map<string, Talk>();
  const waiting = beginnings(flow).map((inputs) => talk(flow, { inputs }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { value, context } = next.state;
    // Half-given answers and small questions are places of their own.
    const place = [value, context.item, context.partial && 'begun', context.partial && 'ranked' in (context.partial as object) && 'ranked', context.pending?.is].filter(Boolean).join(' ');
    if (found.has(place)) continue;
    found.set(place, next);
    for (const input of answersTo(next)) waiting.push(next.fork().send(input));
    if (next.state.context.pending || !next.question) continue;
    // A pause and a stop, the small questions, and one of each in the middle of things.
    for (const words of ['pause', 'stop', 'my answers', 'start over']) waiting.push(next.fork().say(words));
    if (next.question.kind === 'text') waiting.push(next.fork().later('3 days').say('Sorry, I was away'));
    if (next.question.kind === 'scale') waiting.push(next.fork().say('well').say('well').say('well'));
  }
  return found;
}

export const everyPlace = flowNames.flatMap((flow) => [...places(flow)].map(([place, there]) => ({ flow, place, there })));

/** Steps of a flow at which somebody can be: questions and ends. */
export const stopsOf = (flow: string): string[] =>
  [...flowOf(flow).layout.steps.values()].filter(({ step }) => isAsked(step) || step.type === 'end').map(({ step }) => step.id);

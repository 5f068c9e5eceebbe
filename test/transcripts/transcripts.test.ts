import { expect, it } from 'vitest';
import { flowNames } from '../support/flows.ts';
import { questionsIn, transcriptsIn } from './folder.ts';
import { livingInputs } from './living.ts';
import { Review } from './plan.ts';
import type { Script, Surroundings } from './transcript.ts';

function around({ flow, told }: Script): Surroundings {
  switch (flow) {
    case 'plan-review': return new Review();
    // In brackets behind the flow's name: whose danger, how near, and "country unknown" or "once more".
    case 'safety': return { inputs: {
      kind: told[0], level: told[1], told: 'therapist', waits: 'yes', again: told.includes('once more') ? 'yes' : 'no',
      country: told.includes('country unknown') ? null : 'IE', practiceCountry: 'IE', askedDirectly: told.includes('once more'),
      asked: told.includes('once more') ? { 'ask-directly': 1, 'safe-now': 1 } : {},
    } };
    case 'safety-check': return { inputs: { kind: told[0], level: told[1], told: 'therapist', waits: 'yes' } };
    default: return { inputs: livingInputs(flow, told) ?? { practiceCountry: 'IE' } };
  }
}

const transcripts = transcriptsIn(import.meta.dirname, around);

it('has a transcript of every flow', () => {
  expect(new Set(transcripts.map(({ script }) => script.flow))).toEqual(new Set(flowNames));
});

it('never asks two questions in one message', () => {
  expect(transcripts.flatMap(({ name, messages }) => messages.map((text) => ({ name, text }))).filter(({ text }) => questionsIn(text) > 1)).toEqual([]);
});

it('says at most three things in a row', () => {
  for (const { name, text } of transcripts) {
    for (const turn of text.split(/\n\n(?=Client: |\((?!→))/)) expect(turn.match(/^Cairn: /gm)?.length ?? 0, `${name}: ${turn}`).toBeLessThanOrEqual(3);
  }
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { flowNames } from '../support/flows.ts';
import { livingInputs } from './living.ts';
import { Review } from './plan.ts';
import { play, readScript, type Surroundings } from './transcript.ts';

const folder = import.meta.dirname;
function around({ flow, told }: ReturnType<typeof readScript>): Surroundings {
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

const names = readdirSync(folder).filter((file) => file.endsWith('.txt'));

for (const name of names) {
  it(`goes as written: ${name.replace('.txt', '').replaceAll('-', ' ')}`, () => {
    const file = path.join(folder, name);
    const transcript = readFileSync(file, 'utf8');
    const script = readScript(transcript);
    const played = play(script, around(script));
    if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, played);
    else expect(played).toBe(transcript);
  });
}

it('has a transcript of every flow', () => {
  const flows = names.map((name) => readScript(readFileSync(path.join(folder, name), 'utf8')).flow);
  expect(new Set(flows)).toEqual(new Set(flowNames));
});

/** Every message of Cairn's, without what stands in quotation marks. */
const messages = names.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n\nWhat counts')[0]!
  .split(/\n\n(?=Cairn: |Client: |\()/)
  .filter((part) => part.startsWith('Cairn: '))
  .map((part) => ({ name, text: part.replace(/“[^”]*”/g, '') })));

it('never asks two questions in one message', () => {
  const questions = (text: string) => text.split('\n').filter((line) => !/^ *\[/.test(line)).join('\n').match(/\?/g)?.length ?? 0;
  expect(messages.filter(({ text }) => questions(text) > 1)).toEqual([]);
});

it('says at most three things in a row', () => {
  for (const name of names) {
    const turns = readFileSync(path.join(folder, name), 'utf8').split(/\n\n(?=Client: |\((?!→))/);
    for (const turn of turns) expect(turn.match(/^Cairn: /gm)?.length ?? 0, `${name}: ${turn}`).toBeLessThanOrEqual(3);
  }
});

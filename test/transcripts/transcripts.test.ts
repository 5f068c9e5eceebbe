import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Review } from './plan.ts';
import { play, readScript, type Surroundings } from './transcript.ts';

const folder = import.meta.dirname;
const around = (flow: string): Surroundings => (flow === 'plan-review' ? new Review() : { inputs: { practiceCountry: 'IE' } });

for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
  it(`goes as written: ${name.replace('.txt', '').replaceAll('-', ' ')}`, () => {
    const file = path.join(folder, name);
    const transcript = readFileSync(file, 'utf8');
    const script = readScript(transcript);
    const played = play(script, around(script.flow));
    if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, played);
    else expect(played).toBe(transcript);
  });
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { play, readScript, type Surroundings } from './transcript.ts';

/** Conversations in Spanish, played like those beside this file. */

const folder = path.join(import.meta.dirname, 'es');

const around = ({ flow, told }: ReturnType<typeof readScript>): Surroundings => ({
  language: 'es',
  inputs: flow === 'safety'
    ? { kind: told[0], level: told[1], told: 'therapist', waits: 'yes', again: 'no', country: null, practiceCountry: 'MX', askedDirectly: false, asked: {} }
    : { practiceCountry: 'MX' },
});

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

it('says nothing in English, and asks one question in a message', () => {
  for (const name of names) {
    const said = readFileSync(path.join(folder, name), 'utf8').split('\n\nWhat counts')[0]!.split(/\n\n(?=Cairn: |Client: |\()/).filter((part) => part.startsWith('Cairn: '))
      .map((part) => part.slice('Cairn: '.length).split('\n').filter((line) => !/^ *[[(]/.test(line)).join('\n').replace(/“[^”]*”/g, ''));
    expect(said.length).toBeGreaterThan(5);
    for (const text of said) {
      expect(text).not.toMatch(/\b(the|you|your|and|what|is|please|thank)\b/i);
      expect(text.match(/\?/g)?.length ?? 0, text).toBeLessThanOrEqual(1);
    }
  }
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { readScript } from '../transcripts/transcript.ts';
import { talk, type Talk } from '../support/talk.ts';
import type { TestApp } from '../support/app.ts';
import { isLabel, type Person, type Seen } from './harness.ts';

const folder = path.join(import.meta.dirname, '../transcripts');

/** White space is where platforms differ: where a long text is cut, how a blank line looks. */
const flat = (texts: string[]): string => texts.join(' ').replace(/\s+/g, ' ').trim();

/**
 * Plays the client's side of a transcript through a channel. After each move everything on the screen must say what the pure
 * conversation says (which is what the transcript holds), and offer what it offers.
 */
export async function expectTranscript(name: string, person: Person, cairn: Pick<TestApp, 'settle'>): Promise<void> {
  const { flow, moves } = readScript(readFileSync(path.join(folder, `${name}.txt`), 'utf8'));
  const written = talk(flow, { inputs: { practiceCountry: 'IE' } });
  // A chat begins when somebody writes; what they open it with is answered by the first words of the flow.
  await (await person.writes('hello')).deliver();
  await cairn.settle();
  let shown = await same([], written, person, 'the beginning');
  for (const { written: lines, move } of moves) {
    switch (move.do) {
      case 'say':
        written.say(move.text);
        await (await person.writes(move.text)).deliver();
        break;
      case 'press':
        written.press(...move.labels);
        await (await person.presses(...move.labels)).deliver();
        break;
      default: throw new Error(`Nobody can do this on a platform: ${lines.join('\n')}`);
    }
    await cairn.settle();
    shown = await same(shown, written, person, lines.join('\n'));
  }
}

async function same(before: Seen[], { heard }: Talk, person: Person, move: string): Promise<Seen[]> {
  const shown = await person.seen();
  const fresh = shown.slice(before.length);
  expect(flat(fresh.map(({ text }) => text)), move).toBe(flat(heard.map(({ text }) => text)));
  const offered = fresh.flatMap(({ choices }) => choices);
  const wanted = heard.flatMap(({ question }) => question?.choices.map(({ label }) => label) ?? []);
  expect(wanted.filter((label) => !offered.some((each) => isLabel(each, label))), move).toEqual([]);
  return shown;
}

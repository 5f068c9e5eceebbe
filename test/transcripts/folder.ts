import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { play, readScript, type Script, type Surroundings } from './transcript.ts';

/** A transcript as it lies in a folder. */
interface Written {
  name: string;
  /** What Cairn says, message by message, without what stands in quotation marks. */
  messages: string[];
  text: string;
  script: Script;
}

/** Every transcript of a folder is played, and goes as it is written; `UPDATE_TRANSCRIPTS=1` writes them anew. */
export function transcriptsIn(folder: string, around: (script: Script) => Surroundings): Written[] {
  return readdirSync(folder).filter((file) => file.endsWith('.txt')).map((name) => {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const script = readScript(text);
    it(`goes as written: ${name.replace('.txt', '').replaceAll('-', ' ')}`, () => {
      const played = play(script, around(script));
      if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, played);
      else expect(played).toBe(text);
    });
    return { name, text, script, messages: messagesIn(text) };
  });
}

const messagesIn = (text: string): string[] => text.split('\n\nWhat counts')[0]!.split(/\n\n(?=Cairn: |Client: |\()/)
  .filter((part) => part.startsWith('Cairn: ')).map((part) => part.replace(/“[^”]*”/g, ''));

/** Without the lines of buttons, and without what is noted down beside them. */
export const prose = (message: string): string => message.slice('Cairn: '.length).split('\n').filter((line) => !/^ *(\[|\((about \d|pick any))/.test(line)).join('\n');

export const questionsIn = (message: string): number => prose(message).match(/\?/g)?.length ?? 0;

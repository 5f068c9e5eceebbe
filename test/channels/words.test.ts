import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chatWordsSchema, wordsIn, wordsOn } from '../../src/core/chat-words.ts';
import { checkFlows } from '../../src/store/load-flows.ts';
import { flowsRoot } from '../support/flows.ts';
import { chatWords } from './words.ts';

const { en } = chatWords;
const isTaken = (words: unknown): boolean => chatWordsSchema.safeParse(words).success;

describe('the words around Cairn\'s own', () => {
  it('are checked as they are authored: none missing, none longer than the platforms show', () => {
    const { done: _, ...missing } = en.everywhere;
    expect([isTaken(en), isTaken({ ...en, everywhere: missing })]).toEqual([true, false]);
    for (const [name, most] of [['write-longer', 45], ['your-answer', 24], ['done', 75]] as const) {
      expect([most, most + 1].map((length) => isTaken({ ...en, everywhere: { ...en.everywhere, [name]: 'x'.repeat(length) } }))).toEqual([true, false]);
    }
    expect(isTaken({ ...en, discord: { ...en.discord, commands: { ...en.discord.commands, plan: 'x'.repeat(101) } } })).toBe(false);
  });

  it('name no value that nothing fills: the check says where', () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'cairn-flows-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(flowsRoot, copy, { recursive: true });
    const file = path.join(copy, 'chats/en.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('About {at} of {of}', 'About {at} of {off}'));
    expect(checkFlows(copy).mistakes).toMatchObject([{ file: 'flows/chats/en.yaml', path: ['everywhere', 'progress'], message: 'Nothing fills the placeholder {off} here.' }]);
  });

  it.each([['es', 'Listo'], ['es-419', 'Listo'], ['en-US', 'Done'], ['fi', 'Done']])('for %s are the nearest there are', (locale, done) => {
    expect(wordsIn(wordsOn(chatWords, 'discord'), locale).done).toBe(done);
  });
});

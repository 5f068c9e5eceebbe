import path from 'node:path';
import { expect, it } from 'vitest';
import { prose, questionsIn, transcriptsIn } from './folder.ts';

/** Conversations in Spanish, played like those beside this file. */
const transcripts = transcriptsIn(path.join(import.meta.dirname, 'es'), ({ flow, told }) => ({
  language: 'es',
  inputs: flow === 'safety'
    ? { kind: told[0], level: told[1], told: 'therapist', waits: 'yes', again: 'no', country: null, practiceCountry: 'MX', askedDirectly: false, asked: {} }
    : { practiceCountry: 'MX' },
}));

it('says nothing in English, and asks one question in a message', () => {
  expect(transcripts.length).toBeGreaterThan(1);
  for (const { name, messages } of transcripts) {
    expect(messages.length, name).toBeGreaterThan(5);
    for (const message of messages) {
      expect(prose(message)).not.toMatch(/\b(the|you|your|and|what|is|please|thank)\b/i);
      expect(questionsIn(message), message).toBeLessThanOrEqual(1);
    }
  }
});

import fc from 'fast-check';
import type { Choice, MessageBody, Question } from '../../../../src/core/conversation/message.ts';

/** Any text: blank, long, full of signs, in any script, with halves of surrogate pairs. */
const text = (most: number) => fc.oneof(
  fc.string({ maxLength: most }),
  fc.string({ unit: 'grapheme', maxLength: most }),
  fc.string({ unit: fc.constantFrom('*', '_', '[', ']', '(', ')', '<', '>', '&', '`', '#', '\\', '\n', ' ', 'a', '1', '.', '{{DATE(', '\u0001', '\ud83d'), maxLength: most }),
);

/** Ids are ours, and come from where only whole characters are kept. */
const choice: fc.Arbitrary<Choice> = fc.record({ id: text(40).map((id) => id.toWellFormed()), label: text(300), hint: text(80) }, { requiredKeys: ['id', 'label'] });

const question: fc.Arbitrary<Question> = fc.record({
  step: fc.string({ minLength: 1, maxLength: 40 }),
  kind: fc.constantFrom('text', 'one', 'many', 'scale'),
  choices: fc.array(choice, { maxLength: 40 }),
  most: fc.integer({ min: 1, max: 9 }),
  scale: fc.record({ from: fc.integer({ min: 0, max: 1 }), to: fc.integer({ min: 5, max: 10 }), low: text(60), high: text(60) }),
  ownWords: fc.boolean(),
}, { requiredKeys: ['step', 'kind', 'choices', 'ownWords'] });

export const anyBody: fc.Arbitrary<MessageBody> = fc.record({
  text: text(6_000),
  question,
  progress: fc.record({ at: fc.integer({ min: 1, max: 9 }), of: fc.constant(9) }),
  link: fc.record({ label: text(60), url: fc.constantFrom('/p/linden-street/my-plan', 'https://cairn.example.org/x?y=1') }),
}, { requiredKeys: ['text'] });

export const question1 = (choices: Choice[], more: Partial<Question> = {}): Question => ({ step: 'areas', kind: 'one', choices, ownWords: false, ...more });

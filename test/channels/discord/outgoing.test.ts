import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import { ComponentType, type APIMessage, type RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/channels/discord/answered.ts';
import { readCustomId } from '../../../src/channels/discord/custom-id.ts';
import { nonceOf, outgoing } from '../../../src/channels/discord/outgoing.ts';
import type { Choice, MessageBody, Question } from '../../../src/core/conversation/message.ts';
import { optionsOf, seenOf } from './screen.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'discord');

const sent = (body: MessageBody): APIMessage[] => outgoing(body, words.en!) as unknown as APIMessage[];
const only = (body: MessageBody): APIMessage => {
  const parts = sent(body);
  expect(parts).toHaveLength(1);
  return parts[0]!;
};
const choices = (...labels: string[]): Choice[] => labels.map((label, n) => ({ id: `c${n}`, label }));
const asking = (question: Partial<Question>): MessageBody => ({ text: 'Which one?', question: { step: 'which', kind: 'one', choices: [], ownWords: false, ...question } });
const rowSizes = (message: APIMessage) => rowsOf(message).map(({ components }) => components.length);

describe('a message on Discord', () => {
  it('calls nobody and shows no previews', () => {
    expect(only({ text: 'See https://example.org, @everyone' })).toMatchObject({ flags: 4, allowed_mentions: { parse: [] } });
  });

  it('shows few choices as buttons, and calmly: eleven numbers as 4, 4 and 3', () => {
    expect(rowSizes(only(asking({ choices: choices('Yes', 'No') })))).toEqual([2]);
    const scale = { from: 0, to: 10, low: 'not close', high: 'there' };
    const rating = only(asking({ kind: 'scale', scale, choices: choices(...Array.from({ length: 11 }, (_, n) => String(n))) }));
    expect(rowSizes(rating)).toEqual([4, 4, 3]);
    expect(rating.content).toContain('-# 0: not close · 10: there');
  });

  it('shows more of them as a menu, and several at once as one that takes as many as there may be', () => {
    const twelve = choices(...Array.from({ length: 12 }, (_, n) => `Choice ${n}`));
    expect(rowsOf(only(asking({ choices: twelve })))[0]!.components).toMatchObject([{ type: ComponentType.StringSelect, min_values: 1, max_values: 1 }]);
    const many = only(asking({ kind: 'many', most: 5, choices: twelve, ownWords: true }));
    expect(rowsOf(many)[0]!.components).toMatchObject([{ type: ComponentType.StringSelect, min_values: 1, max_values: 5 }]);
    expect(many.content).toContain('-# Pick up to 5 · None of these? Write it in your own words.');
  });

  it('says the quieter line of a choice in its menu, and beside its button in the text', () => {
    const hinted = [{ id: 'a', label: 'Sleep', hint: '“lie awake”' }, { id: 'b', label: 'Work' }];
    expect(optionsOf(only(asking({ kind: 'many', choices: hinted })))[0]).toMatchObject({ label: 'Sleep', description: '“lie awake”' });
    expect(only(asking({ choices: hinted })).content).toBe('Which one?\n1. Sleep · “lie awake”\n2. Work');
  });

  it('writes out what is too long for a button, with the number that is on it', () => {
    const long = 'Do more of what matters to me, even when anxiety is there';
    const message = only(asking({ choices: choices('Keep mine', long) }));
    expect(message.content).toBe(`Which one?\n1. Keep mine\n2. ${long}`);
    expect(optionsOf(message).map(({ label }) => label)).toEqual(['1. Keep mine', '2. Do more of what matters to me…']);
  });

  it('numbers what can be pressed nowhere: a number is an answer too', () => {
    const message = only(asking({ choices: [{ id: 'x'.repeat(120), label: 'One' }, { id: 'y'.repeat(120), label: 'Two' }] }));
    expect(message.components).toBeUndefined();
    expect(message.content).toBe('Which one?\n1. One\n2. Two');
  });

  it('offers a larger box for an open question only', () => {
    expect(JSON.stringify(sent(asking({ kind: 'text', ownWords: true })))).toContain('Write a longer answer');
    expect(JSON.stringify(sent(asking({ choices: choices('Yes', 'No'), ownWords: true })))).not.toContain('Write a longer answer');
  });

  it('opens a page by a button, and writes out an address that Discord would not take', () => {
    expect(seenOf(only({ text: 'Here.', link: { label: 'Your plan', url: 'https://cairn.example.org/p/x' } })).link).toBe('https://cairn.example.org/p/x');
    const far = `https://cairn.example.org/${'x'.repeat(600)}`;
    expect(only({ text: 'Here.', link: { label: 'Your plan', url: far } })).toMatchObject({ content: `Here.\nYour plan\n<${far}>` });
    expect(only({ text: 'Here.', link: { label: 'Your plan', url: 'http://localhost:3000/p/x' } }).content).toBe('Here.\nYour plan\n<http://localhost:3000/p/x>');
  });

  it('says how far along they are in their language', () => {
    const body = { text: 'Hola', progress: { at: 3, of: 9 } };
    expect(only(body).content).toBe('Hola\n-# About 3 of 9');
    expect(outgoing(body, words.es!)[0]!.content).toBe('Hola\n-# Aproximadamente 3 de 9');
  });

  it('has a mark that is the same for the same part, and another for any other', () => {
    const [one, other] = [{ content: 'one' }, { content: 'other' }];
    expect(nonceOf(7, 0, one)).toBe(nonceOf(7, 0, { ...one }));
    expect(new Set([nonceOf(7, 0, one), nonceOf(7, 1, one), nonceOf(8, 0, one), nonceOf(7, 0, other)]).size).toBe(4);
    expect(nonceOf(7, 0, one)).toHaveLength(25);
  });
});

const signs = ['word', 'über', '😀', '👩‍👩‍👧', ' ', ' ', '\n', '*', '_', '~', '`', '|', '#', '>', '-', '- ', '1. ', '[a](b)', '<@1>', '@everyone', ':smile:', '\\', 'https://example.org/a_b?c=*d', '…'];
const text = (most: number) => fc.array(fc.constantFrom(...signs), { maxLength: most }).map((parts) => parts.join(''));
const long = fc.tuple(text(20), fc.nat({ max: 60 })).map(([part, times]) => `${part} `.repeat(times).trim());
const choice: fc.Arbitrary<Choice> = fc.record({ id: fc.string({ maxLength: 120 }), label: text(60), hint: fc.option(text(30), { nil: undefined }) });
const question: fc.Arbitrary<Question> = fc.record({
  step: fc.oneof(fc.constantFrom('hope', 'rating@g1', '#pick-answer.goals'), fc.string({ maxLength: 110 })),
  kind: fc.constantFrom('text', 'one', 'many', 'scale'), choices: fc.array(choice, { maxLength: 130 }),
  most: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }), ownWords: fc.boolean(),
  scale: fc.option(fc.record({ from: fc.constant(0), to: fc.constant(10), low: text(200), high: text(10) }), { nil: undefined }),
}) as fc.Arbitrary<Question>;
const body: fc.Arbitrary<MessageBody> = fc.record({
  text: fc.oneof(text(30), long), question: fc.option(question, { nil: undefined }),
  progress: fc.option(fc.constant({ at: 3, of: 9 }), { nil: undefined }),
  link: fc.option(fc.record({ label: text(40), url: fc.oneof(fc.webUrl(), fc.constantFrom('/p/x', 'javascript:alert(1)', 'http://localhost/x', '', `/${'long'.repeat(900)}`), fc.string()) }), { nil: undefined }),
});

const withoutSpace = (each: string): string => each.replace(/\s/g, '');

describe('any message at all', () => {
  it('is one that Discord takes', () => {
    fc.assert(fc.property(body, (each) => {
      for (const part of outgoing(each, words.en!)) {
        const payload: RESTPostAPIChannelMessageJSONBody = { ...part, nonce: nonceOf(1, 0, part), enforce_nonce: true };
        const { success, error } = MessageCreateRequestSchema.safeParse(payload);
        expect(error?.issues ?? []).toEqual([]);
        expect(success).toBe(true);
        expect(part.content!.length).toBeLessThanOrEqual(2_000);
        expect(part.content!.isWellFormed()).toBe(true);
        expect(part.content!.trim() !== '' || part.components).toBeTruthy();
        const rows = rowsOf(part as unknown as APIMessage);
        expect(rows.length).toBeLessThanOrEqual(5);
        const ids = rows.flatMap((row) => row.components).flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
        expect(new Set(ids).size).toBe(ids.length);
        for (const { components } of rows) {
          const menus = components.filter(({ type }) => type === ComponentType.StringSelect).length;
          expect([menus === 0 ? components.length >= 1 && components.length <= 5 : components.length === 1]).toEqual([true]);
          for (const component of components) {
            if (component.type !== ComponentType.StringSelect) expect(component).toHaveProperty('label', expect.stringMatching(/^.{1,80}$/su));
            else expect(component.max_values).toBeGreaterThanOrEqual(component.min_values ?? 1);
          }
        }
      }
    }), { numRuns: 400 });
  });

  it('says what Cairn says, and every sign in it stays a sign', () => {
    fc.assert(fc.property(fc.record({ text: fc.oneof(text(30), long) }), (each) => {
      const parts = sent(each);
      expect(withoutSpace(parts.map((part) => seenOf(part).text).join(''))).toBe(withoutSpace(each.text));
      for (const { content } of parts) {
        const bare = content.replace(/\\[^0-9A-Za-z\s]|<https?:\/\/[^>\s]+>/g, '§');
        expect(bare).not.toMatch(/[*_~`|[\]<@\\]|:\w+:|^\s*(?:[#>-]|\d+\.)/m);
      }
    }), { numRuns: 400 });
  });

  it('lets every choice be pressed, or typed by its number', () => {
    fc.assert(fc.property(question, (asked) => {
      const parts = sent({ text: 'Which?', question: asked });
      const options = optionsOf(parts.at(-1)!);
      const whole = withoutSpace(parts.map((part) => seenOf(part).whole).join('\n'));
      if (options.length === 0) {
        for (const [n, { label }] of asked.choices.entries()) expect(whole).toContain(withoutSpace(`${n + 1}.${label}`));
        return;
      }
      const answers = options.map(({ customId, value }) => {
        const pressed = readCustomId(customId)!;
        expect(pressed.step).toBe(asked.step);
        return pressed.is === 'pick' ? pressed.id : value;
      });
      expect(answers).toEqual(asked.choices.map(({ id }) => id));
    }), { numRuns: 400 });
  });
});

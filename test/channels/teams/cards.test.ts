import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardData, readPressed } from '../../../src/channels/teams/cards/card-data.ts';
import { answeredCard, greetingCard } from '../../../src/channels/teams/cards/question-card.ts';
import { cardMessage, LARGEST_MESSAGE, LONGEST_TEXT, outgoing, type Outgoing } from '../../../src/channels/teams/outgoing.ts';
import type { Choice, MessageBody } from '../../../src/core/conversation/message.ts';
import { anyBody, question1 } from './support/bodies.ts';
import { cardOf, pressables, readMessage } from './support/screen.ts';
import type { ScreenMessage } from './support/playground.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'teams').en!;

/** Microsoft's own reader of cards. */
interface Reader {
  AdaptiveCard: new () => { parse(json: unknown, context: Context): void; validateProperties(): { validationEvents: { message: string }[] } };
  SerializationContext: new (version: unknown) => Context;
  Version: new (major: number, minor: number) => unknown;
}
interface Context {
  eventCount: number;
  getEventAt(index: number): { message: string };
}
const reader = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Reader;

/** What Microsoft's reader finds wrong with the cards among these, reading as a Teams that knows nothing newer than 1.2. */
function mistakes(messages: Outgoing[]): string[] {
  return messages.flatMap((message) => {
    if (!('attachments' in message)) return [];
    const context = new reader.SerializationContext(new reader.Version(1, 2));
    const card = new reader.AdaptiveCard();
    card.parse(message.attachments[0].content, context);
    return [
      ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message),
      ...card.validateProperties().validationEvents.map(({ message: text }) => text),
    ];
  });
}

const show = (body: MessageBody): Outgoing[] => outgoing(body, words);
const onScreen = (message: Outgoing): ScreenMessage => ({ messageId: 'm', attachments: [], ...message }) as ScreenMessage;
const seen = (body: MessageBody) => show(body).map((message) => readMessage(onScreen(message)));
const pressing = (body: MessageBody, label: string) => pressables(onScreen(show(body).at(-1)!)).find((each) => each.label === label)!;
const choices = (...labels: string[]): Choice[] => labels.map((label, at) => ({ id: `c${at}`, label }));
const numbers = choices(...Array.from({ length: 11 }, (_, n) => String(n)));
const scale = { from: 0, to: 10, low: 'not close at all', high: 'fully there' };

describe('whatever is said', () => {
  it('makes messages that Microsoft\'s reader of cards takes, that Teams is large enough for, and of which none is empty', () => {
    fc.assert(fc.property(anyBody, (body) => {
      const messages = show(body);
      expect(messages.length).toBeGreaterThan(0);
      expect(mistakes(messages)).toEqual([]);
      for (const message of messages) {
        expect(JSON.stringify(message).length * 2).toBeLessThanOrEqual(LARGEST_MESSAGE);
        if ('text' in message) expect(message.text).not.toBe('');
      }
    }), { numRuns: 400 });
  });

  it('says every word of it, in order', () => {
    fc.assert(fc.property(anyBody, (body) => {
      const said = show(body).map((message) => ('attachments' in message ? message.attachments[0].content.fallbackText : readMessage(onScreen(message)).text)).join('');
      const flat = (text: string) => text.toWellFormed().replace(/[\s\u0000-\u001f\u007f\u200b\ufffe\uffff]/g, '');
      expect(flat(said).startsWith(flat(body.text))).toBe(true);
    }), { numRuns: 200 });
  });

  it('gives back, for everything that can be pressed, the question\'s own step and ids, and a card with nothing to press', () => {
    fc.assert(fc.property(anyBody, (body) => {
      const message = onScreen(show(body).at(-1)!);
      for (const { data, value } of pressables(message)) {
        const { content, answered } = readPressed(JSON.parse(JSON.stringify({ ...data, ...(value && { picked: value }) })))!;
        expect(content).toMatchObject({ kind: 'choice', step: body.question!.step });
        expect(body.question!.choices.map(({ id }) => id)).toContain((content as { ids: string[] }).ids[0]);
        const after = cardMessage(answeredCard(answered!), answered!.text);
        expect([mistakes([after]), pressables(onScreen(after))]).toEqual([[], []]);
      }
    }), { numRuns: 200 });
  });
});

describe('a question', () => {
  it('with a few short choices has buttons', () => {
    const [message] = show({ text: 'Are you 18 or older?', question: question1(choices('Yes', 'No')) });
    expect(cardOf(onScreen(message!))!.actions!.map(({ type, title }) => [type, title])).toEqual([['Action.Submit', 'Yes'], ['Action.Submit', 'No']]);
  });

  it('with many, long or explained ones has a list', () => {
    const lists = [choices(...'abcdefg'), choices('Notice anxiety sooner and recover from it faster than today', 'Keep mine'), [{ id: 'a', label: 'Sleep', hint: '“lie awake”' }]];
    for (const each of lists) {
      const card = cardOf(onScreen(show({ text: 'Which?', question: question1(each) }).at(-1)!))!;
      expect(card.body.some(({ type }) => type === 'Input.ChoiceSet')).toBe(true);
      expect(card.actions!.map(({ title }) => title)).toEqual(['Done']);
    }
  });

  it('of many answers is a list of boxes to tick, with how many fit', () => {
    const body: MessageBody = { text: 'Which fit?', question: question1(choices(...'abcdef'), { kind: 'many', most: 5, ownWords: true }) };
    const card = cardOf(onScreen(show(body).at(-1)!))!;
    expect(card.body.find(({ type }) => type === 'Input.ChoiceSet')!.isMultiSelect).toBe(true);
    expect(seen(body)[0]!.whole).toContain('Pick up to 5 · None of these? Write it in your own words.');
  });

  it('on a scale has every number, and says what its ends mean', () => {
    const body: MessageBody = { text: 'How close does it feel?', question: question1(numbers, { kind: 'scale', scale }) };
    expect(seen(body)[0]!.choices).toEqual(numbers.map(({ label }) => label));
    expect(seen(body)[0]!.whole).toMatch(/0: not close at all[^]*10: fully there/);
  });

  it('in own words has a larger box to write in', () => {
    const body: MessageBody = { text: 'What feels hardest?', question: question1([], { kind: 'text', ownWords: true }) };
    const [box] = cardOf(onScreen(show(body).at(-1)!))!.actions!;
    expect([box!.type, box!.title, box!.card!.body[0]!.type]).toEqual(['Action.ShowCard', 'Write a longer answer', 'Input.Text']);
    expect(readPressed({ ...box!.card!.actions[0]!.data, words: 'One line.\nAnother.' })).toEqual({
      content: { kind: 'text', text: 'One line.\nAnother.' }, answered: { text: 'What feels hardest?', chosen: ['One line.\nAnother.'] },
    });
  });

  it('can be answered in words where cards are not shown', () => {
    const [message] = show({ text: 'Which?', question: question1([{ id: 'a', label: 'Sleep', hint: '“lie awake”' }, { id: 'b', label: 'Work' }], { kind: 'many' }) });
    expect((message as { attachments: [{ content: { fallbackText: string } }] }).attachments[0].content.fallbackText).toBe('Which?\n\n1. Sleep (“lie awake”)\n2. Work');
  });

  it('that is too large for a card is asked in plain text', () => {
    const many = choices(...Array.from({ length: 200 }, (_, n) => `Choice ${n} of rather many choices, which nobody would read to the end`));
    const messages = show({ text: 'Which?', question: question1(many) });
    expect(messages.every((message) => 'text' in message)).toBe(true);
    expect(messages.map((message) => readMessage(onScreen(message)).text).join('\n')).toContain('200. Choice 199');
  });

  it('longer than a card should be sends the beginning first', () => {
    const long = `${'A long way to ask. '.repeat(80)}Shall we?`;
    const [first, second] = seen({ text: long, question: question1(choices('Yes', 'No')) });
    expect([first!.choices, second!.choices]).toEqual([[], ['Yes', 'No']]);
    expect(`${first!.text} ${second!.text}`).toBe(long);
  });
});

describe('an answered card', () => {
  const body: MessageBody = { text: 'Which fit?\n\nYou know best.', question: question1(choices('Sleep', 'Work', 'Family'), { kind: 'many' }) };

  it('says what was asked and what was chosen', () => {
    const { data } = pressing(body, 'Sleep');
    const { content, answered } = readPressed({ ...data, picked: '0,2' })!;
    expect(content).toEqual({ kind: 'choice', step: 'areas', ids: ['c0', 'c2'] });
    const after = readMessage(onScreen(cardMessage(answeredCard(answered!), answered!.text)));
    expect([after.text, after.chosen, after.choices]).toEqual(['Which fit?\n\nYou know best.', ['Sleep', 'Family'], []]);
  });

  it('stays open when nothing was picked', () => {
    expect(readPressed({ ...pressing(body, 'Sleep').data, picked: '' })).toEqual({ content: { kind: 'choice', step: 'areas', ids: [] }, answered: null });
  });

  it('is not one of ours when somebody made it up', () => {
    for (const value of [null, 'x', {}, { cairn: { does: 'choose' } }, { cairn: { does: 'erase', text: '' } }, { step: 'areas', ids: ['c0'] }]) expect(readPressed(value)).toBeNull();
    expect(readPressed({ ...pressing(body, 'Sleep').data, picked: '0,99,-1,x' })!.content).toMatchObject({ ids: ['c0'] });
  });
});

it('a greeting begins the intake with its button', () => {
  const message = cardMessage(greetingCard(words), words.greeting);
  expect(mistakes([message])).toEqual([]);
  const [begin] = pressables(onScreen(message));
  expect(cardData.parse((begin!.data as { cairn: unknown }).cairn)).toMatchObject({ does: 'command', command: 'intake' });
});

it('a link is behind a button', () => {
  expect(seen({ text: 'Here is your plan.', link: { label: 'Open your plan', url: 'https://cairn.example.org/p/linden-street/my-plan' } })[0]).toMatchObject({
    text: 'Here is your plan.', link: 'https://cairn.example.org/p/linden-street/my-plan',
  });
});

it('a statement is a message like any other, in parts where it is long', () => {
  const texts = seen({ text: Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ') }).map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
});

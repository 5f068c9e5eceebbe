import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { discordHarness, type DiscordHarness } from './harness.ts';
import { seenOf } from './screen.ts';

let harness: DiscordHarness;
let userId: string;
let address: string;
beforeEach(async () => {
  harness = await discordHarness();
  ({ userId, channelId: address } = await harness.twin.addPerson());
});
afterEach(() => harness.stop());

const send = (body: MessageBody, seq = 1, language = 'en') => harness.channel.send({ seq, sender: { channel: 'discord', workspace: '', userId }, address, body, language });
const failure = async (body: MessageBody = { text: 'a secret of mine' }) => send(body).then(() => { throw new Error('sent'); }, (error: Error) => error);
const answersOnce = (...replies: ({ status: number; body?: unknown; headers?: Record<string, string> } | null)[]) => {
  harness.twin.answering = ({ method }) => (method === 'POST' ? (replies.shift() ?? null) : null);
};
const texts = async () => (await harness.twin.said(address)).map((message) => seenOf(message).text);

it('needs no gateway: any process sends, before and without a start', async () => {
  const { platformId } = await send({ text: 'Hello.' });
  expect([await texts(), platformId]).toEqual([['Hello.'], (await harness.twin.said(address))[0]!.id]);
  expect(harness.twin.connections).toBe(0);
});

it('sends only what is missing when a part of a long message did not go out', async () => {
  const long = Array.from({ length: 700 }, (_, n) => `word${n}`).join(' ');
  answersOnce(null, { status: 500 }, { status: 500 });
  expect(await failure({ text: long })).toMatchObject({ code: 'delivery-failed' });
  const before = await texts();
  expect(before.length).toBe(1);
  await send({ text: long });
  expect((await texts()).join(' ')).toBe(long);
});

it('sends the same words again when they are said again', async () => {
  await send({ text: 'How are you?' }, 1);
  await send({ text: 'How are you?' }, 2);
  expect(await texts()).toEqual(['How are you?', 'How are you?']);
});

it('speaks the language of the message', async () => {
  await send({ text: 'Hola', progress: { at: 1, of: 9 } }, 1, 'es');
  expect((await harness.twin.said(address))[0]!.content).toBe('Hola\n-# Aproximadamente 1 de 9');
});

describe('a failure', () => {
  it.each([
    ['somebody who does not take messages', { status: 403, body: { code: 50007, message: 'Cannot send messages to this user' } }, { gone: true }],
    ['nobody shares a server any more', { status: 403, body: { code: 50278, message: 'no mutual guilds' } }, { gone: true }],
    ['a conversation that is no more', { status: 404, body: { code: 10003, message: 'Unknown Channel' } }, { gone: true }],
    ['a message that Discord will not take', { status: 400, body: { code: 50035, message: 'Invalid Form Body' } }, { refused: true, gone: false }],
    ['a long limit', { status: 429, headers: { 'retry-after': '40' }, body: { message: 'slow down', retry_after: 40, global: false } }, { retryAfterSeconds: 40 }],
  ])('%s', async (_, reply, details) => {
    answersOnce(reply);
    expect(await failure()).toMatchObject({ code: 'delivery-failed', details });
  });

  it('of Discord\'s, or of the line, passes', async () => {
    answersOnce({ status: 502 }, { status: 502 });
    expect(await failure()).toMatchObject({ code: 'delivery-failed', details: { gone: false, refused: false } });
    await send({ text: 'again' });
  });

  it('that lasts a second is waited out on the spot', async () => {
    answersOnce({ status: 429, headers: { 'retry-after': '1' }, body: { message: 'slow down', retry_after: 1, global: false } });
    await send({ text: 'in a moment' });
    expect(await texts()).toEqual(['in a moment']);
  });

  it('of the token is not forgotten by us: it works again when Discord takes it again', async () => {
    answersOnce({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    expect(await failure()).toMatchObject({ details: { gone: false, refused: false } });
    await send({ text: 'again' });
    expect(await texts()).toEqual(['again']);
  });

  it('holds nobody\'s words, however deep one looks', async () => {
    for (const reply of [{ status: 400, body: { code: 50035, message: 'Invalid Form Body' } }, { status: 500 }, { status: 429, headers: { 'retry-after': '40' }, body: { message: 'slow', retry_after: 40, global: false } }]) {
      answersOnce(reply, reply);
      const error = await failure();
      expect(JSON.stringify([error, error.message, error.stack, Object.getOwnPropertyNames(error).map((name) => (error as never)[name])])).not.toContain('secret');
      expect(error.cause).toBeUndefined();
    }
  });
});

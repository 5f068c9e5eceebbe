import { expect, test } from 'vitest';
import { createWebChannel } from '../../src/channels/web.ts';
import type { Inbox, InboundMessage, OutboundMessage } from '../../src/channels/channel.ts';

const inbox = (message: Inbox['message']): Inbox => ({ message, gone: async () => {}, home: async () => null, language: async () => 'en' });
const person = { practice: 'linden-street', userId: 'u1' };
const outbound: OutboundMessage = { seq: 1, sender: { channel: 'web', workspace: 'linden-street', userId: 'u1' }, address: 'u1', body: { text: 'x' }, language: 'en' };

test('a received message reaches Cairn whole, and the call ends when it is stored', async () => {
  const channel = createWebChannel();
  const taken: InboundMessage[] = [];
  let store = (): void => {};
  await channel.start(inbox((message) => new Promise((resolve) => {
    taken.push(message);
    store = resolve;
  })));
  let done = false;
  const receiving = channel.receive(person, { messageId: 'm1', content: { kind: 'text', text: 'Hello' } }).then(() => (done = true));
  expect([taken, done]).toEqual([[{ sender: { channel: 'web', workspace: 'linden-street', userId: 'u1' }, address: 'u1', messageId: 'm1', content: { kind: 'text', text: 'Hello' } }], false]);
  store();
  await receiving;
});

test('what could not be stored is not taken', async () => {
  const channel = createWebChannel();
  const message = { messageId: 'm1', content: { kind: 'text' as const, text: 'x' } };
  await expect(channel.receive(person, message)).rejects.toMatchObject({ code: 'delivery-failed' });
  await channel.start(inbox(() => Promise.reject(new Error('down'))));
  await expect(channel.receive(person, message)).rejects.toThrow('down');
  await channel.stop();
  await expect(channel.receive(person, message)).rejects.toMatchObject({ code: 'delivery-failed' });
});

test('sending wakes the pages of that person, here and by relay elsewhere', async () => {
  const relayed: string[] = [];
  const channel = createWebChannel((userId) => void relayed.push(userId));
  const heard: string[] = [];
  const end = channel.subscribe('u1', () => heard.push('first'));
  channel.subscribe('u1', () => heard.push('second'));
  channel.subscribe('u2', () => heard.push('other'));
  expect(await channel.send(outbound)).toEqual({});
  end();
  await channel.send(outbound);
  channel.wake('u2');
  channel.wake('nobody');
  expect([heard, relayed]).toEqual([['first', 'second', 'second', 'other'], ['u1', 'u1']]);
});

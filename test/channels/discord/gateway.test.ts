import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { GatewayDispatchEvents } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discordHarness, type DiscordHarness, type DiscordPerson } from './harness.ts';
import { keepingInbox, type KeepingInbox } from './inbox.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'discord');

let harness: DiscordHarness;
let inbox: KeepingInbox;
let person: DiscordPerson;
/** What the channel is told that it has seen; by default what the inbox took. */
let seen: () => { channelId: string; messageId: string }[];
let lock: { onHeld(): void; onLost(): void };
let released: boolean;

const newestTaken = () => [...Map.groupBy(inbox.taken, ({ address }) => address)].map(([channelId, messages]) => ({ channelId, messageId: messages.at(-1)!.messageId }));

beforeEach(async () => {
  seen = newestTaken;
  released = false;
  harness = await discordHarness({
    lastSeen: { of: async () => seen() },
    lock: (events) => {
      lock = events;
      queueMicrotask(events.onHeld);
      return { release: async () => { released = true; } };
    },
  });
  inbox = keepingInbox();
  person = await harness.newPerson();
});
afterEach(() => harness.stop());

const write = (text: string, by = person) => harness.twin.write(by.userId, by.channelId, text);
const texts = (of = person) => inbox.taken.filter(({ address }) => address === of.channelId).map(({ content }) => ('text' in content ? content.text : content.kind));
/** Another process holds the lock for a moment, and this one again; Discord lets it in at once, as it does not after a cut. */
const away = async (): Promise<void> => {
  lock.onLost();
  await expect.poll(() => harness.twin.connections).toBe(0);
  const ready = harness.twin.ready();
  lock.onHeld();
  await ready;
};

describe('what was missed', () => {
  it('before a start is taken at the start, oldest first', async () => {
    const known = await write('known');
    for (const text of ['one', 'two', 'three']) await write(text);
    inbox.taken.push({ sender: { channel: 'discord', workspace: '', userId: person.userId }, address: person.channelId, messageId: known.id, content: { kind: 'text', text: 'known' } });
    await harness.start(inbox);
    await inbox.until(4);
    expect(texts()).toEqual(['known', 'one', 'two', 'three']);
  });

  it('while the line was cut is taken when it is back', async () => {
    await harness.start(inbox);
    await (await person.writes('first')).deliver();
    await write('second');
    harness.twin.cut();
    await inbox.until(2);
    expect(texts()).toEqual(['first', 'second']);
  });

  it('is taken before anything newer', async () => {
    await harness.start(inbox);
    await (await person.writes('first')).deliver();
    await write('second');
    await write('third');
    // Discord is slow to tell what was written; the next message is there first.
    const fetch = Promise.withResolvers<null>();
    harness.twin.answering = ({ path, method }) => (method === 'GET' && path.endsWith('/messages') ? fetch.promise : null);
    await away();
    const live = await write('fourth');
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, live);
    const other = await harness.newPerson();
    await (await other.writes('somebody else')).deliver();
    expect(texts()).toEqual(['first']);
    fetch.resolve(null);
    await inbox.until(5);
    expect(texts()).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('is told of also where words were only changed', async () => {
    await harness.start(inbox);
    const first = await person.writes('I slep badly');
    await first.deliver();
    await (await person.writes('hello?')).deliver();
    await harness.twin.rewrite(inbox.taken[0]!.messageId, 'I sleep badly');
    await away();
    await inbox.until(3);
    expect(inbox.taken[2]!.content).toEqual({ kind: 'edited', of: inbox.taken[0]!.messageId, text: 'I sleep badly' });
  });

  it('may be a lot', async () => {
    await harness.start(inbox);
    await (await person.writes('0')).deliver();
    for (let n = 1; n <= 230; n += 1) await write(String(n));
    await away();
    await inbox.until(231);
    expect(texts()).toEqual(Array.from({ length: 231 }, (_, n) => String(n)));
  });

  it('is each person\'s own: one whose conversation is closed holds nobody else back', async () => {
    await harness.start(inbox);
    const other = await harness.newPerson();
    await (await person.writes('one')).deliver();
    await (await other.writes('uno')).deliver();
    await write('due', other);
    harness.twin.answering = ({ path, method }) => (method === 'GET' && path === `/channels/${person.channelId}/messages` ? { status: 403, body: { code: 50001, message: 'Missing Access' } } : null);
    await away();
    await inbox.until(3);
    expect(texts(other)).toEqual(['uno', 'due']);
    await (await person.writes('two')).deliver();
    expect(texts()).toEqual(['one', 'two']);
  });

  it('is asked for until Discord and the database answer', async () => {
    await harness.start(inbox);
    await (await person.writes('one')).deliver();
    await write('two');
    let failures = 0;
    seen = () => {
      if ((failures += 1) < 4) throw new Error('the database is away');
      return newestTaken();
    };
    harness.twin.answering = ({ path, method }) => (method === 'GET' && path.endsWith('/messages') && (failures += 1) < 9 ? { status: 502 } : null);
    await away();
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, await write('three'));
    await inbox.until(3);
    expect([texts(), failures >= 9]).toEqual([['one', 'two', 'three'], true]);
  });
});

describe('the line to Discord', () => {
  it('is held while the lock is, by one connection', async () => {
    await harness.start(inbox);
    expect(harness.twin.connections).toBe(1);
    await away();
    expect(harness.twin.connections).toBe(1);
    await (await person.writes('hello')).deliver();
    expect(texts()).toEqual(['hello']);
  });

  it('is not taken by a process that does not hold the lock; it sends all the same', async () => {
    const other = await discordHarness({ api: harness.twin.api, applicationId: harness.twin.applicationId, lock: () => ({ release: async () => {} }) });
    await other.channel.start(inbox);
    expect(harness.twin.connections).toBe(0);
    await other.channel.send({ seq: 1, sender: { channel: 'discord', workspace: '', userId: person.userId }, address: person.channelId, body: { text: 'Hello.' }, language: 'en' });
    expect(await harness.twin.said(person.channelId)).toHaveLength(1);
    await other.stop();
  });

  it('is given up by a stop, and then the lock', async () => {
    await harness.start(inbox);
    await harness.channel.stop();
    await expect.poll(() => harness.twin.connections).toBe(0);
    expect(released).toBe(true);
  });

  it('is not taken up again after a stop, whatever was on its way', async () => {
    await harness.start(inbox);
    harness.twin.cut();
    // Within the half second that the SDK waits before it connects again.
    await sleep(200);
    await harness.channel.stop();
    await sleep(1_000);
    expect(harness.twin.opened).toBe(1);
  });

  it('is let go by a stop that comes while it is being made', async () => {
    const greeting = Promise.withResolvers<void>();
    harness.twin.greetAfter(greeting.promise);
    await harness.channel.start(inbox);
    await expect.poll(() => harness.twin.lines).toBe(1);
    await harness.channel.stop();
    greeting.resolve();
    await expect.poll(() => harness.twin.lines).toBe(0);
  });

  it('is not taken by a stop that comes before Discord has answered', async () => {
    const where = Promise.withResolvers<null>();
    harness.twin.answering = ({ path }) => (path === '/gateway/bot' ? where.promise : null);
    await harness.channel.start(inbox);
    const stopped = harness.channel.stop();
    where.resolve(null);
    await stopped;
    await sleep(1_000);
    expect(harness.twin.connections).toBe(0);
  });

  it('is asked for again when Discord refuses it, and said to be a matter of the settings', async () => {
    harness.twin.refuseConnections(2);
    await harness.start(inbox);
    expect(harness.errors).toContainEqual(expect.objectContaining({ code: 'config-invalid' }));
    expect(harness.twin.connections).toBe(1);
  });
});

it('the commands are put in place once, and again when they changed', async () => {
  const puts = () => harness.twin.front.calls.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'));
  const put = harness.twin.front.next(({ method }) => method === 'PUT');
  await harness.start(inbox);
  const everywhere = { integration_types: [0, 1], contexts: [0, 1, 2] };
  const { body } = await put;
  expect(body).toMatchObject([
    { name: 'intake', ...everywhere, description_localizations: { 'es-ES': 'Empezar o seguir' } }, { name: 'plan', ...everywhere }, { name: 'checkin', ...everywhere },
  ]);
  for (const command of body as object[]) expect(ApplicationCommandUpdateRequestSchema.safeParse(command).error?.issues ?? []).toEqual([]);
  await away();
  await (await person.writes('hello')).deliver();
  expect(puts()).toHaveLength(1);
  lock.onLost();
  const changed = { ...words, en: { ...words.en!, commands: { ...words.en!.commands, plan: 'Look at your plan' } } };
  const newer = await discordHarness({ api: harness.twin.api, applicationId: harness.twin.applicationId, words: changed });
  const putAgain = harness.twin.front.next(({ method }) => method === 'PUT');
  await newer.channel.start(inbox);
  expect((await putAgain).body).toMatchObject([{}, { name: 'plan', description: 'Look at your plan' }, {}]);
  await newer.stop();
});

it('what is stored when a stop comes is stored; what is not comes again at the next start', async () => {
  await harness.start(inbox);
  await (await person.writes('one')).deliver();
  inbox.failing = () => new Error('the database is away');
  void (await person.writes('two')).deliver();
  void (await person.writes('three')).deliver();
  await expect.poll(() => inbox.tried.length).toBeGreaterThan(2);
  await harness.channel.stop();
  expect(texts()).toEqual(['one']);
  inbox.failing = () => null;
  const again = await discordHarness({ api: harness.twin.api, applicationId: harness.twin.applicationId, lastSeen: { of: async () => seen() } });
  await again.channel.start(inbox);
  await inbox.until(3);
  expect(texts()).toEqual(['one', 'two', 'three']);
  await again.stop();
});

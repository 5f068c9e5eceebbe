import { MessageFlags, MessageReferenceType, MessageType, type APIMessage } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CairnError } from '../../../src/errors.ts';
import { startedDiscord, type DiscordHarness, type DiscordPerson } from './harness.ts';
import type { KeepingInbox } from './inbox.ts';
import { GatewayDispatchEvents } from 'discord.js';

let harness: DiscordHarness;
let inbox: KeepingInbox;
let person: DiscordPerson;

beforeEach(async () => { ({ harness, inbox, person } = await startedDiscord()); });
afterEach(() => harness.stop());

const last = () => inbox.taken.at(-1)!;
const sent = async (content: string, more: Partial<APIMessage>): Promise<void> => {
  const before = inbox.taken.length;
  const message = await harness.twin.write(person.userId, person.channelId, content, more);
  harness.twin.tell(GatewayDispatchEvents.MessageCreate, message);
  await inbox.until(before + (content && more.attachments ? 2 : 1));
};
const file = (content_type?: string) => ({ id: '1', filename: 'x', size: 1, url: 'x', proxy_url: 'x', content_type });

describe('a direct message', () => {
  it('comes with who wrote it, where to answer, and the id it is taken once by', async () => {
    await (await person.writes('I sleep badly')).deliver();
    expect(last()).toEqual({
      sender: { channel: 'discord', workspace: '', userId: person.userId }, address: person.channelId,
      messageId: expect.stringMatching(/^\d+$/), content: { kind: 'text', text: 'I sleep badly' },
    });
  });

  it('shows an emoji of a server by its name, as it was typed', async () => {
    await sent('so <:tired:123456789012345678> and <a:spin:123456789012345679>', {});
    expect(last().content).toEqual({ kind: 'text', text: 'so :tired: and :spin:' });
  });

  it.each([
    ['a voice message', { flags: MessageFlags.IsVoiceMessage, attachments: [file('audio/ogg')] }, 'voice'],
    ['a sound', { attachments: [file('audio/mpeg')] }, 'voice'],
    ['a picture', { attachments: [file('image/jpeg')] }, 'image'],
    ['a file', { attachments: [file()] }, 'file'],
    ['a sticker', { sticker_items: [{ id: '1', name: 'x', format_type: 1 }] }, 'other'],
    ['a forwarded message', { message_reference: { type: MessageReferenceType.Forward } }, 'other'],
    ['nothing at all', {}, 'other'],
  ] as [string, Partial<APIMessage>, string][])('%s is something a text bot cannot read', async (_, more, what) => {
    await sent('', more);
    expect(last().content).toEqual({ kind: 'unsupported', what });
  });

  it('with words beside a picture: both are told, the words last', async () => {
    await sent('this is how it looks', { attachments: [file('image/png')] });
    expect(inbox.taken.map(({ content }) => content)).toEqual([{ kind: 'unsupported', what: 'image' }, { kind: 'text', text: 'this is how it looks' }]);
    expect(new Set(inbox.taken.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('that Discord wrote itself, or another program, is nobody\'s', async () => {
    const pinned = await harness.twin.write(person.userId, person.channelId, '', { type: MessageType.ChannelPinnedMessage });
    const robot = await harness.twin.write(person.userId, person.channelId, 'beep');
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, pinned);
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, { ...robot, author: { ...robot.author, bot: true } });
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, { ...robot, webhook_id: '1' });
    await (await person.writes('hello')).deliver();
    expect(inbox.taken.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'hello' }]);
  });
});

describe('an edit', () => {
  it('is told once for each time the words changed', async () => {
    const written = await person.writes('I slep badly');
    await written.deliver();
    const edit = await written.edits!('I sleep badly');
    await edit.deliver();
    await edit.deliver();
    expect(inbox.taken.slice(1).map(({ content }) => content)).toEqual([{ kind: 'edited', of: inbox.taken[0]!.messageId, text: 'I sleep badly' }]);
  });

  it('is not what Discord tells when it has looked an address up', async () => {
    const message = await harness.twin.write(person.userId, person.channelId, 'see https://example.org');
    harness.twin.tell(GatewayDispatchEvents.MessageUpdate, message);
    await (await person.writes('hello')).deliver();
    expect(inbox.taken.map(({ content }) => content.kind)).toEqual(['text']);
  });
});

describe('a message taken away', () => {
  it('is told with who it was: Discord names only the conversation', async () => {
    const written = await person.writes('never mind');
    await (await written.deletes!()).deliver();
    expect(last()).toMatchObject({ sender: { userId: person.userId }, address: person.channelId, content: { kind: 'deleted' } });
  });

  it('in a server is nobody\'s business', async () => {
    harness.twin.tell(GatewayDispatchEvents.MessageDelete, { id: '1', channel_id: '2', guild_id: '3' });
    await (await person.writes('hello')).deliver();
    expect(inbox.taken).toHaveLength(1);
  });
});

describe('where others read', () => {
  it('words to Cairn are answered in the direct conversation; there, nothing is said', async () => {
    await (await person.mentions!('can you help me')).deliver();
    expect(last()).toMatchObject({ address: person.channelId, content: { kind: 'mention', text: 'can you help me' } });
    expect(harness.twin.front.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))).toEqual([]);
  });

  it('what is not said to Cairn is not read', async () => {
    const message = await harness.twin.write(person.userId, person.channelId, 'just talking');
    harness.twin.tell(GatewayDispatchEvents.MessageCreate, { ...harness.twin.inServer(message), mentions: [], mention_everyone: true });
    await (await person.writes('hello')).deliver();
    expect(inbox.taken.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'hello' }]);
  });

  it('a command is answered so that only they see it, and leads to the direct conversation', async () => {
    await (await person.uses('intake', 'server')).deliver();
    expect(last()).toMatchObject({ address: person.channelId, content: { kind: 'command', command: 'intake' } });
    const sign = harness.twin.front.calls.find(({ path }) => path.endsWith('/callback'))!;
    const answer = harness.twin.front.calls.find(({ path }) => path.endsWith('/@original'))!;
    expect(sign.body).toEqual({ type: 5, data: { flags: MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds } });
    expect(answer.body).toMatchObject({ content: `Let us talk in private.\nhttps://discord.com/channels/@me/${person.channelId}` });
  });

  it('and it is answered in their own language; that of their Discord where nobody can say what theirs is', async () => {
    const answer = async (): Promise<unknown> => {
      await (await person.uses('plan', 'server')).deliver();
      return (harness.twin.front.calls.findLast(({ path }) => path.endsWith('/@original'))!.body as { content: string }).content.split('\n')[0];
    };
    inbox.speaks = 'es';
    expect(await answer()).toBe('Hablemos en privado.');
    inbox.speaks = null;
    expect(await answer()).toBe('Let us talk in private.');
  });

  it('somebody whom Cairn cannot write to is told so', async () => {
    harness.twin.answering = ({ path }) => (path === '/users/@me/channels' ? { status: 403, body: { code: 50007, message: 'no' } } : null);
    const used = await person.uses('intake', 'server');
    const answered = harness.twin.front.next(({ path }) => path.endsWith('/@original'));
    void used.deliver();
    expect((await answered).body).toMatchObject({ content: 'Please allow direct messages, and try again.' });
    expect(inbox.taken).toEqual([]);
  });
});

describe('a command in the direct conversation', () => {
  it.each([['intake', 'intake'], ['plan', 'plan'], ['checkin', 'check-in']])('/%s', async (name, command) => {
    await (await person.uses(name, 'direct')).deliver();
    expect(last()).toMatchObject({ address: person.channelId, content: { kind: 'command', command } });
    expect(await harness.twin.said(person.channelId)).toEqual([]);
  });
});

describe('what cannot be stored', () => {
  it('is tried until it is, and what the same person writes meanwhile comes after it', async () => {
    const other = await harness.newPerson();
    inbox.failing = () => (inbox.tried.at(-1)!.sender.userId === person.userId ? new Error('the database is away') : null);
    const [first, second] = [await person.writes('first'), await person.writes('second')];
    void first.deliver();
    void second.deliver();
    await (await other.writes('somebody else')).deliver();
    await expect.poll(() => inbox.tried.filter(({ sender }) => sender.userId === person.userId).length).toBeGreaterThan(3);
    expect(inbox.tried.some(({ content }) => content.kind === 'text' && content.text === 'second')).toBe(false);
    inbox.failing = () => null;
    await inbox.until(3);
    expect(inbox.taken.map(({ content }) => content)).toEqual(['somebody else', 'first', 'second'].map((text) => ({ kind: 'text', text })));
  });

  it('because Cairn will never take it holds nothing else back', async () => {
    inbox.failing = () => (inbox.tried.length === 1 ? new CairnError('invalid-input', 'This is not a message.') : null);
    void (await person.writes('odd')).deliver();
    await (await person.writes('plain')).deliver();
    expect(inbox.tried.map(({ content }) => content)).toEqual(['odd', 'plain'].map((text) => ({ kind: 'text', text })));
    expect(harness.errors).toMatchObject([{ code: 'invalid-input' }]);
  });
});

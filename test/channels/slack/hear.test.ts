import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';

describe('what Slack tells', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  beforeEach(async () => { ({ harness, inbox, person } = await startedSlack()); });
  afterEach(() => harness.stop());

  const contents = () => inbox.taken.map(({ content }) => content);
  /** An event that the stand-in does not make by itself. */
  const tells = (event: object): Promise<boolean> => person.event(person.envelope(event))();
  const message = (more: object): object => ({ type: 'message', channel: person.channel, channel_type: 'im', user: person.userId, ts: '1700000000.000100', text: 'hello', ...more });

  it('a text in the direct message: by whom, where, and with an id', async () => {
    expect(await (await person.writes('hello')).deliver()).toBe(true);
    expect(inbox.taken).toEqual([{
      sender: { channel: 'slack', workspace: harness.slack.team, userId: person.userId }, address: person.channel,
      messageId: expect.stringMatching(`^${person.channel}:`), content: { kind: 'text', text: 'hello' },
    }]);
  });

  it('mentions, links and control characters as the person saw them while writing', async () => {
    await tells(message({
      text: 'a &lt;b&gt; &amp;amp; <@U1> <@U2|sam> <#C1|general> <!here> <!subteam^S1|@nurses> <http://x.example|x.example> <https://y.example/z|my page> <mailto:a@b.example|a@b.example> <tel:0555> <!date^0^{date}|Monday>',
    }));
    expect(contents()).toEqual([{
      kind: 'text', text: 'a <b> &amp; @U1 @sam #general @here @nurses x.example my page (https://y.example/z) a@b.example 0555 Monday',
    }]);
  });

  it('an answer in a thread, which Cairn takes like any other', async () => {
    await tells(message({ thread_ts: '1690000000.000100', text: 'in a thread' }));
    await tells(message({ subtype: 'thread_broadcast', thread_ts: '1690000000.000100', ts: '1700000000.000200', text: 'also to the chat' }));
    expect(inbox.taken.map(({ address, content }) => [address, content])).toEqual([
      [person.channel, { kind: 'text', text: 'in a thread' }], [person.channel, { kind: 'text', text: 'also to the chat' }],
    ]);
  });

  it('an edit and a deletion, by the id of the message', async () => {
    const written = await person.writes('I hope to slep');
    await written.deliver();
    const edit = await written.edits!('I hope to sleep & rest');
    await edit.deliver();
    await edit.deliver();
    await (await written.deletes!()).deliver();
    const { messageId } = inbox.taken[0]!;
    expect(contents().slice(1)).toEqual([
      { kind: 'edited', of: messageId, text: 'I hope to sleep & rest' }, { kind: 'edited', of: messageId, text: 'I hope to sleep & rest' }, { kind: 'deleted', of: messageId },
    ]);
    const ids = inbox.taken.map((each) => each.messageId);
    expect([ids[1] === ids[2], new Set(ids).size]).toEqual([true, 3]);
  });

  it('a message that went from a thread with answers leaves a stone, which is a deletion', async () => {
    const stone = { user: person.userId, ts: '1700000000.000100' };
    await tells(message({ subtype: 'message_changed', user: undefined, message: { ...stone, subtype: 'tombstone', text: 'This message was deleted.' }, previous_message: { ...stone, text: 'hello' } }));
    expect(contents()).toEqual([{ kind: 'deleted', of: `${person.channel}:1700000000.000100` }]);
  });

  it.each([
    [{ subtype: 'slack_audio', mimetype: 'audio/mp4' }, 'voice'], [{ mimetype: 'audio/ogg' }, 'voice'], [{ mimetype: 'image/jpeg' }, 'image'],
    [{ mimetype: 'application/pdf' }, 'file'], [{}, 'file'],
  ])('a file it cannot read: %o', async (file, what) => {
    await (await person.sendsUnreadable([file])).deliver();
    expect(contents()).toEqual([{ kind: 'unsupported', what }]);
  });

  it('a picture with words under it: said to be unread, and the words taken', async () => {
    await (await person.sendsUnreadable([{ mimetype: 'image/png' }], 'this is how it looks')).deliver();
    expect(contents()).toEqual([{ kind: 'unsupported', what: 'image' }, { kind: 'text', text: 'this is how it looks' }]);
    expect(new Set(inbox.taken.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('a message passed on from elsewhere, with no words of their own', async () => {
    await tells(message({ text: '', attachments: [{ text: 'somebody else said this' }] }));
    expect(contents()).toEqual([{ kind: 'unsupported', what: 'other' }]);
  });

  it('nothing of what Cairn or another bot says, of previews that Slack adds, or of what merely happens', async () => {
    const bot = harness.slack.botUser;
    const same = { user: person.userId, ts: '1.1', text: 'https://x.example' };
    for (const event of [
      message({ user: bot, bot_id: 'B0CAIRN' }), message({ subtype: 'bot_message', user: undefined, bot_id: 'B9' }), message({ bot_id: 'B9' }),
      message({ subtype: 'message_changed', user: undefined, message: { user: bot, ts: '1.1', text: 'new' }, previous_message: { user: bot, ts: '1.1', text: 'old' } }),
      message({ subtype: 'message_deleted', user: undefined, deleted_ts: '1.1', previous_message: { user: bot, bot_id: 'B0CAIRN', ts: '1.1', text: 'old' } }),
      message({ subtype: 'message_changed', user: undefined, message: { ...same, attachments: [{}] }, previous_message: same }),
      message({ subtype: 'channel_topic', text: 'set the topic' }),
      message({ channel: 'C000000001', channel_type: 'channel', text: 'not for Cairn' }),
      message({ channel: 'G000000001', channel_type: 'mpim', text: 'a group' }),
    ]) expect(await tells(event)).toBe(true);
    expect(contents()).toEqual([]);
  });

  it('words in a channel: to be answered in the direct message, and Cairn\'s own name is not part of them', async () => {
    await (await person.mentions('can you help <me>?')).deliver();
    expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'mention', text: 'can you help <me>?' } }]);
    await tells({ type: 'app_mention', user: person.userId, text: `<@${harness.slack.botUser}> hi`, ts: '1.1', channel: person.channel });
    await tells({ type: 'app_mention', user: person.userId, bot_id: 'B9', text: `<@${harness.slack.botUser}> hi`, ts: '1.2', channel: 'C1' });
    expect(inbox.taken).toHaveLength(1);
  });

  it.each(['intake', 'plan', 'check-in'] as const)('the command %s', async (command) => {
    const typed = await person.commands(command);
    expect(await typed.deliver()).toBe(true);
    expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'command', command } }]);
    expect(typed.answer()).toBe('');
  });

  it('a command where others are: answered in the direct message, and only they are told so', async () => {
    const typed = await person.commands('plan', 'C000000001');
    await typed.deliver();
    expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'command', command: 'plan' } }]);
    expect(JSON.parse(typed.answer())).toEqual({ response_type: 'ephemeral', text: 'I have written to you in our direct message.' });
  });

  it('a command where others are, in the person\'s own language', async () => {
    inbox.speaks = 'es';
    const typed = await person.commands('plan', 'C000000001');
    await typed.deliver();
    expect(JSON.parse(typed.answer())).toMatchObject({ text: 'Te he escrito en nuestro mensaje directo.' });
  });

  it('is not told "received" before it is stored, and hears it again', async () => {
    const written = await person.writes('do not lose this');
    inbox.away = true;
    expect([await written.deliver(), inbox.taken, harness.faults.all.length]).toEqual([false, [], 1]);
    inbox.away = false;
    expect(await written.deliver()).toBe(true);
    expect(contents()).toEqual([{ kind: 'text', text: 'do not lose this' }]);
  });

  it('from a workspace that Cairn is not in: taken back to nobody, without asking Slack to send it again', async () => {
    const foreign = { ...person.envelope(message({})), team_id: 'T9', authorizations: [{ team_id: 'T9', user_id: 'U9', is_bot: true }] };
    expect(await person.event(foreign)()).toBe(true);
    expect([contents(), harness.faults.all]).toEqual([[], []]);
  });

  it('while Slack cannot say who Cairn is: to be sent again', async () => {
    const written = await person.writes('early words');
    harness.slack.fails = 'down';
    expect(await written.deliver()).toBe(false);
    harness.slack.fails = null;
    expect(await written.deliver()).toBe(true);
    expect(contents()).toEqual([{ kind: 'text', text: 'early words' }]);
  });

  it('after a stop: nothing is taken, so that it comes again', async () => {
    const written = await person.writes('late words');
    await harness.channel.stop();
    expect([await written.deliver(), contents()]).toEqual([false, []]);
  });

  it('that a person\'s home page was opened, not that their messages were', async () => {
    await tells({ type: 'app_home_opened', user: person.userId, channel: person.channel, tab: 'messages' });
    expect(person.home()).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../src/channels/teams/address.ts';
import { activity, listening, TENANT } from './support/listening.ts';

const inTeam = { conversation: { id: '19:team@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT } };
const html = (content: string) => ({ contentType: 'text/html', content });
/** What Cairn hears of one activity. */
const heard = async (more: Record<string, unknown>) => {
  const { post, messages, gone } = await listening();
  const { status } = await post(activity(more));
  return { status, messages, gone, contents: messages.map(({ content }) => content) };
};

describe('a message in the personal chat', () => {
  it('comes with who and where, so that Cairn can write first later', async () => {
    const { messages } = await heard({});
    expect(messages).toEqual([{
      sender: { channel: 'teams', workspace: TENANT, userId: 'sam-in-the-directory' }, address: expect.any(String),
      messageId: '1700000000001', content: { kind: 'text', text: 'hello' },
    }]);
    expect(readAddress(messages[0]!.address)).toEqual({
      service: 'https://smba.trafficmanager.net/emea/', tenant: TENANT, bot: expect.stringMatching(/^28:/), user: '29:sam', conversation: 'a:chat-with-sam',
    });
  });

  it('is taken to the letter, although Teams sends it a second time as HTML', async () => {
    const text = 'I wrote *this* & <b>that</b> &amp; more\nand a second line 😀';
    expect((await heard({ text, attachments: [html('<p>I wrote</p>')] })).contents).toEqual([{ kind: 'text', text }]);
  });

  it('of emoji alone is those emoji', async () => {
    const attachments = [html('<p><img itemtype="http://schema.skype.com/Emoji" alt="😢"><img itemtype="http://schema.skype.com/Emoji" alt="❤️"></p>')];
    expect((await heard({ text: '', attachments })).contents).toEqual([{ kind: 'text', text: '😢❤️' }]);
  });

  it.each([
    ['image', [{ contentType: 'image/*', contentUrl: 'https://example.org' }]],
    ['image', [html('<p><img src="https://example.org/pasted.png"></p>')]],
    ['voice', [{ contentType: 'audio/mp4' }]],
    ['voice', [{ contentType: 'application/vnd.microsoft.card.audio' }]],
    ['file', [{ contentType: 'application/vnd.microsoft.teams.file.download.info', content: { fileType: 'pdf' } }, html('<attachment id="1"></attachment>')]],
    ['other', [{ contentType: 'reference/something' }]],
  ])('of nothing but a thing it cannot read: %s', async (what, attachments) => {
    expect((await heard({ text: null, attachments })).contents).toEqual([{ kind: 'unsupported', what }]);
  });

  it('with words and a file is both', async () => {
    const { messages } = await heard({ text: 'See the letter', attachments: [{ contentType: 'application/vnd.microsoft.teams.file.download.info' }] });
    expect(messages.map(({ messageId, content }) => [messageId, content])).toEqual([
      ['1700000000001', { kind: 'text', text: 'See the letter' }],
      ['1700000000001:attached', { kind: 'unsupported', what: 'file' }],
    ]);
  });

  it.each([['intake', 'intake'], ['/plan', 'plan'], [' Check-in ', 'check-in']])('with a command of the menu, %j, is that command', async (text, command) => {
    expect((await heard({ text })).contents).toEqual([{ kind: 'command', command }]);
  });

  it('that only has a command in it is words', async () => {
    expect((await heard({ text: 'I had a plan' })).contents).toEqual([{ kind: 'text', text: 'I had a plan' }]);
  });

  it('is not lost over a part that is odd and not needed', async () => {
    const odd = { replyToId: null, timestamp: 5, channelData: null, attachments: [{ contentType: null }], membersRemoved: 'nobody', value: null };
    expect((await heard(odd)).contents).toEqual([{ kind: 'text', text: 'hello' }]);
  });

  it('without an id is still told from any other', async () => {
    const { post, messages } = await listening();
    for (const text of ['one', 'two', 'two']) await post(activity({ id: undefined, text }));
    const ids = messages.map(({ messageId }) => messageId);
    expect([ids[1] === ids[2], new Set(ids).size]).toEqual([true, 2]);
  });

  it('from somebody without an entry in the directory is known by Teams\' own id', async () => {
    expect((await heard({ from: { id: '29:guest' } })).messages[0]!.sender.userId).toBe('29:guest');
  });
});

describe('a message that changes', () => {
  it('is told with the id it came with, each time anew, and the same change once', async () => {
    const { post, messages } = await listening();
    const edit = (text: string, timestamp: string) => post(activity({ type: 'messageUpdate', text, timestamp, channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } }));
    await edit('one', '2026-03-02T10:01:00.000Z');
    await edit('two', '2026-03-02T10:02:00.000Z');
    await edit('two', '2026-03-02T10:02:00.000Z');
    expect(messages.map(({ content }) => content)).toEqual(['one', 'two', 'two'].map((text) => ({ kind: 'edited', of: '1700000000001', text })));
    const ids = messages.map(({ messageId }) => messageId);
    expect([ids[1] === ids[2], new Set([...ids, '1700000000001']).size]).toEqual([true, 3]);
  });

  it('is gone when it was taken away', async () => {
    expect((await heard({ type: 'messageDelete', text: undefined })).contents).toEqual([{ kind: 'deleted', of: '1700000000001' }]);
  });
});

describe('words where others can read', () => {
  it('are a mention, answered in the personal chat', async () => {
    const { messages } = await heard({ ...inTeam, text: '<at>Cairn</at>&nbsp;can you help me?\n' });
    expect(messages[0]!.content).toEqual({ kind: 'mention', text: 'can you help me?' });
    expect(readAddress(messages[0]!.address).conversation).toBeUndefined();
  });

  it('are never a command, an edit, or an answer', async () => {
    expect((await heard({ ...inTeam, text: '<at>Cairn</at> plan' })).contents).toEqual([{ kind: 'mention', text: 'plan' }]);
    expect((await heard({ ...inTeam, type: 'messageUpdate', text: 'x' })).contents).toEqual([]);
    expect((await heard({ ...inTeam, value: { cairn: { does: 'choose', step: 's', id: 'i', label: 'l', text: '' } } })).contents).toMatchObject([{ kind: 'mention' }]);
  });
});

describe('what people do with the app', () => {
  const sender = { channel: 'teams', workspace: TENANT, userId: 'sam-in-the-directory' };

  it('removing it from the personal chat is told', async () => {
    expect((await heard({ type: 'installationUpdate', action: 'remove' })).gone).toEqual([sender]);
    expect((await heard({ type: 'conversationUpdate', membersRemoved: [activity().recipient] })).gone).toEqual([sender]);
  });

  it('removing it from a team is not: their own chat is still there', async () => {
    expect((await heard({ ...inTeam, type: 'installationUpdate', action: 'remove' })).gone).toEqual([]);
    expect((await heard({ ...inTeam, type: 'conversationUpdate', membersRemoved: [activity().recipient] })).gone).toEqual([]);
  });

  it.each(['messageReaction', 'typing', 'conversationUpdate', 'somethingNew'])('%s says nothing to Cairn', async (type) => {
    expect(await heard({ type })).toMatchObject({ status: 200, messages: [], gone: [] });
  });

  it('an invitation to answer at once is declined', async () => {
    expect((await heard({ type: 'invoke', name: 'task/fetch' })).status).toBe(501);
  });
});

describe('a request', () => {
  it('is acknowledged only when everything in it is stored', async () => {
    const [arrived, stored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { post, url } = await listening({}, { message: () => {
      arrived.resolve();
      return stored.promise;
    } });
    let status = 0;
    const asked = post(activity()).then((response) => { status = response.status; });
    await arrived.promise;
    // An answer to the first request would be here before the one to a second.
    await fetch(url);
    expect(status).toBe(0);
    stored.resolve();
    await asked;
    expect(status).toBe(200);
  });

  it('is not acknowledged when something could not be stored, and its words go nowhere', async () => {
    const { post, faults } = await listening({}, { message: async () => { throw new Error('down'); } });
    const response = await post(activity({ text: 'my secret' }));
    expect([response.status, await response.text(), faults.map(({ what }) => what)]).toEqual([500, '', ['a message from Microsoft Teams could not be taken']]);
  });

  it('is not acknowledged before the channel started and after it stopped', async () => {
    const { post, channel } = await listening();
    await channel.stop();
    expect((await post(activity())).status).toBe(503);
  });

  it('that is no activity is turned away, however large', async () => {
    const { post, url, refused } = await listening();
    const statuses = [await post('not json'), await post({}), await post(activity({ from: 'x' })), await post(activity({ text: 'x'.repeat(600_000) }))].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 413]);
    expect(refused).toEqual(['body', 'body', 'body', 'body']);
    const others = [await fetch(`${url}/api/teams`), await fetch(`${url}/api/teams/x`, { method: 'POST' })].map(({ status }) => status);
    expect(others).toEqual([405, 404]);
  });
});

import { describe, expect, it } from 'vitest';
import { addressText } from '../../../src/channels/teams/address.ts';
import { secondsOf } from '../../../src/channels/teams/transport.ts';
import type { Inbox } from '../../../src/channels/channel.ts';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { isCairnError } from '../../../src/errors.ts';
import { question1 } from './support/bodies.ts';
import { APP, listening, activity, serve, TENANT } from './support/listening.ts';
import { pressables } from './support/screen.ts';
import type { ScreenMessage } from './support/playground.ts';

interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown>;
}
type Answer = { status: number; code?: string; headers?: Record<string, string> };

/** Teams' side of sending, which answers as it is told; yes unless told. */
async function teams(answer: (asked: Asked) => Answer | null = () => null, inbox: Partial<Inbox> = {}) {
  const asked: Asked[] = [];
  const service = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const one = { method: request.method!, path: request.url!, body: (body === '' ? {} : JSON.parse(body)) as Record<string, unknown> };
    asked.push(one);
    const { status, code, headers } = { ...(answer(one) ?? { status: 201 }) } as Answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(status < 300 ? { id: `m${asked.length}` } : { error: { code, message: 'no' } }));
  });
  const { channel, ...rest } = await listening({}, inbox);
  const address = addressText({ service, tenant: TENANT, bot: `28:${APP}`, user: '29:sam', conversation: 'a:chat-with-sam' });
  const sender = { channel: 'teams' as const, workspace: TENANT, userId: 'sam' };
  const send = (body: MessageBody, to = address) => channel.send({ seq: 1, sender, address: to, body, language: 'en' });
  const failure = async (body: MessageBody = { text: 'my secret' }, to = address) => {
    const error: unknown = await send(body, to).then(() => null, (reason: unknown) => reason);
    if (!isCairnError(error, 'delivery-failed')) throw new Error('it did not fail as it should', { cause: error });
    return error;
  };
  return { asked, service, address, channel, send, failure, ...rest };
}

const card: MessageBody = { text: 'Shall we begin?', question: question1([{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }]) };

describe('a message', () => {
  it('goes to the chat it was told, with all that Teams wants to know', async () => {
    const { asked, send } = await teams();
    expect(await send({ text: 'Hello <b>you</b>\nand *you*' })).toEqual({ platformId: 'm1' });
    expect(asked).toEqual([{ method: 'POST', path: '/v3/conversations/a%3Achat-with-sam/activities', body: expect.objectContaining({
      type: 'message', text: 'Hello &lt;b&gt;you&lt;/b&gt;<br/>and *you*', textFormat: 'xml', recipient: expect.objectContaining({ id: '29:sam' }),
      conversation: expect.objectContaining({ id: 'a:chat-with-sam', tenantId: TENANT }),
    }) }]);
  });

  it('finds the personal chat of somebody who spoke elsewhere', async () => {
    const { asked, send, service } = await teams();
    await send({ text: 'Let us talk here.' }, addressText({ service, tenant: TENANT, bot: `28:${APP}`, user: '29:sam' }));
    expect(asked.map(({ method, path }) => [method, path])).toEqual([['POST', '/v3/conversations'], ['POST', '/v3/conversations/m1/activities']]);
    expect(asked[0]!.body).toMatchObject({ isGroup: false, members: [{ id: '29:sam' }], tenantId: TENANT });
  });

  it('that is long is sent again from the part on that Teams did not take', async () => {
    let takes = 1;
    const { asked, send, failure } = await teams(() => (takes-- > 0 ? null : { status: 429, headers: { 'Retry-After': '7' } }));
    const text = Array.from({ length: 700 }, (_, n) => `word${n}`).join(' ');
    await failure({ text });
    takes = 10;
    await send({ text });
    const [first, refused, ...rest] = asked.map(({ body }) => body.text as string);
    expect([[first, ...rest].join(' '), refused]).toEqual([text, rest[0]]);
  });

  it('is sent in plain text when Teams takes no card, and the part before it is not sent again', async () => {
    const { asked, send } = await teams(({ body }) => (body.attachments ? { status: 400, code: 'BadSyntax' } : null));
    await send({ ...card, text: `${'A long way to ask. '.repeat(80)}Shall we?` });
    const texts = asked.filter(({ body }) => !body.attachments).map(({ body }) => body.text as string);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/Shall we\?<br\/><br\/>1\. Yes<br\/>2\. No$/);
  });
});

describe('a failure', () => {
  it.each([
    [{ status: 429, headers: { 'Retry-After': '7' } }, { retryAfterSeconds: 7 }],
    [{ status: 429 }, {}],
    [{ status: 503, headers: { 'Retry-After': '30' } }, { retryAfterSeconds: 30 }],
    [{ status: 502 }, {}],
    [{ status: 412, code: 'PreconditionFailed' }, {}],
    [{ status: 401, code: 'BotNotRegistered' }, {}],
    [{ status: 403, code: 'BotDisabledByAdmin' }, {}],
    [{ status: 403, code: 'BotNotInConversationRoster' }, { gone: true }],
    [{ status: 403, code: 'ConversationBlockedByUser' }, { gone: true }],
    [{ status: 404, code: 'ConversationNotFound' }, { gone: true }],
    [{ status: 413, code: 'MessageSizeTooBig' }, { refused: true }],
  ])('%j is told as %j, after one try', async (answer, details) => {
    const { asked, failure } = await teams(() => answer);
    const { gone, refused, retryAfterSeconds } = (await failure()).details as { gone?: boolean; refused?: boolean; retryAfterSeconds?: number };
    expect([{ ...(gone && { gone }), ...(refused && { refused }), ...(retryAfterSeconds && { retryAfterSeconds }) }, asked.length]).toEqual([details, 1]);
  });

  it('without a connection passes', async () => {
    const { failure } = await teams();
    const nobody = addressText({ service: 'http://127.0.0.1:9/', tenant: TENANT, bot: 'b', user: 'u', conversation: 'c' });
    expect((await failure({ text: 'x' }, nobody)).details).toEqual({});
  });

  it('never holds what was being sent', async () => {
    const { failure } = await teams(() => ({ status: 500 }));
    const { message, details, cause } = await failure();
    expect(JSON.stringify([message, details, String(cause), (cause as Error).stack, cause])).not.toContain('my secret');
  });

  it('of an address that nobody can read is for good', async () => {
    const { failure } = await teams();
    expect((await failure({ text: 'x' }, 'nonsense')).details).toEqual({ gone: true });
  });

  it('is not followed to where a stranger points', async () => {
    const stranger = await teams();
    const { failure } = await teams(() => ({ status: 307, headers: { Location: `${stranger.service}/v3/conversations/x/activities` } }));
    await failure();
    expect(stranger.asked).toEqual([]);
  });

  it('to get a token passes: somebody will put the settings right', async () => {
    const { service } = await teams();
    const credentials = { appId: APP, password: 'not-a-real-secret', tenantId: TENANT };
    const { channel } = await listening({ credentials, endpoints: { login: `${await serve((_request, response) => void response.writeHead(500).end())}/` } });
    const address = addressText({ service, tenant: TENANT, bot: `28:${APP}`, user: '29:sam', conversation: 'c' });
    const error: unknown = await channel.send({ seq: 1, sender: { channel: 'teams', workspace: TENANT, userId: 'u' }, address, body: { text: 'x' }, language: 'en' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'delivery-failed', details: {} });
  });
});

it('reads how long to wait, in seconds or as a date', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');
  expect([null, '5', '0', '2.5', 'Mon, 02 Mar 2026 10:00:30 GMT', 'Mon, 02 Mar 2026 09:00:00 GMT', 'soon'].map((header) => secondsOf(header, now)))
    .toEqual([undefined, 5, 1, 3, 30, 1, undefined]);
});

describe('a card that was pressed', () => {
  /** Cairn asks; the client presses the labels one after the other, before the card changes. */
  async function pressing(...labels: string[]) {
    const { asked, send, service, post, messages, channel, faults } = await teams();
    await send(card);
    const shown = { messageId: 'm1', attachments: asked[0]!.body.attachments } as ScreenMessage;
    const from = (more: object) => activity({ serviceUrl: service, text: undefined, replyToId: 'm1', ...more });
    for (const [at, label] of labels.entries()) await post(from({ id: `press-${at}`, value: pressables(shown).find((each) => each.label === label)!.data }));
    await channel.stop();
    return { messages, faults, changes: asked.filter(({ method }) => method === 'PUT') };
  }
  const text = (change: Asked): string => JSON.stringify(change.body.attachments);

  it('says what was chosen, and has nothing to press any more', async () => {
    const { messages, changes, faults } = await pressing('Yes');
    expect(messages.map(({ content }) => content)).toEqual([{ kind: 'choice', step: 'areas', ids: ['yes'] }]);
    expect(changes.map(({ path }) => path)).toEqual(['/v3/conversations/a%3Achat-with-sam/activities/m1']);
    expect(text(changes[0]!)).toContain('✓ Yes');
    expect(text(changes[0]!)).not.toContain('Action.');
    expect(faults).toEqual([]);
  });

  it('twice is one message, which the inbox takes once, and shows the first press whatever the second was', async () => {
    const { messages, changes } = await pressing('Yes', 'No', 'Yes');
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(1);
    for (const change of changes) expect([text(change).includes('✓ Yes'), text(change).includes('✓ No')]).toEqual([true, false]);
  });

  it('gives every different text that was written on it, and the same one once', async () => {
    const { post, messages, channel } = await teams();
    const write = (id: string, words: string) => post(activity({ id, text: undefined, replyToId: 'm1', value: { cairn: { does: 'write', text: 'Why?' }, words } }));
    await write('1', 'Because of the children.');
    await write('2', 'Because of the children.');
    await write('3', 'Because of the children, and my work.');
    await write('4', ' ');
    await channel.stop();
    expect(messages.map(({ content }) => (content as { text: string }).text)).toEqual(['Because of the children.', 'Because of the children.', 'Because of the children, and my work.', ' ']);
    const ids = messages.map(({ messageId }) => messageId);
    expect([ids[0] === ids[1], new Set(ids).size]).toEqual([true, 3]);
  });

  it('greets whoever adds the app, and begins with the button', async () => {
    const { asked, service, post, messages, channel } = await teams();
    await post(activity({ serviceUrl: service, type: 'installationUpdate', action: 'add' }));
    await channel.stop();
    expect([messages, asked.length]).toEqual([[], 1]);
    const [begin] = pressables({ messageId: 'm1', attachments: asked[0]!.body.attachments } as ScreenMessage);
    expect(begin!.label).toBe('Begin');
  });

  it('greets them in the language that Cairn speaks with them, told what their Teams speaks', async () => {
    const locales: unknown[] = [];
    const { asked, service, post, channel } = await teams(() => null, { language: async (_, locale) => {
      locales.push(locale);
      return 'es';
    } });
    await post(activity({ serviceUrl: service, type: 'installationUpdate', action: 'add', locale: 'es-MX' }));
    await channel.stop();
    expect([locales, JSON.stringify(asked[0]!.body)]).toEqual([['es-MX'], expect.stringMatching(/Hola\. Soy Cairn.*Empezar/)]);
  });
});

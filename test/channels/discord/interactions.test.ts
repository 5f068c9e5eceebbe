import { CreateMessageInteractionCallbackRequestSchema, ModalInteractionCallbackRequestSchema, UpdateMessageInteractionCallbackRequestSchema, MessageEditRequestPartialSchema } from 'discord-api-spec/zod';
import { ComponentType, GatewayDispatchEvents, InteractionResponseType, InteractionType, type APIMessage } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customId } from '../../../src/channels/discord/custom-id.ts';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { CairnError } from '../../../src/errors.ts';
import type { Call } from './front.ts';
import { startedDiscord, type DiscordHarness, type DiscordPerson } from './harness.ts';
import type { KeepingInbox } from './inbox.ts';
import { seenOf } from './screen.ts';

let harness: DiscordHarness;
let inbox: KeepingInbox;
let person: DiscordPerson;
let seq = 0;

beforeEach(async () => { ({ harness, inbox, person } = await startedDiscord()); });
afterEach(() => harness.stop());

const say = async (body: MessageBody): Promise<APIMessage> => {
  await harness.channel.send({ seq: ++seq, sender: { channel: 'discord', workspace: '', userId: person.userId }, address: person.channelId, body, language: inbox.speaks! });
  return newest();
};
const newest = async (): Promise<APIMessage> => (await harness.twin.said(person.channelId)).at(-1)!;
const calls = (wanted: (call: Call) => boolean): Call[] => harness.twin.front.calls.filter(wanted);
const isSign = ({ path }: Call): boolean => path.endsWith('/callback');
const isChange = ({ method }: Call): boolean => method === 'PATCH';

const begin: MessageBody = {
  text: 'Shall we *begin*?', link: { label: 'More about this', url: 'https://cairn.example.org/about' },
  question: { step: 'consent', kind: 'one', choices: [{ id: 'agree', label: 'Yes, I agree' }, { id: 'later', label: 'Not now' }], ownWords: false },
};
const hope: MessageBody = { text: 'What do you hope for?', question: { step: 'hope', kind: 'text', choices: [], ownWords: true } };
const thirty: MessageBody = { text: 'Which?', question: { step: 'which', kind: 'many', ownWords: false, choices: Array.from({ length: 30 }, (_, n) => ({ id: `c${n}`, label: `Choice ${n}` })) } };

describe('a press', () => {
  it('gets Discord\'s sign at once, and changes the message only when it is stored', async () => {
    await say(begin);
    inbox.failing = () => new Error('the database is away');
    const signed = harness.twin.front.next(isSign);
    void (await person.presses('Not now')).deliver();
    expect(await signed).toMatchObject({ status: 204, body: { type: InteractionResponseType.DeferredMessageUpdate } });
    await expect.poll(() => inbox.tried.length).toBeGreaterThan(1);
    expect([seenOf(await newest()).choices, calls(isChange)]).toEqual([['Yes, I agree', 'Not now'], []]);
    const changed = harness.twin.front.next(isChange);
    inbox.failing = () => null;
    await changed;
    expect(inbox.taken).toMatchObject([{ content: { kind: 'choice', step: 'consent', ids: ['later'] } }]);
    expect(seenOf(await newest())).toMatchObject({ text: 'Shall we *begin*?', choices: [], chosen: ['Not now'], link: 'https://cairn.example.org/about' });
  });

  it('counts also when Discord no longer takes the sign, and when the change of the message is lost', async () => {
    await say(begin);
    harness.twin.answering = ({ path, method }) => (path.endsWith('/callback') ? { status: 404, body: { code: 10062, message: 'Unknown interaction' } } : method === 'PATCH' ? { status: 500 } : null);
    expect(await (await person.presses('Yes, I agree')).deliver()).toBe(true);
    expect(inbox.taken).toHaveLength(1);
    expect(harness.errors).not.toEqual([]);
  });

  it('of a button that is not ours gets the sign and means nothing', async () => {
    const message = await say(begin);
    const { payload } = await harness.twin.interaction(person.userId, person.channelId, InteractionType.MessageComponent, { component_type: ComponentType.Button, custom_id: 'somebody else\'s' }, message);
    const signed = harness.twin.front.next(isSign);
    harness.twin.tell(GatewayDispatchEvents.InteractionCreate, payload);
    expect((await signed).status).toBe(204);
    expect(inbox.tried).toEqual([]);
  });

  it('leaves a message that Discord takes, and that calls nobody', async () => {
    const choices = [{ id: 'a', label: `@everyone ${'<@1> '.repeat(50)}` }, { id: 'b', label: 'b' }];
    await say({ text: 'word '.repeat(370), question: { step: 'long', kind: 'one', choices, ownWords: false } });
    await (await person.presses(choices[0]!.label)).deliver();
    const [{ body }] = calls(isChange) as [Call];
    expect(MessageEditRequestPartialSchema.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(body).toMatchObject({ flags: 4, allowed_mentions: { parse: [] } });
    expect((body as { content: string }).content.length).toBeLessThanOrEqual(2_000);
  });
});

describe('several from more than one menu', () => {
  it('are one answer, which is sent when it is complete', async () => {
    await say(thirty);
    await (await person.presses('Choice 2', 'Choice 29')).deliver();
    expect(inbox.taken).toMatchObject([{ content: { kind: 'choice', step: 'which', ids: ['c2', 'c29'] } }]);
    expect(seenOf(await newest())).toMatchObject({ choices: [], chosen: ['Choice 2', 'Choice 29'] });
    const marked = calls(isSign).filter(({ body }) => (body as { type: number }).type === InteractionResponseType.UpdateMessage);
    expect(marked).toHaveLength(2);
    for (const { body } of marked) expect(UpdateMessageInteractionCallbackRequestSchema.safeParse(body).error?.issues ?? []).toEqual([]);
  });

  it('with nothing picked: said to Cairn, and the question stays', async () => {
    const message = await say(thirty);
    const { id, payload } = await harness.twin.interaction(person.userId, person.channelId, InteractionType.MessageComponent, { component_type: ComponentType.Button, custom_id: customId({ is: 'done', step: 'which' }) }, message);
    harness.twin.tell(GatewayDispatchEvents.InteractionCreate, payload);
    await inbox.until(1);
    // What it might change would be changed before what the next press does.
    await say(begin);
    await (await person.presses('Not now')).deliver();
    expect(calls(isChange).map(({ path }) => path)).not.toContain(`/channels/${person.channelId}/messages/${message.id}`);
    expect(inbox.taken).toMatchObject([{ messageId: id, content: { kind: 'choice', step: 'which', ids: [] } }, {}]);
    expect(seenOf(await harness.twin.message(message.id)).choices).toHaveLength(30);
  });
});

describe('the larger box', () => {
  const open = async (message: APIMessage): Promise<Call> => {
    const { payload } = await harness.twin.interaction(person.userId, person.channelId, InteractionType.MessageComponent, { component_type: ComponentType.Button, custom_id: customId({ is: 'write', step: 'hope', language: inbox.speaks! }) }, message);
    const answered = harness.twin.front.next(isSign);
    harness.twin.tell(GatewayDispatchEvents.InteractionCreate, payload);
    return answered;
  };

  it('shows the question, in the person\'s language', async () => {
    inbox.speaks = 'es';
    const { body } = await open(await say(hope));
    expect(ModalInteractionCallbackRequestSchema.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(body).toMatchObject({ type: InteractionResponseType.Modal, data: { title: 'Escribir más', components: [{ content: 'What do you hope for?' }, { label: 'Tus palabras' }] } });
  });

  it('takes what is written there as words, every line of it, and shows them below the question', async () => {
    await say(hope);
    const text = 'To sleep.\n# And to *laugh* again.';
    await (await person.writesInBox(text)).deliver();
    expect(inbox.taken).toMatchObject([{ content: { kind: 'text', text } }]);
    expect(seenOf(await newest())).toMatchObject({ text: 'What do you hope for?', chosen: text.split('\n') });
    expect(JSON.stringify((await newest()).components)).not.toContain('write');
  });

  it('is not signed before its words are stored: until then it stays open, with them', async () => {
    const message = await say(hope);
    const gate = Promise.withResolvers<void>();
    const { message: take } = inbox;
    inbox.message = async (each) => {
      await gate.promise;
      return take(each);
    };
    const written = (await person.writesInBox('To sleep.')).deliver();
    // Discord is asked something else meanwhile, which it has answered.
    const { id, payload } = await harness.twin.interaction(person.userId, person.channelId, InteractionType.MessageComponent, { component_type: ComponentType.Button, custom_id: 'not ours' }, message);
    const answered = harness.twin.front.next(({ path }) => path.includes(id));
    harness.twin.tell(GatewayDispatchEvents.InteractionCreate, payload);
    await answered;
    const signs = () => calls(isSign).filter(({ path, body }) => !path.includes(id) && (body as { type: number }).type === InteractionResponseType.DeferredMessageUpdate);
    expect(signs()).toEqual([]);
    gate.resolve();
    expect([await written, signs().length]).toEqual([true, 1]);
  });

  it('is not signed at all when Cairn will never take its words', async () => {
    await say(hope);
    inbox.failing = () => new CairnError('too-large', 'This is too long.');
    void (await person.writesInBox('To sleep.')).deliver();
    await expect.poll(() => harness.errors.length).toBe(1);
    inbox.failing = () => null;
    await (await person.uses('plan', 'server')).deliver();
    expect(calls(isSign).filter(({ body }) => (body as { type: number }).type === InteractionResponseType.DeferredMessageUpdate)).toEqual([]);
  });

  it('takes 4,000 characters, and shows their beginning', async () => {
    await say(hope);
    const text = 'many words '.repeat(363).trim();
    await (await person.writesInBox(text)).deliver();
    expect(inbox.taken).toMatchObject([{ content: { kind: 'text', text } }]);
    const { content } = await newest();
    expect([content.length <= 2_000, content.endsWith('…')]).toEqual([true, true]);
  });

  it.each([
    ['they have answered in the chat', async () => void await (await person.writes('To sleep.')).deliver()],
    ['another question was asked', async () => void await say(begin)],
  ])('no longer opens when %s: words answer the newest question', async (_, goOn) => {
    const message = await say(hope);
    await goOn();
    const { body } = await open(message);
    expect(body).toEqual({ type: InteractionResponseType.UpdateMessage, data: { components: [] } });
    expect(UpdateMessageInteractionCallbackRequestSchema.safeParse(body).error?.issues ?? []).toEqual([]);
  });

  it('opens in time also when Discord does not say what was written since', async () => {
    const message = await say(hope);
    const never = Promise.withResolvers<null>();
    harness.twin.answering = ({ method }) => (method === 'GET' ? never.promise : null);
    const pressed = Date.now();
    expect((await open(message)).body).toMatchObject({ type: InteractionResponseType.Modal });
    expect(Date.now() - pressed).toBeLessThan(3_000);
    never.resolve(null);
  });

  it('opens when Cairn only said something since', async () => {
    const message = await say(hope);
    await say({ text: 'Your therapist is away this week.' });
    expect((await open(message)).body).toMatchObject({ type: InteractionResponseType.Modal });
  });
});

it('a sign for a command is one that Discord takes', async () => {
  await (await person.uses('plan', 'server')).deliver();
  const [{ body }] = calls(isSign) as [Call];
  expect(CreateMessageInteractionCallbackRequestSchema.safeParse(body).error?.issues ?? []).toEqual([]);
});

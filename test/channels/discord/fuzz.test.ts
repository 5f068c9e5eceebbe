import { ComponentType, GatewayDispatchEvents, InteractionType } from 'discord.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customId } from '../../../src/channels/discord/custom-id.ts';
import { mutated, mutations, oddText, runs, seed, unheardIn, wrongIn } from '../odd.ts';
import { startedDiscord, type DiscordHarness, type DiscordPerson } from './harness.ts';
import type { KeepingInbox } from './inbox.ts';
import { generateSnowflake } from './twin.ts';

/** What Discord tells over its gateway, with things in it that nobody thought of. */

let harness: DiscordHarness;
let inbox: KeepingInbox;
let person: DiscordPerson;
beforeAll(async () => ({ harness, inbox, person } = await startedDiscord()));
afterAll(() => harness.stop());

const author = (id = person.userId) => ({ id, username: 'person', discriminator: '0', global_name: null, avatar: null });
const written = (content: string) => ({
  id: generateSnowflake(), channel_id: person.channelId, author: author(), content, type: 0, flags: 0, timestamp: new Date().toISOString(), edited_timestamp: null as string | null,
  tts: false, mention_everyone: false, mentions: [] as object[], mention_roles: [], pinned: false, attachments: [] as object[], embeds: [], components: [] as object[],
});
const ours = (text: string) => ({ ...written(text), author: { ...author(harness.twin.applicationId), bot: true }, components: [
  { type: ComponentType.ActionRow, components: [{ type: ComponentType.Button, style: 2, label: text.slice(0, 80), custom_id: customId({ is: 'pick', step: 'hope', id: 'a' }) }] },
  { type: ComponentType.ActionRow, components: [{ type: ComponentType.StringSelect, custom_id: customId({ is: 'gather', step: 'hope', nth: 0 }), options: [{ value: 'a', label: text.slice(0, 80), default: true }] }] },
] });
const interaction = (type: InteractionType, data: object, message?: object) => {
  const id = generateSnowflake();
  return { id, application_id: harness.twin.applicationId, token: `token-${id}`, version: 1, type, data, channel_id: person.channelId, channel: { id: person.channelId, type: 1 }, user: author(), context: 1, locale: 'en-US', entitlements: [], ...(message && { message }) };
};
const press = (custom_id: string | null, text: string, more: object = {}) => interaction(InteractionType.MessageComponent, { component_type: ComponentType.Button, custom_id, ...more }, ours(text));

/** One of everything that Discord tells of a person. */
const everything: Record<string, (text: string) => [GatewayDispatchEvents, object]> = {
  message: (text) => [GatewayDispatchEvents.MessageCreate, written(text)],
  'message with a file': (text) => [GatewayDispatchEvents.MessageCreate, { ...written(text), attachments: [{ id: '1', filename: 'a.png', size: 1, url: 'x', proxy_url: 'x', content_type: 'image/png' }] }],
  mention: (text) => [GatewayDispatchEvents.MessageCreate, { ...written(`<@${harness.twin.applicationId}> ${text}`), guild_id: '1', mentions: [author(harness.twin.applicationId)] }],
  edit: (text) => [GatewayDispatchEvents.MessageUpdate, { ...written(text), edited_timestamp: new Date().toISOString() }],
  deletion: () => [GatewayDispatchEvents.MessageDelete, { id: generateSnowflake(), channel_id: person.channelId }],
  button: (text) => [GatewayDispatchEvents.InteractionCreate, press(customId({ is: 'pick', step: 'hope', id: 'a' }), text)],
  'button of somebody else': (text) => [GatewayDispatchEvents.InteractionCreate, press(text.slice(0, 100), text)],
  menu: (text) => [GatewayDispatchEvents.InteractionCreate, press(customId({ is: 'menu', step: 'hope', nth: 0 }), text, { component_type: ComponentType.StringSelect, values: ['a', text.slice(0, 100)] })],
  'several menus': (text) => [GatewayDispatchEvents.InteractionCreate, press(customId({ is: 'done', step: 'hope' }), text)],
  box: (text) => [GatewayDispatchEvents.InteractionCreate, interaction(InteractionType.ModalSubmit, {
    custom_id: customId({ is: 'write', step: 'hope', language: 'en' }), components: [{ type: ComponentType.Label, id: 1, component: { type: ComponentType.TextInput, id: 2, custom_id: 'answer', value: text } }],
  }, ours(text))],
  command: () => [GatewayDispatchEvents.InteractionCreate, interaction(InteractionType.ApplicationCommand, { id: '1', name: 'plan', type: 1 })],
};
const sorts = Object.keys(everything);

/** Tells it, and then a good message of the same person, which has to be taken. */
async function tells(event: GatewayDispatchEvents, data: object): Promise<string[]> {
  const from = inbox.tried.length;
  harness.twin.tell(event, data);
  const good = written('to sleep again');
  harness.twin.tell(GatewayDispatchEvents.MessageCreate, good);
  await expect.poll(() => inbox.taken.some(({ messageId }) => messageId === good.id), { interval: 2, timeout: 20_000 }).toBe(true);
  return inbox.tried.slice(from).flatMap(wrongIn);
}

describe(`what Discord tells (CAIRN_SEED=${seed})`, () => {
  const options = { seed, numRuns: runs, endOnFailure: true };

  test.each(sorts)('%s: is taken', async (sort) => {
    const before = inbox.taken.length;
    expect(await tells(...everything[sort]!('hello'))).toEqual([]);
    const count = sort === 'message with a file' ? 2 : sort === 'button of somebody else' ? 0 : 1;
    await expect.poll(() => inbox.taken.length - before).toBe(count + 1);
  });

  test('with any words in it, is taken, and what comes of them can be stored', { timeout: 120_000 }, async () => {
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), oddText, async (sort, text) => {
      expect([sort, ...await tells(...everything[sort]!(text))]).toEqual([sort]);
    }), options));
    expect(unheard).toEqual([]);
  });

  test('with anything else in any place of it, breaks nothing: whatever is taken of it is whole, and the next one is taken', { timeout: 120_000 }, async () => {
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), mutations, async (sort, changes) => {
      const [event, data] = everything[sort]!('hello');
      expect([sort, ...await tells(event, mutated(data, changes))]).toEqual([sort]);
    }), options));
    expect(unheard).toEqual([]);
  });
});

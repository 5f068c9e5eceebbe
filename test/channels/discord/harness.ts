import { EventEmitter, once } from 'node:events';
import { ComponentType, GatewayDispatchEvents, InteractionType, type APIMessage } from 'discord.js';
import { customId, readCustomId } from '../../../src/channels/discord/custom-id.ts';
import { discordChannel, type DiscordOptions } from '../../../src/channels/discord/discord.ts';
import type { Channel, Inbox } from '../../../src/channels/channel.ts';
import { isLabel, type ChannelHarness, type Person, type Written } from '../harness.ts';
import type { Call } from './front.ts';
import { keepingInbox, type KeepingInbox } from './inbox.ts';
import { optionsOf, seenOf } from './screen.ts';
import { TOKEN, Twin } from './twin.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

export interface DiscordHarness extends ChannelHarness {
  twin: Twin;
  errors: unknown[];
  newPerson(): Promise<DiscordPerson>;
}

export interface DiscordPerson extends Person {
  userId: string;
  channelId: string;
  /** A command, also where others read. */
  uses(command: string, place: 'direct' | 'server'): Promise<Written>;
  /** Opens the larger box of the newest open question and sends it. */
  writesInBox(text: string): Promise<Written>;
}

/** Cairn's channel on a Discord of its own. */
export async function discordHarness(options: Partial<DiscordOptions> = {}): Promise<DiscordHarness> {
  const twin = await Twin.start();
  const errors: unknown[] = [];
  const channel: Channel = discordChannel({
    token: TOKEN, applicationId: twin.applicationId, api: twin.api, words: wordsOn(chatWords, 'discord'), retryMs: 10,
    lastSeen: { of: async () => [] },
    lock: ({ onHeld }) => {
      queueMicrotask(onHeld);
      return { release: async () => {} };
    },
    onError: (error) => void errors.push(error),
    ...options,
  });
  /** Tells what became of each message that reached the inbox. */
  const taken = new EventEmitter();
  taken.setMaxListeners(0);

  return {
    channel, twin, errors, workspace: '', longestText: 2_000, redelivers: false,
    async start(inbox) {
      const ready = twin.ready();
      await channel.start(listening(inbox, taken));
      await ready;
    },
    async stop() {
      await channel.stop();
      await twin.stop();
    },
    shown: () => twin.front.calls.filter(({ method }) => method === 'POST' || method === 'PATCH').map(({ body }) => body),
    newPerson: async () => personOn(twin, taken, await twin.addPerson()),
    async fails(how) {
      twin.answering = ({ method, path }) => {
        if (how === null || method !== 'POST' || !path.endsWith('/messages')) return null;
        return how === 'down' ? { status: 503 } : { status: 429, headers: { 'retry-after': String(how) }, body: { message: 'You are being rate limited.', retry_after: how, global: false } };
      };
    },
  };
}

/** The same, started, with an inbox that keeps what it took and somebody on Discord. */
export async function startedDiscord(): Promise<{ harness: DiscordHarness; inbox: KeepingInbox; person: DiscordPerson }> {
  const harness = await discordHarness();
  const inbox = keepingInbox();
  await harness.start(inbox);
  return { harness, inbox, person: await harness.newPerson() };
}

const listening = (inbox: Inbox, taken: EventEmitter): Inbox => ({
  ...inbox,
  async message(message) {
    const ok = await inbox.message(message).then(() => true, (error: unknown) => {
      taken.emit(message.messageId, false);
      throw error;
    });
    taken.emit(message.messageId, ok);
  },
});

function personOn(twin: Twin, taken: EventEmitter, { userId, channelId }: { userId: string; channelId: string }): DiscordPerson {
  const whenTaken = async (messageId: string): Promise<boolean> => (await once(taken, messageId))[0] as boolean;
  /** Tells the channel, and waits until it is done: stored, and whatever `then` is. */
  const told = (event: GatewayDispatchEvents, data: unknown, messageId: string, then?: (call: Call) => boolean): Written => ({
    async deliver() {
      const done = Promise.all([whenTaken(messageId), ...(then ? [twin.front.next(then)] : [])]);
      twin.tell(event, data);
      return (await done)[0] as boolean;
    },
  });
  const message = (written: APIMessage): Written => ({
    ...told(GatewayDispatchEvents.MessageCreate, written, written.attachments.length > 0 && written.content ? `${written.id}.file` : written.id),
    async edits(text) {
      const edited = await twin.rewrite(written.id, text);
      return told(GatewayDispatchEvents.MessageUpdate, edited, `${edited.id}.${Date.parse(edited.edited_timestamp!)}`);
    },
    async deletes() {
      await twin.discord.prisma.message.delete({ where: { id: written.id } });
      return told(GatewayDispatchEvents.MessageDelete, { id: written.id, channel_id: channelId }, `${written.id}.deleted`);
    },
  });
  const component = async (shown: APIMessage, data: object, then: (call: Call) => boolean): Promise<Written> => {
    const { id, payload } = await twin.interaction(userId, channelId, InteractionType.MessageComponent, data, shown);
    return told(GatewayDispatchEvents.InteractionCreate, payload, id, then);
  };
  const isChanged = (shown: APIMessage) => ({ method, path }: Call): boolean => method === 'PATCH' && path === `/channels/${channelId}/messages/${shown.id}`;
  const newest = async (offers: (shown: APIMessage) => boolean): Promise<APIMessage> => {
    const found = (await twin.said(channelId)).findLast(offers);
    if (!found) throw new Error('There is no such message.');
    return found;
  };
  /** Answers Discord's own sign, without anything reaching the inbox. */
  const signalled = async (data: object, shown: APIMessage): Promise<unknown> => {
    const { id, payload } = await twin.interaction(userId, channelId, InteractionType.MessageComponent, data, shown);
    const answered = twin.front.next(({ path }) => path === `/interactions/${id}/token-${id}/callback`);
    twin.tell(GatewayDispatchEvents.InteractionCreate, payload);
    return (await answered).body;
  };

  return {
    userId, channelId,
    seen: async () => (await twin.said(channelId)).map(seenOf),
    writes: async (text) => message(await twin.write(userId, channelId, text)),
    async presses(...labels) {
      const shown = await newest((each) => labels.every((label) => seenOf(each).choices.some((choice) => isLabel(choice, label))));
      const options = optionsOf(shown);
      const shownLabels = seenOf(shown).choices;
      const picked = labels.map((label) => options[shownLabels.findIndex((each) => isLabel(each, label))]!);
      const pressed = readCustomId(picked[0]!.customId)!;
      if (pressed.is === 'pick') return component(shown, { component_type: ComponentType.Button, custom_id: picked[0]!.customId }, isChanged(shown));
      const menus = Map.groupBy(picked, (option) => option.customId);
      if (pressed.is === 'menu') return component(shown, { component_type: ComponentType.StringSelect, custom_id: picked[0]!.customId, values: picked.map(({ value }) => value) }, isChanged(shown));
      for (const [menu, chosen] of menus) {
        await signalled({ component_type: ComponentType.StringSelect, custom_id: menu, values: chosen.map(({ value }) => value) }, await twin.message(shown.id));
      }
      return component(await twin.message(shown.id), { component_type: ComponentType.Button, custom_id: customId({ is: 'done', step: pressed.step }) }, isChanged(shown));
    },
    async writesInBox(text) {
      const opens = (shown: APIMessage) => JSON.stringify(shown.components).includes('[\\"write\\"');
      const shown = await newest(opens);
      const button = /"custom_id":("(?:[^"\\]|\\.)*write(?:[^"\\]|\\.)*")/.exec(JSON.stringify(shown.components))![1]!;
      const box = await signalled({ component_type: ComponentType.Button, custom_id: JSON.parse(button) as string }, shown) as { data: { custom_id: string } };
      const data = { custom_id: box.data.custom_id, components: [{ type: ComponentType.Label, id: 1, component: { type: ComponentType.TextInput, id: 2, custom_id: 'answer', value: text } }] };
      const { id, payload } = await twin.interaction(userId, channelId, InteractionType.ModalSubmit, data, shown);
      return told(GatewayDispatchEvents.InteractionCreate, payload, id, isChanged(shown));
    },
    async leaves() { twin.refuse(channelId, true); },
    async returns() { twin.refuse(channelId, false); },
    sendsUnreadable: async () => message(await twin.write(userId, channelId, '', { attachments: [{ id: '1', filename: 'a.png', size: 1, url: 'x', proxy_url: 'x', content_type: 'image/png' }] })),
    async mentions(text) {
      const written = twin.inServer(await twin.write(userId, channelId, `<@${twin.applicationId}> ${text}`));
      return told(GatewayDispatchEvents.MessageCreate, written, written.id);
    },
    commands: (command) => uses({ intake: 'intake', plan: 'plan', 'check-in': 'checkin' }[command], 'direct'),
    uses,
  };

  async function uses(name: string, place: 'direct' | 'server'): Promise<Written> {
    const { id, payload } = await twin.interaction(userId, place === 'direct' ? channelId : null, InteractionType.ApplicationCommand, { id: '1', name, type: 1 });
    return told(GatewayDispatchEvents.InteractionCreate, payload, id, ({ method, path }) => method !== 'POST' && path.endsWith(`/token-${id}/messages/@original`));
  }
}

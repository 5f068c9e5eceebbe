import { setTimeout as sleep } from 'node:timers/promises';
import {
  InteractionContextType, InteractionResponseType, InteractionType, MessageFlags, Routes, type APIChatInputApplicationCommandInteraction, type APIInteraction,
  type APIMessage, type APIMessageComponentInteraction, type APIModalSubmitInteraction, type REST, type RESTPostAPIInteractionCallbackJSONBody,
} from 'discord.js';
import { z } from 'zod';
import { wordsIn, type DiscordWords, type Worded } from '../../core/chat-words.ts';
import type { InboundContent } from '../channel.ts';
import { wholeText } from '../shared/from-outside.ts';
import { answered, labelsOf, markedIn, withMarked, withoutBox } from './answered.ts';
import { COMMANDS } from './commands.ts';
import { readCustomId } from './custom-id.ts';
import type { DirectConversations } from './direct.ts';
import { wordsOf, type Incoming } from './incoming.ts';
import { writingBox, writtenIn } from './modal.ts';
import { QUIET } from './outgoing.ts';
import type { Taking } from './taking.ts';

/** What it takes to hear somebody out. */
export interface Hearing {
  rest: REST;
  applicationId: string;
  words: Worded<DiscordWords>;
  direct: DirectConversations;
  take: Taking['take'];
  /** The language to speak with somebody; `locale` is that of their Discord. */
  language(userId: string, locale: string): Promise<string>;
  onError(error: unknown): void;
}

/** Discord waits three seconds for a sign, and tells the person that it did not work when none comes. */
const SIGN_MS = 2_000;
const LOOK_BACK_MS = 1_500;
const ACKNOWLEDGED: RESTPostAPIInteractionCallbackJSONBody = { type: InteractionResponseType.DeferredMessageUpdate };
const ONLY_THEY_SEE = MessageFlags.Ephemeral | QUIET.flags;
/** Discord's page of one conversation. */
const conversationPage = (channelId: string): string => `https://discord.com/channels/@me/${channelId}`;

/** Somebody pressed, picked, sent the larger box, or used a command. The message changes only after what they did is stored. */
export async function takeInteraction(hearing: Hearing, interaction: APIInteraction): Promise<void> {
  switch (interaction.type) {
    case InteractionType.MessageComponent: return pressed(hearing, interaction);
    case InteractionType.ModalSubmit: return wroteInBox(hearing, interaction);
    case InteractionType.ApplicationCommand: return command(hearing, interaction as APIChatInputApplicationCommandInteraction);
  }
}

/** Values of a menu are ours, and only kept by Discord. */
const picked = z.array(z.string().transform(wholeText)).catch([]);

async function pressed(hearing: Hearing, interaction: APIMessageComponentInteraction): Promise<void> {
  const { message, data } = interaction;
  const values = 'values' in data ? picked.parse(data.values) : [];
  const what = readCustomId(data.custom_id);
  switch (what?.is) {
    case 'pick': return choose(hearing, interaction, what.step, [what.id]);
    case 'menu': return choose(hearing, interaction, what.step, values);
    case 'done': return choose(hearing, interaction, what.step, picked.parse(markedIn(message, what.step)));
    case 'gather': return respond(hearing, interaction, { type: InteractionResponseType.UpdateMessage, data: { components: withMarked(message, what.step, what.nth, values) } });
    case 'write': return openBox(hearing, interaction, what);
    default: return respond(hearing, interaction, ACKNOWLEDGED);
  }
}

async function choose(hearing: Hearing, interaction: APIMessageComponentInteraction, step: string, ids: string[]): Promise<void> {
  const stored = await acknowledgeAndTake(hearing, interaction, { kind: 'choice', step, ids });
  if (stored && ids.length > 0) await change(hearing, interaction.message, labelsOf(interaction.message, step, ids).join('\n'));
}

/** What comes from the box is words, and words answer the newest question. So the box of an earlier one no longer opens. */
async function openBox(hearing: Hearing, interaction: APIMessageComponentInteraction, { step, language }: { step: string; language: string }): Promise<void> {
  const { message } = interaction;
  const wentOn = await hasGoneOn(hearing, message);
  await respond(hearing, interaction, wentOn
    ? { type: InteractionResponseType.UpdateMessage, data: { components: withoutBox(message) } }
    : { type: InteractionResponseType.Modal, data: writingBox(step, message.content, wordsIn(hearing.words, language)) });
}

/** Whether somebody has written since, or another question was asked. Discord has to answer in time for the sign; where it does not, the box opens. */
async function hasGoneOn({ rest, onError }: Hearing, { id, channel_id }: APIMessage): Promise<boolean> {
  try {
    const since = await rest.get(Routes.channelMessages(channel_id), { query: new URLSearchParams({ after: id, limit: '50' }), signal: AbortSignal.timeout(LOOK_BACK_MS) }) as APIMessage[];
    return since.some(({ author, components }) => !author.bot || (components?.length ?? 0) > 0);
  } catch (error) {
    onError(error);
    return false;
  }
}

async function wroteInBox(hearing: Hearing, interaction: APIModalSubmitInteraction): Promise<void> {
  const text = wordsOf(writtenIn(interaction.data));
  const stored = await acknowledgeAndTake(hearing, interaction, { kind: 'text', text });
  if (stored && interaction.message) await change(hearing, interaction.message, text);
}

async function command(hearing: Hearing, interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
  const { rest, applicationId, direct } = hearing;
  const asked = COMMANDS[interaction.data.name];
  if (!asked) return;
  const incoming: Incoming = { messageId: interaction.id, content: { kind: 'command', command: asked } };
  const userId = personOf(interaction);
  const original = Routes.webhookMessage(applicationId, interaction.token, '@original');
  const deferred = respond(hearing, interaction, { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: ONLY_THEY_SEE } });
  if (isDirect(interaction)) {
    await hearing.take({ userId, address: interaction.channel.id }, incoming);
    await deferred;
    // Cairn's answer comes as a message of its own; the sign that it is coming has done its work.
    await rest.delete(original, { auth: false }).catch(hearing.onError);
    return;
  }
  const address = await direct.with(userId).catch((error: unknown) => {
    hearing.onError(error);
    return null;
  });
  const stored = address !== null && await hearing.take({ userId, address }, incoming);
  // A database that is away is no reason to say nothing.
  const words = wordsIn(hearing.words, await hearing.language(userId, interaction.locale).catch(() => interaction.locale));
  await deferred;
  const answer = stored ? `${words['in-private']}\n${conversationPage(address)}` : words['cannot-write'];
  await rest.patch(original, { body: { content: answer, allowed_mentions: QUIET.allowed_mentions }, auth: false }).catch(hearing.onError);
}

/** In the conversation with Cairn itself, not in one of people among themselves. */
const isDirect = ({ context, guild_id }: APIInteraction): boolean =>
  context === InteractionContextType.BotDM || (context === undefined && guild_id === undefined);

const personOf = ({ user, member }: APIInteraction): string => (user ?? member!.user).id;

async function acknowledgeAndTake(hearing: Hearing, interaction: APIMessageComponentInteraction | APIModalSubmitInteraction, content: InboundContent): Promise<boolean> {
  const from = { userId: personOf(interaction), address: interaction.channel!.id };
  const stored = hearing.take(from, { messageId: interaction.id, content });
  // With the sign, the box and the words in it are gone from their screen. So it is given before they are stored only when it cannot wait.
  const refused = (await Promise.race([stored, sleep(SIGN_MS, null, { ref: false })])) === false;
  if (!refused) await respond(hearing, interaction, ACKNOWLEDGED);
  return stored;
}

/** Where Discord no longer takes the sign, what the person did still counts. */
async function respond({ rest, onError }: Hearing, { id, token }: APIInteraction, body: RESTPostAPIInteractionCallbackJSONBody): Promise<void> {
  await rest.post(Routes.interactionCallback(id, token), { body, auth: false }).catch(onError);
}

/** By the message's own address: the one that came with the press is good for a quarter of an hour only. */
async function change({ rest, onError }: Hearing, message: APIMessage, given: string): Promise<void> {
  await rest.patch(Routes.channelMessage(message.channel_id, message.id), { body: answered(message, given) }).catch(onError);
}

import { GatewayDispatchEvents, type GatewayDispatchPayload, type GatewayMessageCreateDispatchData, type GatewayMessageDeleteDispatchData, type GatewayMessageUpdateDispatchData } from 'discord.js';
import { deletionOf, editOf, incomingOf, isByPerson, mentionOf } from './incoming.ts';
import { takeInteraction, type Hearing } from './interactions.ts';

/** What Discord tells that people did. `ownId`: Cairn's own user. Resolves when it is taken and shown as taken. */
export async function hear(hearing: Hearing, event: GatewayDispatchPayload, ownId: string): Promise<void> {
  switch (event.t) {
    case GatewayDispatchEvents.MessageCreate: return wrote(hearing, event.d, ownId);
    case GatewayDispatchEvents.MessageUpdate: return edited(hearing, event.d);
    case GatewayDispatchEvents.MessageDelete: return deleted(hearing, event.d);
    case GatewayDispatchEvents.InteractionCreate: return takeInteraction(hearing, event.d);
  }
}

async function wrote(hearing: Hearing, message: GatewayMessageCreateDispatchData, ownId: string): Promise<void> {
  if (!isByPerson(message)) return;
  const { author: { id: userId }, channel_id: address } = message;
  if (message.guild_id) {
    const mention = mentionOf(message, ownId);
    if (mention) await hearing.take({ userId, address: await hearing.direct.with(userId) }, mention);
    return;
  }
  hearing.direct.met(address, userId);
  await Promise.all(incomingOf(message).map((incoming) => hearing.take({ userId, address }, incoming)));
}

async function edited(hearing: Hearing, message: GatewayMessageUpdateDispatchData): Promise<void> {
  if (message.guild_id || !isByPerson(message)) return;
  const edit = editOf(message);
  if (edit) await hearing.take({ userId: message.author.id, address: message.channel_id }, edit);
}

async function deleted(hearing: Hearing, { id, channel_id: address, guild_id }: GatewayMessageDeleteDispatchData): Promise<void> {
  const userId = guild_id ? null : await hearing.direct.personIn(address);
  if (userId) await hearing.take({ userId, address }, deletionOf(id));
}

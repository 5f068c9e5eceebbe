import { GatewayDispatchEvents, type GatewayDispatchPayload, type GatewayMessageCreateDispatchData, type GatewayMessageDeleteDispatchData, type GatewayMessageUpdateDispatchData } from 'discord.js';
import { z } from 'zod';
import { CairnError } from '../../errors.ts';
import { outerId } from '../shared/from-outside.ts';
import { deletionOf, editOf, incomingOf, isByPerson, mentionOf } from './incoming.ts';
import { takeInteraction, type Hearing } from './interactions.ts';

const somebody = z.object({ id: outerId }).nullish();
/** Whom and what something is about, wherever it says so. */
const named = z.object({ id: outerId, channel: somebody, author: somebody, user: somebody, member: z.object({ user: somebody }).nullish() });
const placed = named.extend({ channel_id: outerId });

/** What Discord tells that people did. `ownId`: Cairn's own user. Resolves when it is taken and shown as taken. */
export async function hear(hearing: Hearing, event: GatewayDispatchPayload, ownId: string): Promise<void> {
  switch (event.t) {
    case GatewayDispatchEvents.MessageCreate: return wrote(hearing, readable(event.d, placed), ownId);
    case GatewayDispatchEvents.MessageUpdate: return edited(hearing, readable(event.d, placed));
    case GatewayDispatchEvents.MessageDelete: return deleted(hearing, readable(event.d, placed));
    case GatewayDispatchEvents.InteractionCreate: return takeInteraction(hearing, readable(event.d, named));
  }
}

/** Throws `invalid-input` where nobody could say whose it is: to be told once more would not help. */
function readable<Told>(told: Told, schema: z.ZodType): Told {
  if (!schema.safeParse(told).success) throw new CairnError('invalid-input', 'Discord told of something that cannot be read.');
  return told;
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

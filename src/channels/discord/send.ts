import { Routes, type APIMessage, type REST } from 'discord.js';
import { wordsIn, type DiscordWords, type Worded } from '../../core/chat-words.ts';
import type { OutboundMessage, SendReceipt } from '../channel.ts';
import { deliveryFailed } from './failures.ts';
import { nonceOf, outgoing } from './outgoing.ts';

/**
 * Sends a message, in parts where it is long. Throws `delivery-failed`. Tried again it sends only what is missing: Discord knows
 * the parts that it has by their nonce. The receipt names the last part, which has the buttons.
 */
export async function send(rest: REST, words: Worded<DiscordWords>, { seq, address, body, language }: OutboundMessage): Promise<SendReceipt> {
  const parts = outgoing(body, wordsIn(words, language));
  let platformId: string | undefined;
  for (const [at, part] of parts.entries()) {
    const marked = { ...part, nonce: nonceOf(seq, at, part), enforce_nonce: true };
    const sent = await rest.post(Routes.channelMessages(address), { body: marked }).catch((error: unknown) => {
      throw deliveryFailed(error);
    });
    platformId = (sent as APIMessage).id;
  }
  return { platformId };
}

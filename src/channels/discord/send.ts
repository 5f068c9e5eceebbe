import { Routes, type APIMessage, type REST } from 'discord.js';
import type { OutboundMessage, Sender, SendReceipt } from '../channel.ts';
import { deliveryFailed } from './failures.ts';
import { nonceOf, outgoing } from './outgoing.ts';
import { wordsIn, type WordsByLanguage } from './words.ts';

export interface SendOptions {
  words: WordsByLanguage;
  /** Cairn's own address, for links that have none. */
  publicUrl(): string;
  /** The language somebody speaks with Cairn; English unless told. */
  languageOf?(sender: Sender): Promise<string>;
}

/**
 * Sends a message, in parts where it is long. Throws `delivery-failed`. Tried again it sends only what is missing: Discord knows
 * the parts that it has by their nonce. The receipt names the last part, which has the buttons.
 */
export async function send(rest: REST, { words, publicUrl, languageOf }: SendOptions, { seq, sender, address, body }: OutboundMessage): Promise<SendReceipt> {
  const parts = outgoing(body, { words: wordsIn(words, await languageOf?.(sender)), publicUrl: publicUrl() });
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

import type { MessageBody } from '../core/conversation/message.ts';

/**
 * The only port between Cairn and a chat platform. A channel verifies who is speaking, turns what came in
 * into an InboundMessage, and carries an OutboundMessage to an address. It decides nothing else.
 */
export type ChannelName = 'web' | 'slack' | 'teams' | 'discord' | 'mail';

/** One person on one platform: what `Account` stores. */
export interface Sender {
  channel: ChannelName;
  /** The tenant of the platform: Slack team, Teams tenant, practice slug on the web; '' where there is none. */
  workspace: string;
  userId: string;
}

export interface InboundMessage {
  sender: Sender;
  /** Where an answer goes; opaque outside the channel, stored so that Cairn can write first later. */
  address: string;
  /** The platform's own id of this message. The same id from the same sender is taken once. */
  messageId: string;
  /** What came: written text, pressed choices (of the question `step`), or something a text bot cannot read. */
  content:
    | { kind: 'text'; text: string }
    | { kind: 'choice'; step: string; ids: string[] }
    | { kind: 'unsupported'; what: 'voice' | 'file' | 'image' | 'other' };
}

export interface OutboundMessage {
  /** Rises within an account; a channel may see the same one twice after a crash, never out of order. */
  seq: number;
  sender: Sender;
  address: string;
  body: MessageBody;
}

/** What a channel gives Cairn in the end: the platform's id of what it sent, where it has one. */
export interface SendReceipt {
  platformId?: string;
}

export interface Channel {
  readonly name: ChannelName;
  /** Starts receiving. `onMessage` resolves once the message is safely stored; only then may a platform be told "received". */
  start(onMessage: (message: InboundMessage) => Promise<void>): Promise<void>;
  /** Throws `CairnError('delivery-failed')`; `details.retryAfterSeconds` where the platform asked for it, `details.gone` where it never will. */
  send(message: OutboundMessage): Promise<SendReceipt>;
  /**
   * Only where the stored row is the message, as on the web: what a turn answers then counts as sent once it is saved, and this tells whoever
   * has the chat open that there is something to read.
   */
  announce?(address: string): Promise<void>;
  stop(): Promise<void>;
}

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
  /** The platform's own id of this message; an edit, a deletion and a press have ids of their own. The same id from the same sender is taken once. */
  messageId: string;
  content: InboundContent;
}

export type InboundContent =
  /** Written words. */
  | { kind: 'text'; text: string }
  /** Pressed choices of the question `step`. */
  | { kind: 'choice'; step: string; ids: string[] }
  /** Something a text bot cannot read. */
  | { kind: 'unsupported'; what: 'voice' | 'file' | 'image' | 'other' }
  /** A message of theirs now reads otherwise; `of` is the id it came with. */
  | { kind: 'edited'; of: string; text: string }
  /** A message of theirs was taken away. */
  | { kind: 'deleted'; of: string }
  /** They spoke to Cairn where others can read it. The address is a direct message all the same: it is answered there. */
  | { kind: 'mention'; text: string }
  /** A command of the platform's own menu, such as `/intake`. */
  | { kind: 'command'; command: 'intake' | 'plan' | 'check-in' };

/** What a channel hands to Cairn. */
export interface Inbox {
  /** Resolves once the message is safely stored; only then may a platform be told "received". */
  message(message: InboundMessage): Promise<void>;
  /** The person blocked Cairn, removed it or left: nothing goes there until they write again. */
  gone(sender: Sender): Promise<void>;
  /** What a page of the platform's own shows of them, in their language; null for somebody who has not written yet. */
  home(sender: Sender): Promise<Home | null>;
  /**
   * The language to speak with them. Of somebody who has not written yet it is their practice's, or what the platform says
   * theirs is (`locale`, such as `es-419`) if the practice speaks it.
   */
  language(sender: Sender, locale?: string): Promise<string>;
}

export interface Home {
  /** Where things stand, in a sentence or two. */
  standing: string;
  /** The plan, section by section; empty while there is none to show. */
  plan: { heading: string; lines: string[] }[];
  /** Their plan's page. */
  link?: { label: string; url: string };
}

export interface OutboundMessage {
  /** Rises within an account; a channel may see the same one twice after a crash, never out of order. */
  seq: number;
  sender: Sender;
  address: string;
  body: MessageBody;
  /** What it is written in; so is everything that the channel shows around it. */
  language: string;
}

/** What a channel gives Cairn in the end: the platform's id of what it sent, where it has one. */
export interface SendReceipt {
  platformId?: string;
}

export interface Channel {
  readonly name: ChannelName;
  /** Starts receiving. */
  start(inbox: Inbox): Promise<void>;
  /**
   * Throws `CairnError('delivery-failed')`. Its `details`: `retryAfterSeconds` where the platform asked for it; `gone` where nobody is at the
   * address any more (blocked, left), so that nothing more is sent there until they write again; `refused` where it will never take this
   * one message. Without any of them it is tried again, after longer and longer waits.
   */
  send(message: OutboundMessage): Promise<SendReceipt>;
  /**
   * Only where the stored row is the message, as on the web: what a turn answers then counts as sent once it is saved, and this tells whoever
   * has the chat open that there is something to read.
   */
  announce?(address: string): Promise<void>;
  stop(): Promise<void>;
  /** What is right and wrong about how it is set up, for `cairn doctor`. Sends nothing to anybody, and never throws. */
  doctor?(): Promise<Finding[]>;
}

/** One thing that was looked at. */
export interface Finding {
  ok: boolean;
  /** As a sentence: "The bot token is valid." */
  what: string;
  /** What to do about it, where it is not. */
  remedy?: string;
}

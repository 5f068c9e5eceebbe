import { MessageFlags, MessageReferenceType, MessageType, type APIMessage } from 'discord.js';
import type { InboundContent } from '../channel.ts';
import { wholeText } from '../shared/from-outside.ts';

/** What came in, with the id under which it is taken once. */
export interface Incoming {
  messageId: string;
  content: InboundContent;
}

type Written = Pick<APIMessage, 'id' | 'content' | 'type' | 'author' | 'attachments' | 'flags' | 'webhook_id'>
  & Partial<Pick<APIMessage, 'sticker_items' | 'poll' | 'message_reference'>>;

/** People write ordinary messages and replies; "pinned a message", calls and the like are Discord's own. */
export const isByPerson = ({ type, author, webhook_id }: Written): boolean =>
  (type === MessageType.Default || type === MessageType.Reply) && !author.bot && webhook_id === undefined;

/**
 * A direct message as Cairn takes it. What cannot be read comes before the words beside it, so that they are the last thing
 * said and the question after them is the one that counts.
 */
export function incomingOf(message: Written): Incoming[] {
  const { id } = message;
  const text = wordsOf(message.content);
  const what = unreadable(message, text);
  return [
    ...(what ? [{ messageId: text ? `${id}.file` : id, content: { kind: 'unsupported', what } } as const] : []),
    ...(text ? [{ messageId: id, content: { kind: 'text', text } } as const] : []),
  ];
}

/** Null when the words are still the same: Discord also tells of a message when it has looked an address up. */
export function editOf(message: Pick<APIMessage, 'id' | 'content' | 'edited_timestamp'>): Incoming | null {
  const at = Date.parse(message.edited_timestamp ?? '');
  return Number.isNaN(at) ? null : { messageId: `${message.id}.${at}`, content: { kind: 'edited', of: message.id, text: wordsOf(message.content) } };
}

export const deletionOf = (id: string): Incoming => ({ messageId: `${id}.deleted`, content: { kind: 'deleted', of: id } });

/** Null when nobody spoke to Cairn itself; a call to everybody is not for us. */
export function mentionOf(message: Pick<APIMessage, 'id' | 'content' | 'mentions'>, ownId: string): Incoming | null {
  if (!message.mentions.some(({ id }) => id === ownId)) return null;
  const text = wordsOf(message.content.replace(new RegExp(`<@!?${ownId}>`, 'g'), ' '));
  return { messageId: message.id, content: { kind: 'mention', text } };
}

/** A server's own emoji are written as `:name:` and sent as their number. */
export const wordsOf = (content: string): string =>
  wholeText(content.replace(/<a?(:\w+:)\d+>/g, '$1')).trim();

type Unreadable = Extract<InboundContent, { kind: 'unsupported' }>['what'];

function unreadable({ attachments, flags, sticker_items = [], poll, message_reference }: Written, text: string): Unreadable | null {
  if ((flags ?? 0) & MessageFlags.IsVoiceMessage) return 'voice';
  const [first] = attachments;
  if (first) return first.content_type?.startsWith('image/') ? 'image' : first.content_type?.startsWith('audio/') ? 'voice' : 'file';
  const forwarded = message_reference?.type === MessageReferenceType.Forward;
  return sticker_items.length > 0 || poll || forwarded || text === '' ? 'other' : null;
}

import type { InboundContent } from '../channel.ts';
import { z } from 'zod';
import { outerId } from '../shared/from-outside.ts';
import { readText } from './mrkdwn.ts';
import { readSent } from './read-sent.ts';

const written = z.object({
  subtype: z.string().optional(),
  user: outerId.nullish(),
  bot_id: z.unknown().optional(),
  text: z.string().nullish(),
  ts: outerId,
  edited: z.object({ ts: outerId }).nullish().catch(undefined),
  files: z.array(z.object({ mimetype: z.string().optional().catch(undefined), subtype: z.string().optional().catch(undefined) })).nullish().catch([{}]),
});

/** The parts of Slack's `message` event that matter here. An edit and a deletion carry the message they are about. */
const messageEvent = written.extend({
  channel: outerId,
  channel_type: z.string().nullish(),
  message: written.nullish(),
  previous_message: written.nullish(),
});

export type MessageEvent = z.infer<typeof messageEvent>;
type Files = NonNullable<MessageEvent['files']>;

export const readMessage = (event: unknown): MessageEvent => readSent(messageEvent, event);

export interface Heard {
  userId: string;
  messageId: string;
  content: InboundContent;
}

/** Other subtypes tell of something that happened, not of something that was said. */
const SAID = new Set([undefined, 'file_share', 'me_message', 'thread_broadcast']);

/** Of `app_mention`, which has the same parts. */
const mentionEvent = written.extend({ channel: outerId });
export const readMention = (event: unknown): z.infer<typeof mentionEvent> => readSent(mentionEvent, event);

/** The id of a message, the same in the message itself, in its edits, its deletion and whenever Slack sends it again. */
export const messageId = (channel: string, ts: string): string => `${channel}:${ts}`;

/** A direct message; some events leave the type out, and the id tells it too. */
export const isDirect = ({ channel, channel_type }: MessageEvent): boolean => (channel_type ?? (channel.startsWith('D') ? 'im' : '')) === 'im';

/** What a person said to Cairn, mostly one thing; nothing for what Cairn said itself (`us` is its user id there) or other bots did. */
export function hear(event: MessageEvent, us: string | undefined): Heard[] {
  const { channel, subtype, message, previous_message: before } = event;
  const about = subtype === 'message_changed' ? message : subtype === 'message_deleted' ? before : event;
  const userId = about?.user ?? before?.user;
  if (!about || !userId || userId === us || about.bot_id || before?.bot_id) return [];
  const id = messageId(channel, about.ts);
  const deleted = { userId, messageId: `${id}:deleted`, content: { kind: 'deleted', of: id } } as const;
  switch (subtype) {
    // What others have answered in a thread leaves a stone in its place.
    case 'message_changed': return about.subtype === 'tombstone' ? [deleted] : edited(event, id, userId);
    case 'message_deleted': return [deleted];
    default: return SAID.has(subtype) ? said(event, id, userId) : [];
  }
}

/** A picture with words under it is two things: the one cannot be read, and the other is an answer. */
function said(event: MessageEvent, id: string, userId: string): Heard[] {
  const words = readText(event.text ?? '');
  const files = event.files ?? [];
  if (words.trim() === '') return [{ userId, messageId: id, content: unreadable(files) }];
  return [
    ...(files.length > 0 ? [{ userId, messageId: `${id}:file`, content: unreadable(files) }] : []),
    { userId, messageId: id, content: { kind: 'text', text: words } },
  ];
}

/** Slack also calls it a change when it adds a preview; the words are the same then. */
function edited({ message, previous_message: before, ts }: MessageEvent, id: string, userId: string): Heard[] {
  if (typeof message!.text !== 'string' || message!.text === before?.text) return [];
  return [{ userId, messageId: `${id}:edited:${message!.edited?.ts ?? ts}`, content: { kind: 'edited', of: id, text: readText(message!.text) } }];
}

function unreadable([file]: Files): InboundContent {
  const kind = file?.mimetype?.split('/')[0];
  const what = !file ? 'other' : file.subtype === 'slack_audio' || kind === 'audio' ? 'voice' : kind === 'image' ? 'image' : 'file';
  return { kind: 'unsupported', what };
}

/** Words to Cairn where others read, without its own name. */
export const mentioned = (text: string, us: string | undefined): string =>
  readText(us ? text.replaceAll(new RegExp(`<@${us}(?:\\|[^<>]*)?>`, 'g'), '') : text).trim();

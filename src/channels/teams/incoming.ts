import type { InboundContent, InboundMessage, Sender } from '../channel.ts';
import { fingerprint, tenantOf, type Activity } from './activity.ts';
import { wholeText } from '../shared/from-outside.ts';
import { addressText } from './address.ts';
import { emojiOf, unreadable } from './attachments.ts';
import { readPressed } from './cards/card-data.ts';

/** What an activity of Teams means to Cairn. */
export type Incoming =
  | { is: 'messages'; messages: InboundMessage[]; answered?: Answered }
  /** The app was added to somebody's personal chat. */
  | { is: 'added'; sender: Sender; address: string; locale: string | undefined }
  /** The app was removed from it. */
  | { is: 'gone'; sender: Sender }
  /** Teams waits for a result that Cairn has none of. */
  | { is: 'not-implemented' }
  | { is: 'nothing' };

/** A card of ours that has now been answered. */
export interface Answered {
  address: string;
  cardId: string;
  text: string;
  chosen: string[];
}

/** Reads an activity whose sender has been verified. */
export function readIncoming(activity: Activity): Incoming {
  const isPersonal = activity.conversation.conversationType === 'personal';
  switch (activity.type) {
    case 'message': return isPersonal ? message(activity) : mention(activity);
    case 'messageUpdate': return isPersonal ? one(activity, later(activity, 'edited'), { kind: 'edited', of: activity.id, text: textOf(activity) }) : nothing;
    case 'messageDelete': return isPersonal ? one(activity, later(activity, 'deleted'), { kind: 'deleted', of: activity.id }) : nothing;
    case 'installationUpdate':
      if (isPersonal && activity.action === 'add') return { is: 'added', sender: senderOf(activity), address: addressOf(activity), locale: activity.locale };
      return isPersonal && activity.action === 'remove' ? { is: 'gone', sender: senderOf(activity) } : nothing;
    case 'conversationUpdate':
      return isPersonal && activity.membersRemoved?.some(({ id }) => id === activity.recipient.id) ? { is: 'gone', sender: senderOf(activity) } : nothing;
    case 'invoke': return { is: 'not-implemented' };
    default: return nothing;
  }
}

const nothing: Incoming = { is: 'nothing' };

function message(activity: Activity): Incoming {
  const pressed = readPressed(activity.value);
  if (pressed) {
    const { content, answered } = pressed;
    const cardId = activity.replyToId;
    if (!cardId || !answered) return one(activity, activity.id, content);
    // A card is answered once, however often it is pressed before it changes; but no words of theirs are taken for other ones.
    const messageId = content.kind === 'text' ? `card:${cardId}:${fingerprint(content.text)}` : `card:${cardId}`;
    return { ...one(activity, messageId, content), answered: { address: addressOf(activity), cardId, ...answered } };
  }
  const text = textOf(activity);
  const what = unreadable(activity.attachments);
  if (text === '' && what) return one(activity, activity.id, { kind: 'unsupported', what });
  const taken = inbound(activity, activity.id, command(text) ?? { kind: 'text', text });
  // Nobody should think that a picture beside their words was seen.
  return { is: 'messages', messages: what ? [taken, inbound(activity, `${activity.id}:attached`, { kind: 'unsupported', what })] : [taken] };
}

const textOf = ({ text, attachments }: Activity): string => wholeText(text && text.trim() !== '' ? text : emojiOf(attachments));

/** A command of the menu arrives as if it had been typed; it counts when it is all there is. */
function command(text: string): InboundContent | null {
  const [, name] = /^\/?(intake|plan|check-in)$/i.exec(text.trim()) ?? [];
  return name ? { kind: 'command', command: name.toLowerCase() as 'intake' | 'plan' | 'check-in' } : null;
}

/** In a team or a group, only what mentions Cairn arrives. The address has no conversation: it leads to their personal chat. */
function mention(activity: Activity): Incoming {
  const text = wholeText(activity.text ?? '').replace(/<at\b[^>]*>[^<]*<\/at>/gi, ' ').replaceAll('&nbsp;', ' ').trim();
  const said = inbound(activity, activity.id, { kind: 'mention', text });
  return { is: 'messages', messages: [{ ...said, address: addressText(place(activity)) }] };
}

const one = (activity: Activity, messageId: string, content: InboundContent): Incoming & { is: 'messages' } =>
  ({ is: 'messages', messages: [inbound(activity, messageId, content)] });

const inbound = (activity: Activity, messageId: string, content: InboundContent): InboundMessage =>
  ({ sender: senderOf(activity), address: addressOf(activity), messageId, content });

/** People are known by their id in the directory, which outlives a new registration of the bot. */
const senderOf = (activity: Activity): Sender =>
  ({ channel: 'teams', workspace: tenantOf(activity), userId: activity.from.aadObjectId ?? activity.from.id });

const place = (activity: Activity) => ({ service: activity.serviceUrl, tenant: tenantOf(activity), bot: activity.recipient.id, user: activity.from.id });

const addressOf = (activity: Activity): string => addressText({ ...place(activity), conversation: activity.conversation.id });

/** An edit comes with the id of the message it changes, each time again. */
const later = ({ id, timestamp, text }: Activity, what: string): string => `${id}:${what}:${timestamp ?? fingerprint(text ?? '')}`;

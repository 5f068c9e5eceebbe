import type { InboundContent } from '../channel.ts';
import type { Attachment } from './activity.ts';

type What = Extract<InboundContent, { kind: 'unsupported' }>['what'];

/** What is attached that a text bot cannot read; null when there is nothing but the message's own words once more, as HTML. */
export function unreadable(attachments: Attachment[]): What | null {
  const types = attachments.map(({ contentType }) => contentType.toLowerCase()).filter((type) => type !== '' && type !== 'text/html' && type !== 'text/plain');
  if (types.length === 0) return attachments.some(isPicture) ? 'image' : null;
  if (types.some((type) => type.startsWith('audio/') || type.endsWith('card.audio'))) return 'voice';
  if (types.some((type) => type.startsWith('image/'))) return 'image';
  return types.some((type) => type.includes('file') || type.startsWith('application/')) ? 'file' : 'other';
}

/** A message of nothing but emoji has no text; they stand in its HTML, as pictures with a name. */
export const emojiOf = (attachments: Attachment[]): string =>
  attachments.flatMap((attachment) => [...html(attachment).matchAll(EMOJI)].map(([picture]) => /\balt="([^"]*)"/i.exec(picture)?.[1] ?? '')).join('');

const EMOJI = /<img\b[^>]*\bitemtype="[^"]*\/Emoji"[^>]*>/gi;

const isPicture = (attachment: Attachment): boolean => /<img\b/i.test(html(attachment).replace(EMOJI, ''));

const html = ({ contentType, content }: Attachment): string => (contentType.toLowerCase() === 'text/html' && typeof content === 'string' ? content : '');

import { createHash } from 'node:crypto';
import { ButtonStyle, ComponentType, MessageFlags, type AllowedMentionsTypes, type APIButtonComponent, type RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import type { DiscordWords } from '../../core/chat-words.ts';
import type { MessageBody, Question } from '../../core/conversation/message.ts';
import { howFar, howMany } from '../shared/words.ts';
import { offerChoices, type Offer, type Row } from './choices.ts';
import { customId } from './custom-id.ts';
import { escapedParts, escapeMarkup, inOneLine, shorten } from './markup.ts';

/** What every message of ours has: no previews of addresses, nobody called by a mention. */
export const QUIET = { flags: MessageFlags.SuppressEmbeds as const, allowed_mentions: { parse: [] as AllowedMentionsTypes[] } };

/** Discord takes 2,000 characters. The rest is room to show, in the same message, what was chosen. */
export const LONGEST_MESSAGE = 2_000;
const LONGEST_CONTENT = 1_900;
const ROWS = 5;
const LONGEST_LABEL = 80;
const LONGEST_ADDRESS = 512;
const LONGEST_LINE = 300;

/** A message as Discord takes it, in parts where it is long; what can be pressed comes with the last one. */
export function outgoing({ text, question, progress, link }: MessageBody, words: DiscordWords): RESTPostAPIChannelMessageJSONBody[] {
  const opens = link && { ...link, pressable: isPressable(link.url) };
  const extras: APIButtonComponent[] = [
    ...(question?.kind === 'text' ? writeButton(question, words) : []),
    ...(opens?.pressable ? [{ type: ComponentType.Button, style: ButtonStyle.Link, label: shorten(opens.label, LONGEST_LABEL) || '…', url: opens.url } as const] : []),
  ];
  const offer = question && offerChoices(question, ROWS - 1);
  if (question && offer?.gathers) extras.unshift(...doneButton(question, words));
  const rows: Row[] = [...(offer?.rows ?? []), ...(extras.length > 0 ? [{ type: ComponentType.ActionRow, components: extras } as Row] : [])];
  const contents = inMessages(escapedParts(text, LONGEST_CONTENT), [
    ...(opens && !opens.pressable ? escapedParts(`${opens.label}\n${opens.url}`, LONGEST_CONTENT) : []),
    ...(question && offer?.listed ? listed(question) : []),
    ...smallPrint(question, offer, progress, words),
  ]);
  if (rows.length > 0 && contents.length === 0) contents.push('');
  return contents.map((content, at) => ({ content, ...QUIET, ...(at === contents.length - 1 && rows.length > 0 && { components: rows }) }));
}

/**
 * The mark by which Discord knows a message that it already has, when a part is sent again after a crash or a lost answer. Discord
 * remembers it for some minutes. `seq` alone would not do: a database that is set up anew counts from 1 again.
 */
export const nonceOf = (seq: number, part: number, { content }: RESTPostAPIChannelMessageJSONBody): string =>
  createHash('sha256').update(`${seq} ${part} ${content}`).digest('base64url').slice(0, 25);

function writeButton({ step }: Question, words: DiscordWords): APIButtonComponent[] {
  const id = customId({ is: 'write', step, language: words.language });
  return id ? [{ type: ComponentType.Button, style: ButtonStyle.Secondary, label: words['write-longer'], custom_id: id }] : [];
}

/** Its id is shorter than that of the menus it belongs to. */
const doneButton = ({ step }: Question, words: DiscordWords): APIButtonComponent[] =>
  [{ type: ComponentType.Button, style: ButtonStyle.Success, label: words.done, custom_id: customId({ is: 'done', step })! }];

/** Some addresses Discord does not put on a button: too long ones, and those of machines without a full name. */
function isPressable(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' };
  return /^https?:$/.test(protocol) && hostname.includes('.') && url.length <= LONGEST_ADDRESS;
}

const listed = ({ choices }: Question): string[] => choices.flatMap(({ label, hint }, nth) => {
  const [first = '', ...more] = escapedParts([label, hint ?? ''].map(inOneLine).filter(Boolean).join(' · '), LONGEST_CONTENT - 10);
  return [`${nth + 1}. ${first}`, ...more];
});

function smallPrint(question: Question | undefined, offer: Offer | undefined, progress: MessageBody['progress'], words: DiscordWords): string[] {
  const { kind, scale, choices = [], ownWords } = question ?? {};
  const ways = [
    ...(question && kind === 'many' && offer?.rows.length ? [howMany(question, words)] : []),
    ...(choices.length > 0 && ownWords ? [words['own-words']] : []),
  ];
  const lines = [
    ...(scale ? [`${scale.from}: ${scale.low} · ${scale.to}: ${scale.high}`] : []),
    ...(ways.length > 0 ? [ways.join(' · ')] : []),
    ...(progress ? [howFar(progress, words)] : []),
  ];
  return lines.map((line) => `-# ${escapeMarkup(shorten(line, LONGEST_LINE))}`);
}

/** Lines follow the text in its last message, and go on in further ones where there is no room. */
function inMessages(parts: string[], lines: string[]): string[] {
  const messages = [...parts];
  for (const line of lines) {
    const joined = messages.length > 0 ? `${messages.at(-1)!}\n${line}` : line;
    if (joined.length <= LONGEST_CONTENT) messages.splice(-1, 1, joined);
    else messages.push(line);
  }
  return messages;
}

import type { TeamsWords } from '../../core/chat-words.ts';
import type { MessageBody } from '../../core/conversation/message.ts';
import { splitText } from '../shared/split-text.ts';
import type { AdaptiveCard } from './cards/card.ts';
import { waysToChoose } from './cards/choices.ts';
import { questionCard } from './cards/question-card.ts';
import { asRun, asXml, clip } from './plain-text.ts';

/** One message of Teams. */
export type Outgoing =
  | { type: 'message'; textFormat: 'xml'; text: string }
  | { type: 'message'; summary: string; attachments: [{ contentType: typeof CARD; content: AdaptiveCard }] };

const CARD = 'application/vnd.microsoft.card.adaptive';

/** Longest text of one message, in UTF-16 units: well below what Teams takes, even if every sign has to be escaped, and still good to read. */
export const LONGEST_TEXT = 2_000;

/**
 * Longest text on a card. A card brings its text back with every button, so that it can be shown as answered;
 * what is longer goes before it as a message of its own.
 */
const LONGEST_ON_CARD = { buttons: 900, scale: 350, list: 1_200, none: 1_200 };

/** What Teams takes at most, counted as it counts: the whole message in UTF-16. */
export const LARGEST_MESSAGE = 28 * 1024;

const LONGEST_SUMMARY = 150;

/** A message as Teams shows it, in order; never empty. */
export function outgoing(body: MessageBody, words: TeamsWords): Outgoing[] {
  const { text, question, link } = body;
  if (!question && !link) return texts(text);
  const parts = splitText(text, LONGEST_TEXT);
  const last = parts.pop() ?? '';
  const onCard = splitText(last, LONGEST_ON_CARD[question?.choices.length ? waysToChoose(question) : 'none']).at(-1) ?? '';
  const before = last.slice(0, last.length - onCard.length).trimEnd();
  const asked = cardMessage(questionCard({ ...body, text: onCard }, words), onCard);
  return [
    ...[...parts, before].filter((part) => part !== '').map(textMessage),
    ...(size(asked) > LARGEST_MESSAGE ? withoutCard(asked) : [asked]),
  ];
}

/** A card in plain text, for a Teams that would not take it; nothing for what is no card. */
export const withoutCard = (message: Outgoing): Outgoing[] => ('attachments' in message ? texts(message.attachments[0].content.fallbackText) : []);

export const cardMessage = (content: AdaptiveCard, text: string): Outgoing =>
  ({ type: 'message', summary: clip(asRun(text).replace(/\s+/g, ' '), LONGEST_SUMMARY), attachments: [{ contentType: CARD, content }] });

const texts = (text: string): Outgoing[] => {
  const parts = splitText(text, LONGEST_TEXT);
  return (parts.length > 0 ? parts : ['…']).map(textMessage);
};

const textMessage = (text: string): Outgoing => ({ type: 'message', textFormat: 'xml', text: asXml(text) });

const size = (message: Outgoing): number => JSON.stringify(message).length * 2;

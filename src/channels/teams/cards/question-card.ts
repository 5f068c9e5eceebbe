import type { TeamsWords } from '../../../core/chat-words.ts';
import type { MessageBody } from '../../../core/conversation/message.ts';
import { howFar } from '../../shared/words.ts';
import { WORDS, type CardData } from './card-data.ts';
import { buttonTitle, card, paragraphs, quiet, submit, type AdaptiveCard, type CardPart } from './card.ts';
import { choiceParts, type ChoiceParts } from './choices.ts';
import { listing } from './listing.ts';

/** A message that asks something or offers a link. */
export function questionCard(body: MessageBody, words: TeamsWords): AdaptiveCard {
  const { text, question, progress, link } = body;
  const choosing: ChoiceParts = question && question.choices.length > 0 ? choiceParts(question, text, words) : { body: [], actions: [] };
  const inOwnWords = question?.kind === 'text' ? [largerBox(text, words)] : [];
  return card({
    text,
    fallback: listing(body),
    body: [...paragraphs(text), ...choosing.body, ...(progress ? [quiet(howFar(progress, words), { spacing: 'Medium' })] : [])],
    actions: [...choosing.actions, ...inOwnWords, ...(link ? [opening(link)] : [])],
  });
}

/** What somebody sees who has just added the app; nothing is begun, and nobody's account is made, before they press. */
export const greetingCard = ({ greeting, begin }: TeamsWords): AdaptiveCard => card({
  text: greeting, fallback: greeting, body: paragraphs(greeting),
  actions: [submit(begin, { cairn: { does: 'command', command: 'intake', label: begin, text: greeting } satisfies CardData })],
});

/** The card after it was answered: what it said, what was chosen, and nothing left to press. */
export const answeredCard = ({ text, chosen }: { text: string; chosen: string[] }): AdaptiveCard => {
  const answers = chosen.map((each) => `✓ ${each}`);
  return card({
    text, fallback: [text, ...answers].join('\n'),
    body: [...paragraphs(text), { type: 'Container', spacing: 'Medium', items: answers.flatMap(paragraphs) }],
  });
};

/** The line that people type in sends at every Enter; here there is room for more than a line. */
const largerBox = (text: string, words: TeamsWords): CardPart => ({
  type: 'Action.ShowCard', title: buttonTitle(words['write-longer']),
  card: {
    type: 'AdaptiveCard',
    body: [{ type: 'Input.Text', id: WORDS, isMultiline: true, placeholder: words['write-longer'] }],
    actions: [submit(words.send, { cairn: { does: 'write', text } satisfies CardData })],
  },
});

const opening = ({ label, url }: { label: string; url: string }): CardPart => ({ type: 'Action.OpenUrl', title: buttonTitle(label), url });

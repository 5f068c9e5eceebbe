import { asRun, clip } from '../plain-text.ts';

/** The version whose every part works in Teams on a phone as well; newer ones are for the desktop. */
export const CARD_VERSION = '1.2';

export type CardPart = Record<string, unknown> & { type: string };

export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: string;
  version: string;
  /** Shown where cards are not. */
  fallbackText: string;
  /** Read aloud. */
  speak: string;
  body: CardPart[];
  actions?: CardPart[];
}

const LONGEST_SPEECH = 300;

export function card({ text, fallback, body, actions = [] }: { text: string; fallback: string; body: CardPart[]; actions?: CardPart[] }): AdaptiveCard {
  return {
    type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', version: CARD_VERSION,
    fallbackText: asRun(fallback),
    // Speech may hold markup of its own.
    speak: clip(asRun(text), LONGEST_SPEECH).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    body,
    ...(actions.length > 0 && { actions }),
  };
}

/** Rich text, which reads no Markdown: a block for every line, because a line break inside one is lost. */
export function paragraphs(text: string): CardPart[] {
  let spacing = 'None';
  return asRun(text).split('\n').flatMap((line) => {
    if (line.trim() === '') {
      spacing = 'Medium';
      return [];
    }
    const block = richText(line, {}, { spacing });
    spacing = 'Small';
    return block;
  });
}

export const richText = (text: string, run: Record<string, unknown> = {}, block: Record<string, unknown> = {}): CardPart =>
  ({ type: 'RichTextBlock', ...block, inlines: [{ type: 'TextRun', text: asRun(text), ...run }] });

export const quiet = (text: string, block: Record<string, unknown> = {}): CardPart => richText(text, { isSubtle: true, size: 'Small' }, block);

export const submit = (title: string, data: object): CardPart => ({ type: 'Action.Submit', title: buttonTitle(title), data });

/** A button without a title could not be found. */
export const buttonTitle = (text: string): string => asRun(text).trim() || '…';

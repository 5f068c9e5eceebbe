import { z } from 'zod';
import type { InboundContent } from '../../channel.ts';
import { wholeText } from '../../shared/from-outside.ts';

/**
 * What a card carries, and sends back when something on it is pressed. It holds all that is needed to show the card as answered,
 * because Teams never gives a message back. Whoever presses could change it, so it is read as any other input.
 */
const words = z.string().transform(wholeText);
const shown = { text: words };

export const cardData = z.discriminatedUnion('does', [
  /** A button, or a number of a scale. */
  z.object({ does: z.literal('choose'), step: words, id: words, label: words, ...shown }),
  /** A list; what was picked comes beside it, by place in the list. */
  z.object({ does: z.literal('pick'), step: words, ids: z.array(words), labels: z.array(words), ...shown }),
  /** The larger box to write in; the words come beside it. */
  z.object({ does: z.literal('write'), ...shown }),
  z.object({ does: z.literal('command'), command: z.enum(['intake', 'plan', 'check-in']), label: words, ...shown }),
]);

export type CardData = z.infer<typeof cardData>;

/** Names of the inputs on a card; Teams merges their values into what it sends. */
export const PICKED = 'picked';
export const WORDS = 'words';

const submitted = z.object({ cairn: cardData, [PICKED]: z.string().optional(), [WORDS]: words.optional() });

export interface Pressed {
  content: InboundContent;
  /** The card as it reads from now on; null when nothing was given, and the card stays open. */
  answered: { text: string; chosen: string[] } | null;
}

/** `value` of an activity; null when it is not from a card of ours. */
export function readPressed(value: unknown): Pressed | null {
  const parsed = submitted.safeParse(value);
  if (!parsed.success) return null;
  const { cairn, picked = '', words = '' } = parsed.data;
  const answered = (...chosen: string[]) => (chosen.length > 0 ? { text: cairn.text, chosen } : null);
  switch (cairn.does) {
    case 'choose': return { content: { kind: 'choice', step: cairn.step, ids: [cairn.id] }, answered: answered(cairn.label) };
    case 'command': return { content: { kind: 'command', command: cairn.command }, answered: answered(cairn.label) };
    case 'write': return { content: { kind: 'text', text: words }, answered: words.trim() === '' ? null : answered(words) };
    case 'pick': {
      const places = picked.split(',').filter((place) => /^\d{1,3}$/.test(place)).map(Number).filter((place) => place < cairn.ids.length);
      return {
        content: { kind: 'choice', step: cairn.step, ids: places.map((place) => cairn.ids[place]!) },
        answered: answered(...places.map((place) => cairn.labels[place] ?? '')),
      };
    }
  }
}

import type { Seen } from '../../harness.ts';
import type { ScreenMessage } from './playground.ts';

/** Reading a message of Teams as a person does, and pressing what is on it. */

interface Element {
  type: string;
  text?: string;
  title?: string;
  url?: string;
  spacing?: string;
  isMultiSelect?: boolean;
  inlines?: { text: string; isSubtle?: boolean }[];
  items?: Element[];
  columns?: Element[];
  selectAction?: Element;
  choices?: { title: string; value: string }[];
  card?: { body: Element[]; actions: Element[] };
  data?: { cairn: Record<string, unknown> };
}

interface Card {
  body: Element[];
  actions?: Element[];
}

export const cardOf = ({ attachments }: ScreenMessage): Card | null => (attachments[0]?.content as Card | undefined) ?? null;

export function readMessage(message: ScreenMessage): Seen {
  const card = cardOf(message);
  if (!card) {
    const text = readXml(message.text ?? '');
    return { text, choices: [], chosen: [], whole: text };
  }
  const lines = textLines(card.body);
  const chosen = lines.filter((line) => line.startsWith('✓ ')).map((line) => line.slice(2));
  const link = card.actions?.find(({ type }) => type === 'Action.OpenUrl')?.url;
  return {
    text: lines.filter((line) => !line.startsWith('✓ ')).join('\n').trim(),
    choices: pressables(message).map(({ label }) => label),
    chosen,
    whole: allText({ type: 'Card', items: card.body, columns: card.actions ?? [] }),
    ...(link && { link }),
  };
}

const readXml = (text: string): string =>
  text.replaceAll('<br/>', '\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Paragraphs, without the quieter lines around the choices. */
const textLines = (body: Element[]): string[] => body.flatMap((element) => {
  if (element.type === 'Container') return textLines(element.items ?? []);
  if (element.type !== 'RichTextBlock' || element.inlines?.some(({ isSubtle }) => isSubtle)) return [];
  const line = (element.inlines ?? []).map(({ text }) => text).join('').replaceAll('\u200b', '');
  return element.spacing === 'Medium' ? ['', line] : [line];
});

const allText = (element: Element): string => [
  element.text ?? '', element.title ?? '', ...(element.inlines ?? []).map(({ text }) => text),
  ...(element.choices ?? []).map(({ title }) => readMarkdown(title)),
  ...[...(element.items ?? []), ...(element.columns ?? [])].map(allText),
].filter((part) => part !== '').join('\n');

const readMarkdown = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** Something to press: what it says, and what Teams would send. */
export interface Pressable {
  label: string;
  /** Of a list, the place to tick; the button below it is pressed afterwards. */
  value?: string;
  data: object;
}

export function pressables(message: ScreenMessage): Pressable[] {
  const card = cardOf(message);
  if (!card) return [];
  const numbers = card.body.flatMap(({ columns = [] }) => columns.flatMap(({ selectAction }) => selectAction ?? []));
  const submits = [...numbers, ...(card.actions ?? [])].filter(({ type }) => type === 'Action.Submit');
  const list = card.body.find(({ type }) => type === 'Input.ChoiceSet');
  if (!list) return submits.map(({ title, data }) => ({ label: title!, data: data! }));
  const [done] = submits;
  const labels = done!.data!.cairn.labels as string[];
  return list.choices!.map(({ title, value }) => ({ label: labelIn(readMarkdown(title), labels[Number(value)]!), value, data: done!.data! }));
}

/** What sending the larger box on a message adds its words to; undefined where there is none. */
export const boxOf = (message: ScreenMessage): object | undefined =>
  cardOf(message)?.actions?.find(({ type }) => type === 'Action.ShowCard')?.card!.actions[0]!.data;

/** A title in a list is a label and perhaps its quieter line in brackets. */
const labelIn = (title: string, label: string): string => (title.startsWith(`${label} (`) ? label : title);

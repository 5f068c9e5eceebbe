import { ButtonStyle, ComponentType, type APIMessage, type RESTPatchAPIChannelMessageJSONBody } from 'discord.js';
import type { Row } from './choices.ts';
import { customId, readCustomId } from './custom-id.ts';
import { escapeMarkup, shorten } from './markup.ts';
import { LONGEST_MESSAGE, QUIET } from './outgoing.ts';

/** Our messages are made of rows of buttons and menus, and nothing else. */
export const rowsOf = ({ components = [] }: Pick<APIMessage, 'components'>): Row[] => components as Row[];

/** Labels of what was chosen, as the message shows them. `picked` are the custom id of a button, or values of menus. */
export const labelsOf = (message: Pick<APIMessage, 'components'>, step: string, ids: string[]): string[] => {
  const shown = new Map(rowsOf(message).flatMap((row) => row.components).flatMap((component): [string, string][] => {
    if (component.type === ComponentType.StringSelect) return component.options.map(({ value, label }) => [value, label]);
    const pressed = 'custom_id' in component && 'label' in component ? readCustomId(component.custom_id) : null;
    return pressed?.is === 'pick' && pressed.step === step && 'label' in component ? [[pressed.id, component.label ?? '']] : [];
  }));
  return ids.map((id) => shown.get(id) ?? id);
};

/** The message once it was answered: what was given stands below it as a quote, and nothing but links can be pressed. */
export function answered(message: Pick<APIMessage, 'content' | 'components'>, given: string): RESTPatchAPIChannelMessageJSONBody {
  const { content } = message;
  const head = content === '' ? '>>> ' : `${content}\n>>> `;
  const quote = quoteWithin(given, LONGEST_MESSAGE - head.length);
  return { content: quote === '' ? content : head + quote, ...QUIET, components: withoutQuestion(message) };
}

/** The message when its larger box is no longer the way to answer anything. */
export const withoutBox = (message: Pick<APIMessage, 'components'>): Row[] =>
  keeping(message, (id) => readCustomId(id)?.is !== 'write');

const withoutQuestion = (message: Pick<APIMessage, 'components'>): Row[] => keeping(message, () => false);

function keeping(message: Pick<APIMessage, 'components'>, keep: (id: string) => boolean): Row[] {
  return rowsOf(message)
    .map((row) => ({ ...row, components: row.components.filter((component) => isLink(component) || ('custom_id' in component && keep(component.custom_id))) }))
    .filter(({ components }) => components.length > 0);
}

const isLink = (component: Row['components'][number]): boolean => component.type === ComponentType.Button && component.style === ButtonStyle.Link;

/** The menus of a question with what is chosen in one of them marked, so that the message itself remembers it until all is sent. */
export function withMarked(message: Pick<APIMessage, 'components'>, step: string, nth: number, values: string[]): Row[] {
  const changed = customId({ is: 'gather', step, nth });
  return rowsOf(message).map((row) => ({
    ...row,
    components: row.components.map((component) => component.type === ComponentType.StringSelect && component.custom_id === changed
      ? { ...component, options: component.options.map((option) => ({ ...option, default: values.includes(option.value) })) }
      : component),
  }));
}

/** Everything marked in the menus of a question. */
export const markedIn = (message: Pick<APIMessage, 'components'>, step: string): string[] =>
  rowsOf(message).flatMap((row) => row.components).flatMap((component) => {
    if (component.type !== ComponentType.StringSelect) return [];
    const pressed = readCustomId(component.custom_id);
    return pressed?.is === 'gather' && pressed.step === step ? component.options.filter((option) => option.default).map(({ value }) => value) : [];
  });

/** A quote is there to recognise what was said; all of it is kept where answers are kept. */
function quoteWithin(text: string, most: number): string {
  const whole = escapeMarkup(text.trim());
  if (whole.length <= most) return whole;
  for (let room = most; room > 1; room = Math.floor(room * 0.8)) {
    const cut = escapeMarkup(shorten(text, room));
    if (cut.length <= most) return cut;
  }
  return '';
}

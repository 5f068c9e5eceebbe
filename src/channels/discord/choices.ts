import { ButtonStyle, ComponentType, type APIActionRowComponent, type APIButtonComponent, type APIStringSelectComponent } from 'discord.js';
import type { Choice, Question } from '../../core/conversation/message.ts';
import { inGroups } from '../shared/in-groups.ts';
import { customId, LONGEST_ID } from './custom-id.ts';
import { shorten } from './markup.ts';

export type Row = APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>;

/** How the choices of a question are shown. */
export interface Offer {
  rows: Row[];
  /** Choices have to be read in the text, with their numbers: there they are too long, or too many, for what can be pressed. */
  listed: boolean;
  /** Several menus whose choices are one answer: a button says when it is complete. */
  gathers: boolean;
}

/** Limits of Discord's. A phone shows this much of a button without cutting it. */
const SHOWN_OF_BUTTON = 38;
const IN_ROW = 5;
const IN_MENU = 25;
const LONGEST_OPTION = 100;
const LONGEST_PLACEHOLDER = 150;
/** More than this is easier to find in a menu. */
const MOST_BUTTONS: Record<Question['kind'], number> = { text: 0, many: 0, one: 10, scale: 20 };

/** Rows for at most `room` rows. A question without choices, or with choices that fit nowhere, has none; it is answered in words or with a number. */
export function offerChoices({ step, kind, choices, most }: Question, room: number): Offer {
  const few = choices.length <= MOST_BUTTONS[kind];
  const atMost = kind === 'many' ? Math.max(most ?? choices.length, 1) : 1;
  return (few ? buttons(step, kind, choices, room) : null) ?? menus(step, choices, atMost, room)
    ?? { rows: [], gathers: false, listed: choices.length > 0 };
}

/** Whether a label, or the quieter line below it, is longer than what can be shown of it. */
const exceeds = (choices: Choice[], ofLabel: number, ofHint: number): boolean =>
  choices.some(({ label, hint = '' }) => label.length > ofLabel || hint.length > ofHint);

const label = (choice: Choice, nth: number, numbered: boolean, most: number): string =>
  shorten(`${numbered ? `${nth + 1}. ` : ''}${choice.label}`, most) || '…';

function buttons(step: string, kind: Question['kind'], choices: Choice[], room: number): Offer | null {
  const listed = exceeds(choices, SHOWN_OF_BUTTON, 0);
  const style = kind === 'scale' ? ButtonStyle.Secondary : ButtonStyle.Primary;
  const all = choices.flatMap((choice, nth) => {
    const id = customId({ is: 'pick', step, id: choice.id });
    return id ? [{ type: ComponentType.Button, style, custom_id: id, label: label(choice, nth, listed, SHOWN_OF_BUTTON) } as const] : [];
  });
  const count = Math.ceil(choices.length / IN_ROW);
  if (count === 0 || count > room || all.length < choices.length || !areDistinct(all.map(({ custom_id }) => custom_id))) return null;
  // Eleven numbers look calmer as 4, 4 and 3 than as 5, 5 and 1.
  const rows = inGroups(all, Math.ceil(choices.length / count)).map((components): Row => ({ type: ComponentType.ActionRow, components }));
  return { rows, listed, gathers: false };
}

function menus(step: string, choices: Choice[], most: number, room: number): Offer | null {
  const groups = inGroups(choices, IN_MENU);
  const ids = choices.map(({ id }) => id);
  if (groups.length === 0 || groups.length > room || !areDistinct(ids) || ids.some((id) => id === '' || id.length > LONGEST_ID)) return null;
  const gathers = most > 1 && groups.length > 1;
  const is = gathers ? 'gather' : 'menu';
  if (customId({ is, step, nth: groups.length }) === null) return null;
  const listed = exceeds(choices, LONGEST_OPTION, LONGEST_OPTION);
  const rows = groups.map((group, nth): Row => ({
    type: ComponentType.ActionRow,
    components: [{
      type: ComponentType.StringSelect,
      custom_id: customId({ is, step, nth })!,
      // A menu that gathers may be emptied again.
      min_values: gathers ? 0 : 1,
      max_values: Math.min(most, group.length),
      ...(groups.length > 1 && { placeholder: shorten(`${group[0]!.label} … ${group.at(-1)!.label}`, LONGEST_PLACEHOLDER) }),
      options: group.map((choice, at) => ({
        value: choice.id,
        label: label(choice, nth * IN_MENU + at, listed, LONGEST_OPTION),
        ...(choice.hint?.trim() && { description: shorten(choice.hint, LONGEST_OPTION) }),
      })),
    }],
  }));
  return { rows, listed, gathers };
}

const areDistinct = (ids: string[]): boolean => new Set(ids).size === ids.length;

import type { types } from '@slack/bolt';
import type { SlackWords } from '../../core/chat-words.ts';
import type { Choice, Question } from '../../core/conversation/message.ts';
import { inGroups } from '../shared/in-groups.ts';
import { howMany } from '../shared/words.ts';
import { MOST_CHECKBOXES, MOST_LABEL, MOST_OPTIONS, plain } from './limits.ts';
import { escaped } from './mrkdwn.ts';

/** More than these are easier to find in a menu than in rows of buttons; those of a scale are short. */
const MOST_BUTTONS = 6;
const MOST_NUMBERS = 11;
/** So many can be seen at once and ticked; more are found in a menu. */
const MOST_TICKED = 2 * MOST_CHECKBOXES;

/** What the ids of actions begin with; what follows makes them unique within a block. */
export const ACTION = { choose: 'choose', tick: 'tick', done: 'done', write: 'write', link: 'link', begin: 'begin' } as const;

/** What a block's control answers, and in which language that was asked. */
export interface Asked {
  step: string;
  language: string;
}

const CONTROL = /^answer:\d+:([\w-]+):(.*)$/s;
const blockId = ({ step, language }: Asked, at: number): string => `answer:${at}:${language}:${step}`;

/** Undefined for a block that answers nothing. */
export function askedBy({ block_id }: { block_id?: string }): Asked | undefined {
  const [, language, step] = CONTROL.exec(block_id ?? '') ?? [];
  return language === undefined || step === undefined ? undefined : { step, language };
}

/** Whether a control cannot show a choice whole, so that the message lists them all, with numbers that can be typed as well. */
export const needsList = ({ kind, choices }: Question): boolean => choices.some(({ label, hint }) =>
  escaped(label).length > MOST_LABEL || (hint !== undefined && (escaped(hint).length > MOST_LABEL || isButtons(kind, choices))));

export const listed = ({ choices }: Question): string =>
  choices.map(({ label, hint }, at) => `${numbered(at, label)}${hint ? `\n${hint}` : ''}`).join('\n\n');

/** Everything by which a question is answered other than by writing. */
export function controlsOf(question: Question, words: SlackWords): types.KnownBlock[] {
  const { step, kind, choices, ownWords, scale } = question;
  const shown = needsList(question) ? choices.map(({ id, label }, at) => ({ id, label: numbered(at, label) })) : choices;
  const write = kind === 'text' ? [button(ACTION.write, words['write-longer'])] : [];
  const blocks: Omit<types.KnownBlock, 'block_id'>[] = [];
  if (scale) blocks.push(quietly(`${scale.from}: ${scale.low}`, `${scale.to}: ${scale.high}`));
  if (kind === 'many') blocks.push(...ticks(question, shown, words));
  else if (choices.length + write.length > 0) blocks.push(actions([...toChoose(kind, shown, words), ...write]));
  if (ownWords && choices.length > 1) blocks.push(quietly(words['own-words']));
  return blocks.map((block, at) => ({ ...block, block_id: blockId({ step, language: words.language }, at) }) as types.KnownBlock);
}

export const quietly = (...texts: string[]): types.ContextBlock => ({ type: 'context', elements: texts.map((text) => plain(text)) });

const numbered = (at: number, label: string): string => `${at + 1}. ${label}`;
const isButtons = (kind: Question['kind'], choices: Choice[]): boolean =>
  kind !== 'many' && choices.length <= (kind === 'scale' ? MOST_NUMBERS : MOST_BUTTONS);
const actions = (elements: types.ActionsBlockElement[]): types.ActionsBlock => ({ type: 'actions', elements });
const button = (action: string, label: string, value?: string): types.Button => ({
  type: 'button', action_id: action, text: plain(label, MOST_LABEL), ...(value !== undefined && { value }),
});

const option = ({ id, label, hint }: Choice): types.PlainTextOption => ({
  text: plain(label, MOST_LABEL), value: id, ...(hint && { description: plain(hint, MOST_LABEL) }),
});

/** One of the choices; pressing it is the answer. */
function toChoose(kind: Question['kind'], choices: Choice[], words: SlackWords): (types.Button | types.StaticSelect)[] {
  if (isButtons(kind, choices)) return choices.map(({ id, label }, at) => button(`${ACTION.choose}:${at}`, label, id));
  return inGroups(choices, MOST_OPTIONS).map((group, at): types.StaticSelect => ({
    type: 'static_select', action_id: `${ACTION.choose}:${at}`, placeholder: plain(words.choose, MOST_LABEL), options: group.map(option),
  }));
}

/** Several of the choices, and a button that sends what is picked. */
function ticks(question: Question, choices: Choice[], words: SlackWords): Omit<types.KnownBlock, 'block_id'>[] {
  const done = button(ACTION.done, words.done);
  const how = howMany(question, words);
  if (choices.length <= MOST_TICKED) {
    const groups = inGroups(choices, MOST_CHECKBOXES).map((group, at): types.Checkboxes => ({
      type: 'checkboxes', action_id: `${ACTION.tick}:${at}`, options: group.map(option),
    }));
    return [quietly(how), actions([...groups, done])];
  }
  const menus = inGroups(choices, MOST_OPTIONS).map((group, at): types.SectionBlock => ({
    type: 'section', text: plain(how),
    accessory: {
      type: 'multi_static_select', action_id: `${ACTION.tick}:${at}`, placeholder: plain(words.choose, MOST_LABEL), options: group.map(option),
    },
  }));
  return [...menus, actions([done])];
}

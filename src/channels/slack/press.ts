import { ACTION, askedBy, type Asked } from './controls.ts';
import { unescaped } from './mrkdwn.ts';

/** The part of a `block_actions` payload that says what was pressed. */
export interface Pressed {
  actions: PressedAction[];
  state?: { values: Record<string, Record<string, { selected_options?: PressedOption[] }>> };
}

interface PressedAction {
  action_id: string;
  block_id: string;
  value?: string;
  text?: { text: string };
  selected_option?: PressedOption | null;
}

interface PressedOption {
  value: string;
  text: { text: string };
}

export type Press =
  /** Ids, and labels as they were shown; none when nothing was ticked. */
  | { is: 'choice'; asked: Asked; ids: string[]; labels: string[] }
  | { is: 'write'; asked: Asked }
  | { is: 'begin' }
  /** A tick, or a link: nothing is answered by it. */
  | { is: 'nothing' };

export function readPress({ actions, state }: Pressed): Press {
  const action = actions[0];
  const asked = action && askedBy(action);
  switch (action?.action_id.split(':')[0]) {
    case ACTION.begin: return { is: 'begin' };
    case ACTION.write: return asked === undefined ? { is: 'nothing' } : { is: 'write', asked };
    case ACTION.choose: return choice(asked, chosen(action!));
    case ACTION.done: return choice(asked, Object.entries(state?.values ?? {})
      .filter(([block_id]) => askedBy({ block_id })?.step === asked?.step)
      .flatMap(([, elements]) => Object.values(elements).flatMap(({ selected_options }) => selected_options ?? [])));
    default: return { is: 'nothing' };
  }
}

const chosen = ({ value, text, selected_option }: PressedAction): PressedOption[] =>
  selected_option ? [selected_option] : value === undefined ? [] : [{ value, text: text ?? { text: value } }];

const choice = (asked: Asked | undefined, options: PressedOption[]): Press => asked === undefined ? { is: 'nothing' } : {
  is: 'choice', asked, ids: options.map(({ value }) => value), labels: options.map(({ text }) => unescaped(text.text)),
};

import { ACTION, stepOf } from './controls.ts';
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
  | { is: 'choice'; step: string; ids: string[]; labels: string[] }
  | { is: 'write'; step: string }
  | { is: 'begin' }
  /** A tick, or a link: nothing is answered by it. */
  | { is: 'nothing' };

export function readPress({ actions, state }: Pressed): Press {
  const action = actions[0];
  const step = action && stepOf(action);
  switch (action?.action_id.split(':')[0]) {
    case ACTION.begin: return { is: 'begin' };
    case ACTION.write: return step === undefined ? { is: 'nothing' } : { is: 'write', step };
    case ACTION.choose: return choice(step, chosen(action!));
    case ACTION.done: return choice(step, Object.entries(state?.values ?? {})
      .filter(([block_id]) => stepOf({ block_id }) === step)
      .flatMap(([, elements]) => Object.values(elements).flatMap(({ selected_options }) => selected_options ?? [])));
    default: return { is: 'nothing' };
  }
}

const chosen = ({ value, text, selected_option }: PressedAction): PressedOption[] =>
  selected_option ? [selected_option] : value === undefined ? [] : [{ value, text: text ?? { text: value } }];

const choice = (step: string | undefined, options: PressedOption[]): Press => step === undefined ? { is: 'nothing' } : {
  is: 'choice', step, ids: options.map(({ value }) => value), labels: options.map(({ text }) => unescaped(text.text)),
};

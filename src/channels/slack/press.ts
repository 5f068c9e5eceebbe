import { z } from 'zod';
import { outerId, wholeText } from '../shared/from-outside.ts';
import { ACTION, askedBy, type Asked } from './controls.ts';
import { unescaped } from './mrkdwn.ts';
import { readSent } from './read-sent.ts';

/** An id of a choice is ours; Slack only keeps it for us. */
const option = z.object({ value: z.string().transform(wholeText), text: z.object({ text: z.string() }) });
type PressedOption = z.infer<typeof option>;

const action = z.object({
  action_id: z.string(),
  block_id: z.string().transform(wholeText),
  value: z.string().transform(wholeText).nullish(),
  text: z.object({ text: z.string() }).nullish().catch(undefined),
  selected_option: option.nullish(),
});
type PressedAction = z.infer<typeof action>;

/** A message with something to press on it, as a press brings it along. What stands on it is Slack's, and only shown again. */
const message = z.looseObject({ ts: outerId, text: z.string().catch(''), blocks: z.array(z.looseObject({ type: z.string() })).catch([]) });

/** The part of a `block_actions` payload that says what was pressed, by whom and where. */
const pressed = z.object({
  user: z.object({ id: outerId }),
  trigger_id: outerId,
  channel: z.object({ id: outerId }).nullish(),
  message: message.nullish(),
  actions: z.array(action),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ selected_options: z.array(option).nullish() }))) }).nullish(),
});
export type Pressed = z.infer<typeof pressed>;

export const readPressed = (payload: unknown): Pressed => readSent(pressed, payload);

export type Press =
  /** Ids, and labels as they were shown; none when nothing was ticked. */
  | { is: 'choice'; asked: Asked; ids: string[]; labels: string[] }
  | { is: 'write'; asked: Asked }
  | { is: 'begin' }
  /** A tick, or a link: nothing is answered by it. */
  | { is: 'nothing' };

export function readPress({ actions, state }: Pick<Pressed, 'actions' | 'state'>): Press {
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
  selected_option ? [selected_option] : typeof value !== 'string' ? [] : [{ value, text: text ?? { text: value } }];

const choice = (asked: Asked | undefined, options: PressedOption[]): Press => asked === undefined ? { is: 'nothing' } : {
  is: 'choice', asked, ids: options.map(({ value }) => value), labels: options.map(({ text }) => unescaped(text.text)),
};

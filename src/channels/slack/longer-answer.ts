import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { SlackWords } from '../../core/chat-words.ts';
import { outerId, wholeText } from '../shared/from-outside.ts';
import type { Asked } from './controls.ts';
import { plain } from './limits.ts';
import { answered } from './posts.ts';
import { readSent } from './read-sent.ts';

/** A modal with room for more lines than the message box shows; what is sent from it counts as written. */
export const LONGER_ANSWER = 'longer-answer';
const FIELD = 'words';
/** Slack's limit of one field, and of a modal's title and buttons. */
const MOST_WORDS = 3_000;
const MOST_TITLE = 24;

/** The question that is answered, and the message it was asked with. */
export interface Origin extends Asked {
  channel: string;
  ts: string;
}

/** The question stands above the field, as in the message it was asked with. */
export const longerAnswer = (asked: types.KnownBlock[], origin: Origin, words: SlackWords): types.ModalView => ({
  type: 'modal', callback_id: LONGER_ANSWER, private_metadata: JSON.stringify(origin),
  title: plain(words['your-answer'], MOST_TITLE), submit: plain(words.send, MOST_TITLE), close: plain(words.cancel, MOST_TITLE),
  blocks: [...questionIn(asked), {
    type: 'input', block_id: FIELD, label: plain(words['your-answer']),
    element: { type: 'plain_text_input', action_id: FIELD, multiline: true, max_length: MOST_WORDS, focus_on_load: true },
  }],
});

export interface WrittenAnswer extends Origin {
  text: string;
  /** The question's message without anything to press. */
  question: types.KnownBlock[];
}

/** The parts of a sent modal that matter here. */
const sentModal = z.object({
  id: outerId,
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))) }),
  blocks: z.array(z.looseObject({ type: z.string() })).catch([]),
});
const origin = z.object({ channel: outerId, ts: z.string(), step: z.string(), language: z.string() });

/** `id`: of the modal. Throws `invalid-input` for one that is not ours. */
export function readLongerAnswer(view: unknown): WrittenAnswer & { id: string } {
  const { id, private_metadata, state, blocks } = readSent(sentModal, view);
  return {
    ...readSent(origin, jsonIn(private_metadata)), id,
    text: wholeText(state.values[FIELD]?.[FIELD]?.value ?? ''), question: questionIn(blocks as unknown as types.KnownBlock[]),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Shown in the modal, whose words stay in it. */
export const refused = (reason: string): { response_action: 'errors'; errors: Record<string, string> } => ({
  response_action: 'errors', errors: { [FIELD]: reason },
});

const questionIn = (blocks: types.KnownBlock[]): types.KnownBlock[] => answered(blocks).filter(({ type }) => type === 'section' || type === 'context');

import type { types } from '@slack/bolt';
import { splitText } from '../shared/split-text.ts';
import { escaped, shortened } from './mrkdwn.ts';

/** Slack's documented limits, in characters of escaped text or in pieces; whatever is beyond them is refused, not cut. */
export const MOST_TEXT = 3_000;
export const MOST_LABEL = 75;
export const MOST_HEADING = 150;
/** Of a menu. A group of checkboxes holds fewer. */
export const MOST_OPTIONS = 100;
export const MOST_CHECKBOXES = 10;
/** Of a home page. */
export const MOST_HOME_BLOCKS = 100;

/** A text object in which nothing is markup. `emoji` lets a client's `:smile:` be the face they picked. */
export const plain = (text: string, most = MOST_TEXT): types.PlainTextElement => ({
  type: 'plain_text', text: escaped(shortened(text, most)), emoji: true,
});

/** In order, in parts that fit into one text object each. */
export function textParts(text: string, most = MOST_TEXT): string[] {
  return splitText(text, most).flatMap((part) => (escaped(part).length <= MOST_TEXT ? [part] : textParts(part, Math.ceil(most / 2))));
}

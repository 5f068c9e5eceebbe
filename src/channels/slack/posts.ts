import type { types } from '@slack/bolt';
import type { SlackWords } from '../../core/chat-words.ts';
import type { MessageBody } from '../../core/conversation/message.ts';
import { howFar } from '../shared/words.ts';
import { ACTION, askedBy, controlsOf, listed, needsList, quietly, type Asked } from './controls.ts';
import { MOST_LABEL, MOST_TEXT, plain, textParts } from './limits.ts';
import { escaped } from './mrkdwn.ts';

/** One message of Slack's. `text` is what notifications and screen readers say; `blocks` is what is seen. */
export interface Post {
  text: string;
  blocks: types.KnownBlock[];
}

const LIST = 'list:';
const CHOSEN = 'chosen';

/** A message of Cairn's as Slack's messages, in order; whatever is pressed or opened comes with the last. None for an empty message. */
export function postsOf(body: MessageBody, words: SlackWords): Post[] {
  const { question, progress, link } = body;
  const sections = [
    ...textParts(body.text).map((text) => section(text)),
    ...(question && needsList(question) ? textParts(listed(question)).map((text, at) => section(text, `${LIST}${at}`)) : []),
  ];
  const last: types.KnownBlock[] = [
    ...(link ? [linkButton(link)] : []),
    ...(question ? controlsOf(question, words) : []),
    ...(progress ? [quietly(howFar(progress, words))] : []),
  ];
  const posts = together(sections);
  if (last.length === 0) return posts;
  if (posts.length === 0) posts.push({ text: escaped(words.choose), blocks: [] });
  posts.at(-1)!.blocks.push(...last);
  return posts;
}

/** What a post says where Slack will not show its blocks: choices are read and typed. `body` with the last post of a message only. */
export const withoutBlocks = ({ text }: Post, body?: MessageBody): string => [
  text,
  ...(body?.question && body.question.choices.length > 0 && !needsList(body.question) ? [escaped(listed(body.question))] : []),
  ...(body?.link ? [escaped(body.link.url)] : []),
].join('\n\n');

/** A question that was answered: nothing to press any more, and what was chosen, where it is known. */
export function answered(blocks: types.KnownBlock[], line?: string): types.KnownBlock[] {
  const rest = blocks.filter((block) => askedBy(block) === undefined && block.block_id !== CHOSEN);
  return line === undefined ? rest : [...rest, section(line, CHOSEN)];
}

/** The question that is asked with a post. */
export const askedWith = ({ blocks }: Pick<Post, 'blocks'>): Asked | undefined => blocks.map(askedBy).find((asked) => asked !== undefined);

/** Without `expand`, Slack folds away all but the first lines. */
export const section = (text: string, block_id?: string): types.SectionBlock => ({
  type: 'section', ...(block_id && { block_id }), text: plain(text), expand: true,
});

/** A button is never previewed. What a press on it sends needs no answer. */
export const linkButton = ({ label, url }: NonNullable<MessageBody['link']>): types.ActionsBlock => ({
  type: 'actions', elements: [{ type: 'button', action_id: ACTION.link, text: plain(label, MOST_LABEL), url }],
});

/** As many sections in one message as one text object could hold, which leaves room for everything that can be pressed. */
function together(sections: types.SectionBlock[]): Post[] {
  const posts: Post[] = [];
  for (const each of sections) {
    const { text } = each.text!;
    const last = posts.at(-1);
    if (last && last.text.length + text.length < MOST_TEXT) {
      last.text += `\n\n${text}`;
      last.blocks.push(each);
    } else posts.push({ text, blocks: [each] });
  }
  return posts;
}

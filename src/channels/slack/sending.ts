import type { webApi } from '@slack/bolt';
import { wordsIn, type SlackWords, type Worded } from '../../core/chat-words.ts';
import type { OutboundMessage, SendReceipt } from '../channel.ts';
import { eachOnce } from '../shared/each-once.ts';
import { deliveryFailed, isBadBlocks } from './failures.ts';
import type { OpenQuestions } from './open-questions.ts';
import { answered, askedWith, postsOf, withoutBlocks, type Post } from './posts.ts';
import type { Workspaces } from './workspaces.ts';

export interface Sending {
  workspaces: Workspaces;
  words: Worded<SlackWords>;
  open: OpenQuestions;
  inBackground(work: () => Promise<unknown>): void;
  onFault(error: unknown): void;
}

/** Gives the channel's `send`. */
export function sending({ workspaces, words, open, inBackground, onFault }: Sending) {
  const sendParts = eachOnce();

  async function say(client: webApi.WebClient, channel: string, post: Post, plainly: string): Promise<string> {
    const quietly = { channel, unfurl_links: false, unfurl_media: false, mrkdwn: false };
    try {
      const { ts } = await client.chat.postMessage({ ...quietly, ...post });
      const before = askedWith(post) === undefined ? undefined : open.asked(channel, { ts: ts!, post });
      // What was answered in words still has its buttons.
      if (before) inBackground(() => client.chat.update({ channel, ts: before.ts, text: before.post.text, blocks: answered(before.post.blocks) }));
      return ts!;
    } catch (error) {
      if (!isBadBlocks(error)) throw error;
      onFault(error);
      return (await client.chat.postMessage({ ...quietly, text: plainly })).ts!;
    }
  }

  return async (message: OutboundMessage): Promise<SendReceipt> => {
    const { sender, address, body, language } = message;
    try {
      const client = await workspaces.client(sender.workspace);
      const posts = postsOf(body, wordsIn(words, language));
      const platformId = await sendParts(message, posts, (post, at) => say(client, address, post, withoutBlocks(post, at === posts.length - 1 ? body : undefined)));
      return { platformId };
    } catch (error) {
      throw deliveryFailed(error);
    }
  };
}

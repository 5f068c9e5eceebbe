import type { webApi } from '@slack/bolt';
import { wordsIn, type SlackWords, type Worded } from '../../core/chat-words.ts';
import type { OutboundMessage, SendReceipt } from '../channel.ts';
import { Recent } from '../shared/recent.ts';
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

/** A long message that has waited for longer than so many others begins anew. */
const MOST_WAITING = 2_000;

/** Gives the channel's `send`. */
export function sending({ workspaces, words, open, inBackground, onFault }: Sending) {
  /** How many parts of a long message are out already, should a later one have to wait. */
  const partsOut = new Recent<string, number>(MOST_WAITING);

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

  return async ({ seq, sender, address, body, language }: OutboundMessage): Promise<SendReceipt> => {
    const key = `${address}:${seq}`;
    try {
      const client = await workspaces.client(sender.workspace);
      const posts = postsOf(body, wordsIn(words, language));
      let platformId: string | undefined;
      for (const [at, post] of posts.entries()) {
        if (at < (partsOut.get(key) ?? 0)) continue;
        platformId = await say(client, address, post, withoutBlocks(post, at === posts.length - 1 ? body : undefined));
        partsOut.set(key, at + 1);
      }
      partsOut.delete(key);
      return { platformId };
    } catch (error) {
      throw deliveryFailed(error);
    }
  };
}

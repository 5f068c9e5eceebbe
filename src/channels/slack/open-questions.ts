import { Recent } from '../shared/recent.ts';
import { askedWith, type Post } from './posts.ts';

/** A question that waits for its answer in a chat. */
export interface OpenQuestion {
  ts: string;
  post: Post;
}

/** More chats than this are hardly under way at once; of the oldest the buttons simply stay. */
const MOST = 2_000;

/**
 * The last question of each chat, so that an older one can lose its buttons when the next is asked. Only what this process
 * asked is known, which is enough: a press on an old button is never mistaken, since it carries its question's name.
 */
export function openQuestions() {
  const byAddress = new Recent<string, OpenQuestion>(MOST);
  return {
    /** Gives the question that was open before. */
    asked(address: string, question: OpenQuestion): OpenQuestion | undefined {
      const before = byAddress.get(address);
      byAddress.set(address, question);
      return before;
    },
    answered(address: string, ts: string): void {
      if (byAddress.get(address)?.ts === ts) byAddress.delete(address);
    },
    /** Whether another question than that one is known to have been asked after it. */
    movedOn(address: string, { ts, step }: { ts: string; step: string }): boolean {
      const open = byAddress.get(address);
      return open !== undefined && Number(open.ts) > Number(ts) && askedWith(open.post)?.step !== step;
    },
  };
}

export type OpenQuestions = ReturnType<typeof openQuestions>;

import { EventEmitter, once } from 'node:events';
import type { Inbox, InboundMessage } from '../../../src/channels/channel.ts';

/** An inbox that keeps what it took, each message once, and fails as it is told: what Cairn's own does, without Cairn behind it. */
export interface KeepingInbox extends Inbox {
  taken: InboundMessage[];
  /** Tries, also those that failed. */
  tried: InboundMessage[];
  failing: () => Error | null;
  /** What people speak; null while nobody can say. */
  speaks: string | null;
  /** Resolves when so many are taken. */
  until(count: number): Promise<void>;
}

export function keepingInbox(): KeepingInbox {
  const heard = new EventEmitter();
  const inbox: KeepingInbox = {
    taken: [], tried: [], speaks: 'en',
    failing: () => null,
    async message(message) {
      inbox.tried.push(message);
      const failure = inbox.failing();
      if (failure) throw failure;
      const known = inbox.taken.some(({ sender, messageId }) => sender.userId === message.sender.userId && messageId === message.messageId);
      if (!known) inbox.taken.push(message);
      heard.emit('taken');
    },
    gone: async () => {},
    home: async () => null,
    async language() {
      if (inbox.speaks === null) throw new Error('the database is away');
      return inbox.speaks;
    },
    async until(count) {
      while (inbox.taken.length < count) await once(heard, 'taken');
    },
  };
  return inbox;
}

import { CairnError } from '../errors.ts';
import type { Channel, Inbox, InboundMessage, SendReceipt } from './channel.ts';

/** The web chat as a channel. Pages read a conversation's rows; this only tells them when there is something to read. */
export interface WebChannel extends Channel {
  readonly name: 'web';
  /** A message of a person whose token has been checked; resolves once it is stored. */
  receive(person: WebPerson, message: Pick<InboundMessage, 'messageId' | 'content'>): Promise<void>;
  /** `onSignal` is called when the person's conversation may hold something new. Returns what ends it. */
  subscribe(userId: string, onSignal: () => void): () => void;
  /** As `send` does, for what another process sent. */
  wake(userId: string): void;
}

export interface WebPerson {
  practice: string;
  userId: string;
}

/** The address of a person on the web is their user id. `onSent` tells other processes, whose pages may be open too. */
export function createWebChannel(onSent: (userId: string) => void | Promise<void> = () => {}): WebChannel {
  const listening = new Map<string, Set<() => void>>();
  let inbox: Inbox | undefined;

  const announce = async (userId: string): Promise<void> => {
    wake(userId);
    await onSent(userId);
  };
  const wake = (userId: string): void => listening.get(userId)?.forEach((onSignal) => onSignal());

  return {
    name: 'web',
    async start(given) {
      inbox = given;
    },
    async receive({ practice, userId }, { messageId, content }) {
      if (!inbox) throw new CairnError('delivery-failed', 'The web channel takes no messages just now.', { details: { retryAfterSeconds: 5 } });
      await inbox.message({ sender: { channel: 'web', workspace: practice, userId }, address: userId, messageId, content });
      // Other pages of the same person show what was just written.
      wake(userId);
    },
    /** The row is the message: it waits there for a page that is closed now. */
    announce,
    async send({ address }): Promise<SendReceipt> {
      await announce(address);
      return {};
    },
    subscribe(userId, onSignal) {
      const signals = listening.get(userId) ?? new Set();
      listening.set(userId, signals.add(onSignal));
      return () => {
        signals.delete(onSignal);
        if (signals.size === 0 && listening.get(userId) === signals) listening.delete(userId);
      };
    },
    wake,
    async stop() {
      inbox = undefined;
    },
  };
}

import type { REST } from 'discord.js';
import { isCairnError, type ErrorCode } from '../../errors.ts';
import type { Inbox, Sender } from '../channel.ts';
import { isGone } from './failures.ts';
import type { Incoming } from './incoming.ts';
import { inOrder } from '../../in-order.ts';
import { missedOf, type LastSeen } from './missed.ts';
import { persist, type Persistence } from './persist.ts';

/** Where something came from: who, and in which direct conversation it is answered. */
export interface From {
  userId: string;
  address: string;
}

/**
 * The way of everything that came in, to the inbox: one after the other for each person, tried until it is stored, and what
 * was missed before what is new.
 */
export interface Taking {
  /** Resolves once it is stored; false when it was left undone. Call it in the order in which things happened. */
  take(from: From, incoming: Incoming): Promise<boolean>;
  /** Nobody listened for a while: fetches what was written meanwhile. What happens from now on is taken after it. */
  catchUp(): void;
  idle(): Promise<void>;
}

export const senderOf = (userId: string): Sender => ({ channel: 'discord', workspace: '', userId });

const FETCHES_AT_ONCE = 4;
/** However often these are tried, Cairn will not take the message. Everything else passes. */
const HOPELESS: readonly ErrorCode[] = ['invalid-input', 'not-allowed', 'too-large', 'unsupported', 'key-destroyed'];
const isHopeless = (error: unknown): boolean => isCairnError(error) && HOPELESS.includes(error.code);

export function takeInto(inbox: Inbox, { rest, lastSeen, retry }: { rest: REST; lastSeen: LastSeen; retry: Persistence }): Taking {
  const people = inOrder();
  const fetches = inOrder();
  let caughtUp: Promise<unknown> = Promise.resolve();

  const store = ({ userId, address }: From, { messageId, content }: Incoming): Promise<boolean> =>
    persist(() => inbox.message({ sender: senderOf(userId), address, messageId, content }), retry, isHopeless);

  /** Goes to the head of the person's queue, before anything they do from now on. */
  const fetchMissed = (seen: { channelId: string; messageId: string }, nth: number): Promise<void> =>
    people.run(seen.channelId, async () => {
      let missed: Awaited<ReturnType<typeof missedOf>> = [];
      await fetches.run(String(nth % FETCHES_AT_ONCE), () => persist(async () => { missed = await missedOf(rest, seen); }, retry, isGone));
      for (const { userId, incoming } of missed) await store({ userId, address: seen.channelId }, incoming);
    });

  return {
    async take(from, incoming) {
      await caughtUp;
      return people.run(from.address, () => store(from, incoming));
    },
    catchUp() {
      const before = caughtUp;
      caughtUp = before.then(() => persist(async () => {
        for (const [nth, seen] of (await lastSeen.of()).entries()) void fetchMissed(seen, nth);
      }, retry));
    },
    idle: () => people.idle(),
  };
}

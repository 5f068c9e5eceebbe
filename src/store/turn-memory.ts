import { LRUCache } from 'lru-cache';
import type { Sender } from '../channels/channel.ts';
import type { ClientRead, TurnRead } from './read-turn.ts';

/**
 * What a turn leaves is what the next one has to know, so a conversation under way need not be read again for every message.
 * What was kept is used once, and only together with a save that goes on the same `basis`: if anything else has changed
 * meanwhile, in whatever process, nothing is saved and the turn is read after all.
 */
export interface TurnMemory {
  /** `snapshot` is as good as one that was stored and read: nobody writes into it any more. `client`: what else the turn changed. */
  keep(sender: Sender, read: TurnRead, after: { snapshot: unknown; at: Date; client?: Partial<ClientRead>; basis: string }): void;
  /** What was kept of somebody, and is not kept any longer; null if there is nothing. */
  take(sender: Sender): TurnRead | null;
}

/** Words of clients are in memory no longer than it takes to write the next message. */
const LONGEST_MS = 60_000;
const MOST = 1_000;

/** `clock` counts milliseconds from anywhere. */
export function openTurnMemory(clock: { now(): number } = performance): TurnMemory {
  const kept = new LRUCache<string, TurnRead>({ max: MOST, ttl: LONGEST_MS, ttlResolution: 0, ttlAutopurge: true, perf: clock });
  return {
    keep(sender, read, { snapshot, at, client, basis }) {
      const conversation = { ...read.conversation!, version: read.conversation!.version + 1, lastTurnAt: at, snapshot };
      kept.set(keyOf(sender), { ...read, seen: false, lastHeardAt: at, conversation, client: { ...read.client!, ...client }, basis });
    },
    take(sender) {
      const key = keyOf(sender);
      const known = kept.get(key);
      kept.delete(key);
      return known ?? null;
    },
  };
}

const keyOf = ({ channel, workspace, userId }: Sender): string => JSON.stringify([channel, workspace, userId]);

import type { Channel, ChannelName } from '../channels/channel.ts';
import type { Store } from '../store/open-store.ts';
import type { LoadedFlows } from '../store/load-flows.ts';
import type { FlowShelf } from './flow-shelf.ts';

/** What every action works with; put together once, in main.ts. */
export interface App {
  store: Store;
  flows: LoadedFlows;
  shelf: FlowShelf;
  channels: ReadonlyMap<ChannelName, Channel>;
  /** Short name of the practice that a workspace nobody has bound belongs to; without it, the only one there is. */
  homePractice?: string | undefined;
  /** Where this Cairn is reached from outside, without a slash at the end. */
  publicUrl: string;
  /** IANA name: where it is day when clients are asked something that can wait for the day. */
  timeZone: string;
  now(): Date;
  log: Log;
  count(event: CountedEvent): void;
  /** Runs work that a caller need not wait for; a stop waits for it, and its faults are logged. */
  inBackground(name: string, work: () => Promise<void>): void;
}

/** The same, where the database shows and takes one practice's rows alone. */
export const within = (app: App, practiceId: string): App => ({ ...app, store: app.store.within(practiceId) });

/** Ids and counts only. A message body, a name or an address never goes in here. */
export interface Log {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

export type CountedEvent =
  | 'message-taken' | 'message-duplicate' | 'turn-retaken' | 'message-sent' | 'message-failed' | 'plan-drafted' | 'plan-agreed'
  | 'danger-heard' | 'alert-escalated' | 'alert-unanswered';

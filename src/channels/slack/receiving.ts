import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';

/** One of the two ways in which Slack's events reach Cairn. */
export interface Receiving {
  receiver: Receiver;
  /** Takes Slack's requests; absent where none come. */
  handler?(request: IncomingMessage, response: ServerResponse): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

import type { Channel, Inbox, InboundContent } from '../../src/channels/channel.ts';

/**
 * A platform with a channel of Cairn on it, driven from the side of the people who use it. Each channel brings one, and
 * `channelContract` (contract.ts) does the rest. What a platform does not have is left out, and that part is not run.
 */
export interface ChannelHarness {
  /** As main.ts would make it, talking to the platform's stand-in. */
  readonly channel: Channel;
  /** The `sender.workspace` that this platform's people come with. */
  readonly workspace: string;
  /** Longest text of one message on the platform, in UTF-16 units; Infinity where there is no limit. */
  readonly longestText: number;
  /** Whether the platform delivers again what was not acknowledged. */
  readonly redelivers: boolean;
  /** Starts the platform and the channel. Called once. */
  start(inbox: Inbox): Promise<void>;
  stop(): Promise<void>;
  /** Somebody the channel has not met. */
  newPerson(): Promise<Person>;
  /**
   * From now on the platform fails like this whenever the channel sends something; null: it works again. `down`: no connection, or a 5xx.
   * A number: it refuses, and asks for that many seconds of patience.
   */
  fails?(how: 'down' | number | null): Promise<void>;
  /** Everything that the channel has given the platform to show, as it was given; absent where the platform reads what is stored. */
  shown?(): unknown[];
}

export interface Person {
  /** The messages of Cairn's on their screen, oldest first, as they read now. */
  seen(): Promise<Seen[]>;
  /** Writes to Cairn directly. The platform has the message then, and the channel not yet. */
  writes(text: string): Promise<Written>;
  /**
   * Presses the choices with these labels on the newest message that offers them all (kind `many`: picks them, and sends). A label
   * that the platform shows shortened is found by its beginning: see `isLabel`.
   */
  presses(...labels: string[]): Promise<Written>;

  /** Answers the newest question in the larger box that its message opens. */
  writesInBox?(text: string): Promise<Written>;
  /** From now on the platform refuses for good what is sent to them, and tells the channel so where it tells anybody. */
  leaves?(): Promise<void>;
  /** Undoes `leaves`: they may write again. */
  returns?(): Promise<void>;
  /** Sends something a text bot cannot read: a picture, a voice message. */
  sendsUnreadable?(): Promise<Written>;
  /** Speaks to Cairn in a place where others read. */
  mentions?(text: string): Promise<Written>;
  /** Uses the platform's own menu. */
  commands?(command: Extract<InboundContent, { kind: 'command' }>['command']): Promise<Written>;
  /** Opens Cairn's home page on the platform; gives all that can be read there. */
  opensHome?(): Promise<string>;
}

/** Something a person did. The platform knows of it; the channel hears of it with each `deliver`. */
export interface Written {
  /**
   * One delivery to the channel; a second call delivers the very same again. Resolves once the channel is done with it: true when the channel
   * acknowledged it (on a platform without acknowledgements: when the inbox took it), false when not.
   */
  deliver(): Promise<boolean>;
  edits?(text: string): Promise<Written>;
  deletes?(): Promise<Written>;
}

/** A message of Cairn's on a screen. */
export interface Seen {
  /** What it says, as a reader reads it: unescaped, without choices and their numbers, without the "about 3 of 9". */
  text: string;
  /** Labels that can be pressed there now, as they are shown; of a scale, its numbers. Empty when it asks nothing or was answered. */
  choices: string[];
  /** Labels of what they pressed there, where the message tells it afterwards; undefined on a platform whose pages do that. */
  chosen?: string[];
  /** Everything that can be read on it, whatever part of the message holds it. */
  whole: string;
  /** Address of a link in it. */
  link?: string;
}

/** Whether a label on the screen is the wanted one, whole or cut short with "…". */
export const isLabel = (shown: string, wanted: string): boolean =>
  shown === wanted || (shown.endsWith('…') && wanted.startsWith(shown.slice(0, -1).trimEnd()));

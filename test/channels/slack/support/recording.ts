import type { Home, Inbox, InboundMessage, Sender } from '../../../../src/channels/channel.ts';

/** Cairn's side of the port, which keeps what it is given. */
export interface RecordingInbox extends Inbox {
  taken: InboundMessage[];
  left: Sender[];
  /** Set to stand for a database that is away. */
  away: boolean;
  page: Home | null;
  /** What people speak. */
  speaks: string;
}

export function recordingInbox(): RecordingInbox {
  const inbox: RecordingInbox = {
    taken: [], left: [], away: false, page: null, speaks: 'en',
    async message(message) {
      if (inbox.away) throw new Error('the database is away');
      inbox.taken.push(message);
    },
    async gone(sender) {
      inbox.left.push(sender);
    },
    home: async () => inbox.page,
    language: async () => inbox.speaks,
  };
  return inbox;
}

import type { LastSeen } from '../../../src/channels/discord/missed.ts';
import { newestTaken } from '../../../src/store/history.ts';
import type { Db } from '../../../src/store/open-store.ts';

/** The newest message of everybody on Discord, as it is stored. */
export const lastSeenIn = (db: Db): LastSeen => ({
  of: async () => (await newestTaken(db, 'discord')).map(({ address, messageId }) => ({ channelId: address, messageId })),
});

import type { LastSeen } from '../../../src/channels/discord/missed.ts';
import type { Db } from '../../../src/store/open-store.ts';

/** The newest message of everybody on Discord, as it is stored. */
export const lastSeenIn = (db: Db): LastSeen => ({
  of: () => db.$queryRaw<{ channelId: string; messageId: string }[]>`
    SELECT a.address AS "channelId", last.message_id AS "messageId" FROM account a
    JOIN LATERAL (SELECT m.message_id FROM inbound_message m WHERE m.account_id = a.id ORDER BY m.seq DESC LIMIT 1) last ON true
    WHERE a.channel = 'discord' AND a.address <> ''`,
});

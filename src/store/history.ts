import type { ChannelName, InboundMessage } from '../channels/channel.ts';
import type { Db } from './open-store.ts';
import type { OutboundBody } from './outbound.ts';
import { inboundPlace, outboundPlace } from './places.ts';
import type { Seal } from './vault.ts';

/** One message of a chat. `seq` is the one order of what came in and what went out. */
export type HistoryEntry =
  | { direction: 'in'; seq: number; at: Date; messageId: string; content: InboundMessage['content'] }
  | { direction: 'out'; seq: number; at: Date; sentAt: Date | null; failedAt: Date | null; body: OutboundBody };

/** The newest messages of an account, or the newest before `before`; oldest first. */
export const historyBefore = async (db: Db, accountId: string, limit: number, before?: number): Promise<HistoryEntry[]> => {
  const end = before ?? Number.MAX_SAFE_INTEGER;
  const rows = await db.$queryRaw<Row[]>`
    SELECT seq::float8 AS seq, at, message_id, content, id, body, sent_at, failed_at FROM (
      (SELECT seq, received_at AS at, message_id, content, NULL::uuid AS id, NULL::text AS body,
          NULL::timestamptz AS sent_at, NULL::timestamptz AS failed_at
        FROM inbound_message WHERE account_id = ${accountId}::uuid AND seq < ${end}::bigint ORDER BY seq DESC LIMIT ${limit})
      UNION ALL
      (SELECT seq, created_at, NULL, NULL, id, body, sent_at, failed_at
        FROM outbound_message WHERE account_id = ${accountId}::uuid AND seq < ${end}::bigint ORDER BY seq DESC LIMIT ${limit})
    ) newest ORDER BY newest.seq DESC LIMIT ${limit}`;
  return (await entries(db, accountId, rows)).reverse();
};

/**
 * What an account's chat has gained since `after`, oldest first. A message that something other than a turn adds at the
 * very same moment can surface behind the newest one; a page that follows a chat asks from a little before, and keeps
 * what it has shown by `seq`.
 */
export const historyAfter = async (db: Db, accountId: string, after: number, limit: number): Promise<HistoryEntry[]> => {
  const rows = await db.$queryRaw<Row[]>`
    SELECT seq::float8 AS seq, at, message_id, content, id, body, sent_at, failed_at FROM (
      (SELECT seq, received_at AS at, message_id, content, NULL::uuid AS id, NULL::text AS body,
          NULL::timestamptz AS sent_at, NULL::timestamptz AS failed_at
        FROM inbound_message WHERE account_id = ${accountId}::uuid AND seq > ${after}::bigint ORDER BY seq LIMIT ${limit})
      UNION ALL
      (SELECT seq, created_at, NULL, NULL, id, body, sent_at, failed_at
        FROM outbound_message WHERE account_id = ${accountId}::uuid AND seq > ${after}::bigint ORDER BY seq LIMIT ${limit})
    ) oldest ORDER BY oldest.seq LIMIT ${limit}`;
  return entries(db, accountId, rows);
};

/** Of every person who can be written to on a channel, where they write and the newest of their messages that was taken. */
export const newestTaken = (db: Db, channel: ChannelName): Promise<{ address: string; messageId: string }[]> => db.$queryRaw`
  SELECT a.address, m.message_id AS "messageId" FROM account a
  JOIN LATERAL (SELECT message_id FROM inbound_message WHERE account_id = a.id ORDER BY seq DESC LIMIT 1) m ON true
  WHERE a.channel = ${channel} AND a.address <> ''`;

interface Row {
  seq: number;
  at: Date;
  message_id: string | null;
  content: string | null;
  id: string | null;
  body: string | null;
  sent_at: Date | null;
  failed_at: Date | null;
}

const entries = async (db: Db, accountId: string, rows: Row[]): Promise<HistoryEntry[]> => {
  if (rows.length === 0) return [];
  const seal = await db.vault.ofAccount(db, accountId);
  return rows.map((row) => entry(seal, accountId, row));
};

const entry = (seal: Seal, accountId: string, { seq, at, message_id: messageId, content, id, body, sent_at: sentAt, failed_at: failedAt }: Row): HistoryEntry =>
  messageId === null
    ? { direction: 'out', seq, at, sentAt, failedAt, body: seal.open(outboundPlace(id!), body!) }
    : { direction: 'in', seq, at, messageId, content: seal.open(inboundPlace(accountId, messageId), content!) };

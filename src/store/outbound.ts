import type { ChannelName, Sender } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';
import { outboundPlace } from './places.ts';
import type { Seal } from './vault.ts';

/** A message as it will be shown, or a notice: its name and what it is about, put into words when it is sent. */
export type OutboundBody = MessageBody | Notice;

export interface Notice {
  notice: string;
  [about: string]: unknown;
}

/** A message that is to be sent now, and where to. */
export interface Claimed {
  seq: number;
  accountId: string;
  sender: Sender;
  address: string;
  body: OutboundBody;
  /** The person's. */
  language: string;
  /** How often sending it has failed. */
  attempts: number;
  /** Set while nothing may be sent there. */
  goneAt?: Date | null;
}

/** As they are stored. A body is bound to an id made here, because the row's number is not known before it is written. */
export const sealedOutbound = (seal: Seal, bodies: OutboundBody[]): { id: string; body: string }[] => bodies.map((body) => {
  const id = randomUUID();
  return { id, body: seal.seal(outboundPlace(id), body) };
});

/** Adds messages to an account's queue from outside a turn, last in order. Delivered by whoever asks `claimUnsent` next. */
export const enqueueOutbound = async (
  db: Db,
  message: { accountId: string; conversationId?: string; bodies: OutboundBody[] },
  now: Date,
): Promise<void> => {
  const rows = JSON.stringify(sealedOutbound(await db.vault.ofAccount(db, message.accountId), message.bodies));
  await db.$executeRaw`
    INSERT INTO outbound_message (account_id, conversation_id, id, body, created_at)
    SELECT ${message.accountId}::uuid, ${message.conversationId ?? null}::uuid, o.id, o.body, ${now}::timestamptz
    FROM ROWS FROM (json_to_recordset(${rows}::json) AS (id uuid, body text)) WITH ORDINALITY AS o(id, body, place)
    ORDER BY o.place`;
};

/**
 * Takes an account's next messages for this process until `until`: its earliest unsent ones, in order, and none behind one
 * that another process holds or that waits for its next attempt. Send them one after another and `markSent` each; at the
 * first failure stop, and `markFailed` or `retryLater`. Then ask again, because more may have come meanwhile.
 */
export const claimUnsent = async (db: Db, accountId: string, now: Date, until: Date, limit = 20): Promise<Claimed[]> => {
  const rows = await db.$queryRaw<ClaimedRow[]>`
    WITH head AS (
      SELECT seq, claimed_until FROM outbound_message
      WHERE account_id = ${accountId}::uuid AND sent_at IS NULL AND failed_at IS NULL
      ORDER BY seq LIMIT ${limit} FOR UPDATE
    ), free AS (
      SELECT seq FROM head
      WHERE seq < coalesce((SELECT min(seq) FROM head WHERE claimed_until > ${now}::timestamptz), 9223372036854775807)
    ), claimed AS (
      UPDATE outbound_message o SET claimed_until = ${until}::timestamptz
      FROM free WHERE o.seq = free.seq
      RETURNING o.seq, o.account_id, o.id, o.body, o.attempts
    )
    SELECT c.seq::float8 AS seq, c.account_id AS "accountId", c.id, c.body, c.attempts,
      a.channel, a.workspace, a.user_id AS "userId", a.address, a.gone_at AS "goneAt",
      coalesce(cl.language, t.language, p.language) AS language
    FROM claimed c JOIN account a ON a.id = c.account_id JOIN practice p ON p.id = a.practice_id
    LEFT JOIN client cl ON cl.id = a.client_id LEFT JOIN therapist t ON t.id = a.therapist_id
    ORDER BY c.seq`;
  if (rows.length === 0) return [];
  const seal = await db.vault.ofAccount(db, accountId);
  return rows.map(({ id, body, channel, workspace, userId, ...row }) =>
    ({ ...row, body: seal.open<OutboundBody>(outboundPlace(id), body), sender: { channel, workspace, userId } }));
};

type ClaimedRow = Omit<Claimed, 'sender' | 'body'> & { id: string; body: string; channel: ChannelName; workspace: string; userId: string };

/** Accounts that have something to send which nobody is sending, longest waiting first. */
export const accountsWithUnsent = async (db: Db, now: Date, limit = 100): Promise<string[]> => {
  const rows = await db.$queryRaw<{ account_id: string }[]>`
    SELECT account_id FROM (
      SELECT DISTINCT ON (account_id) account_id, seq, claimed_until FROM outbound_message
      WHERE sent_at IS NULL AND failed_at IS NULL ORDER BY account_id, seq
    ) first
    WHERE claimed_until IS NULL OR claimed_until <= ${now}::timestamptz
    ORDER BY seq LIMIT ${limit}`;
  return rows.map((row) => row.account_id);
};

export const markSent = async (db: Db, seq: number, now: Date, platformId?: string): Promise<void> => {
  const data = { sentAt: now, claimedUntil: null, platformId: platformId ?? null };
  await db.outboundMessage.updateMany({ where: { seq, sentAt: null }, data });
};

/** For good: the address will never take it. What comes after it is sent. */
export const markFailed = async (db: Db, seq: number, now: Date): Promise<void> => {
  const data = { failedAt: now, claimedUntil: null, attempts: { increment: 1 } };
  await db.outboundMessage.updateMany({ where: { seq, sentAt: null }, data });
};

/** Gives up everything that waits for an account, and tells what it was, in order. */
export const failUnsent = async (db: Db, accountId: string, now: Date): Promise<OutboundBody[]> => {
  const rows = await db.$queryRaw<{ seq: bigint; id: string; body: string }[]>`
    UPDATE outbound_message SET failed_at = ${now}::timestamptz, claimed_until = NULL
    WHERE account_id = ${accountId}::uuid AND sent_at IS NULL AND failed_at IS NULL
    RETURNING seq, id, body`;
  if (rows.length === 0) return [];
  const seal = await db.vault.ofAccount(db, accountId);
  return rows.sort((one, other) => Number(one.seq - other.seq)).map(({ id, body }) => seal.open<OutboundBody>(outboundPlace(id), body));
};

/** Gives a message back, to be tried again from `at` on. What stands behind it waits with it, so that the order holds. */
export const retryLater = async (db: Db, seq: number, at: Date): Promise<void> => {
  await db.$executeRaw`
    UPDATE outbound_message o
    SET claimed_until = ${at}::timestamptz, attempts = o.attempts + CASE WHEN o.seq = ${seq}::bigint THEN 1 ELSE 0 END
    FROM outbound_message failed
    WHERE failed.seq = ${seq}::bigint AND o.account_id = failed.account_id AND o.seq >= failed.seq
      AND o.sent_at IS NULL AND o.failed_at IS NULL`;
};

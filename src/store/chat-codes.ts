import type { Sender } from '../channels/channel.ts';
import type { Db, Store } from './open-store.ts';
import { shortCodeHash } from './short-codes.ts';

/** Long enough to find the other device, short enough to be of no use to whoever finds it later. */
export const CHAT_CODE_MINUTES = 15;

/** Whose chat the other one becomes: a client's, asked for in the chat `accountId`, or a therapist's, from their desk. */
export type ChatCodeFor = { clientId: string; accountId: string } | { therapistId: string };

export interface ChatCode {
  id: string;
  practiceId: string;
  purpose: 'join' | 'therapist';
  clientId: string | null;
  therapistId: string | null;
  accountId: string | null;
  expiresAt: Date;
  usedAt: Date | null;
  /** join: the chat it was typed in. */
  claimedBy: Sender | null;
}

/** Keeps a code (from `newShortCode`), as its hash alone. An earlier one for the same person ends. */
export const keepChatCode = async (db: Db, code: string, practiceId: string, whose: ChatCodeFor, now: Date): Promise<void> => {
  const person = 'clientId' in whose ? { clientId: whose.clientId } : whose;
  await db.chatCode.deleteMany({ where: { ...person, usedAt: null } });
  await db.chatCode.create({
    data: {
      practiceId, ...whose, purpose: 'clientId' in whose ? 'join' : 'therapist', codeHash: await shortCodeHash(code),
      createdAt: now, expiresAt: new Date(now.getTime() + CHAT_CODE_MINUTES * 60_000),
    },
  });
};

/** By its `shortCodeHash`. Null for one that is unknown or too old. One that was used is found: see `usedAt`. */
export const findChatCode = async (db: Db, codeHash: string, now: Date): Promise<ChatCode | null> =>
  asRead(await db.chatCode.findUnique({ where: { codeHash, expiresAt: { gt: now } } }));

/** The code that waits in a chat to be confirmed there. Asked for every "yes" and "no" that somebody types, and so without detours. */
export const claimedChatCode = async ({ pool }: Pick<Store, 'pool'>, { channel, workspace, userId }: Sender, now: Date): Promise<ChatCode | null> =>
  asRead((await pool.query<Row>({ name: 'claimed-chat-code', text: claimed, values: [channel, workspace, userId, now.toISOString()] })).rows[0] ?? null);

const claimed = `
SELECT id, practice_id AS "practiceId", purpose, client_id AS "clientId", therapist_id AS "therapistId", account_id AS "accountId",
  expires_at AS "expiresAt", used_at AS "usedAt",
  claimed_channel AS "claimedChannel", claimed_workspace AS "claimedWorkspace", claimed_user_id AS "claimedUserId"
FROM chat_code
WHERE claimed_channel = $1 AND claimed_workspace = $2 AND claimed_user_id = $3 AND used_at IS NULL AND expires_at > $4::timestamptz
ORDER BY created_at DESC LIMIT 1`;

/** The code was typed in this chat. False when another one was faster: a code that two chats know is nobody's. */
export const claimChatCode = async (db: Db, id: string, { channel, workspace, userId }: Sender): Promise<boolean> => {
  const claim = { claimedChannel: channel, claimedWorkspace: workspace, claimedUserId: userId };
  const { count } = await db.chatCode.updateMany({ where: { id, usedAt: null, OR: [{ claimedChannel: null }, claim] }, data: claim });
  return count === 1;
};

/** Once: false for the second of two. */
export const useChatCode = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const { count } = await db.chatCode.updateMany({ where: { id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
  return count === 1;
};

export const endChatCode = async (db: Db, id: string): Promise<void> => {
  await db.chatCode.deleteMany({ where: { id, usedAt: null } });
};

type Row = Omit<NonNullable<Awaited<ReturnType<Db['chatCode']['findUnique']>>>, 'codeHash' | 'createdAt'>;

function asRead(row: Row | null): ChatCode | null {
  if (!row) return null;
  const { id, practiceId, purpose, clientId, therapistId, accountId, expiresAt, usedAt, claimedChannel, claimedWorkspace, claimedUserId } = row;
  return {
    id, practiceId, purpose: purpose as ChatCode['purpose'], clientId, therapistId, accountId, expiresAt, usedAt,
    claimedBy: claimedChannel === null ? null : { channel: claimedChannel as Sender['channel'], workspace: claimedWorkspace!, userId: claimedUserId! },
  };
}

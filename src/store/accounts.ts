import { randomUUID } from 'node:crypto';
import type { ChannelName, Sender } from '../channels/channel.ts';
import { CairnError } from '../errors.ts';
import type { Db } from './open-store.ts';
import { createClient, takeSelfReferral, untilTomorrow } from './practices.ts';
import type { AccountRead } from './read-turn.ts';

/** Whose account it is: somebody known, or a client who writes for the first time. `selfReferral`: nobody sent them. */
export type Owner =
  | { clientId: string }
  | { therapistId: string }
  | { newClient: { language: string; country?: string; therapistId?: string }; selfReferral?: boolean };

export interface NewAccount {
  practiceId: string;
  sender: Sender;
  address: string;
  owner: Owner;
  /** The invite whose link it is opened with, and which the first message from there uses up. */
  inviteId?: string;
}

/**
 * The sender's account, made with its client if there is none. Two first messages at once make one account and one client.
 * An account that exists stays whose it is; only its address follows the sender. A new client whom nobody sent takes one of
 * the practice's places for the day.
 *
 * @throws CairnError 'full-today', with the seconds until there are places again, when none is left for them
 */
export const ensureAccount = (db: Db, account: NewAccount, now: Date): Promise<AccountRead> =>
  db.$transaction(async (tx) => {
    const { practiceId, sender, address, owner, inviteId } = account;
    // The second of two waits here until the first has committed, and then finds the row below.
    const made = await tx.account.createMany({
      data: [{ practiceId, ...sender, address, ...('newClient' in owner ? {} : owner), inviteId: inviteId ?? null, createdAt: now }],
      skipDuplicates: true,
    });
    const where = { channel_workspace_userId: sender };
    if (made.count === 0 || !('newClient' in owner)) return tx.account.update({ where, data: { address }, select });
    if (owner.selfReferral && !(await takeSelfReferral(tx, practiceId, now))) {
      throw new CairnError('full-today', 'The practice meets no more new people today.', { details: { retryAfterSeconds: untilTomorrow(now) } });
    }
    const client = await createClient(tx, { practiceId, ...owner.newClient }, now);
    return tx.account.update({ where, data: { clientId: client.id }, select });
  });

const select = { id: true, address: true, clientId: true, therapistId: true, practiceId: true, goneAt: true, inviteId: true };

/** They have written from there: this is where Cairn may write to them from now on, also if they had left. */
export const moveAddress = async (db: Db, accountId: string, address: string): Promise<void> => {
  await db.account.update({ where: { id: accountId }, data: { address, goneAt: null } });
};

/** Nothing is sent there until they write again. */
export const markGone = async (db: Db, accountId: string, now: Date): Promise<void> => {
  await db.account.updateMany({ where: { id: accountId, goneAt: null }, data: { goneAt: now } });
};

/**
 * Closes a chat for its person for good: what was said in it stays where it belongs, nothing is sent there any more, and whoever
 * writes from it next is somebody new.
 */
export const retireAccount = async (db: Db, id: string, now: Date): Promise<void> => {
  await db.account.update({ where: { id }, data: { userId: `${RETIRED}${randomUUID()}`, address: '', goneAt: now } });
};

export const isRetired = ({ userId }: Sender): boolean => userId.startsWith(RETIRED);

/** No platform's user id begins like this. */
const RETIRED = 'retired:';

export interface Account extends AccountRead {
  sender: Sender;
  createdAt: Date;
  /** When this chat was joined to the client's others. */
  joinedAt: Date | null;
}

export const findAccount = async (db: Db, id: string): Promise<Account | null> => {
  const row = await db.account.findUnique({ where: { id } });
  return row && withSender(row);
};

export const findAccountOf = async (db: Db, sender: Sender): Promise<Account | null> => {
  const row = await db.account.findUnique({ where: { channel_workspace_userId: sender } });
  return row && withSender(row);
};

/** The language that the owner of an account speaks; null for somebody who has none yet. */
export const languageOf = async (db: Db, sender: Sender): Promise<string | null> => {
  const language = { select: { language: true } } as const;
  const account = await db.account.findUnique({ where: { channel_workspace_userId: sender }, select: { client: language, therapist: language, practice: language } });
  return account && (account.client ?? account.therapist ?? account.practice).language;
};

/** The accounts of one person, oldest first. */
export const accountsOf = async (db: Db, person: { clientId: string } | { therapistId: string }): Promise<Account[]> => {
  const rows = await db.account.findMany({ where: person, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(withSender);
};

/** The chat that a client wrote in last, of those that can be reached; where Cairn speaks first, it speaks there. */
export const currentAccountOf = async (db: Db, clientId: string): Promise<Account | null> => {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM account a
    LEFT JOIN LATERAL (SELECT seq FROM inbound_message m WHERE m.account_id = a.id ORDER BY seq DESC LIMIT 1) last ON true
    WHERE a.client_id = ${clientId}::uuid
    ORDER BY a.gone_at IS NOT NULL, last.seq DESC NULLS LAST, a.created_at DESC LIMIT 1`;
  return row ? findAccount(db, row.id) : null;
};

/**
 * Where a therapist can be told something, the way they like best first: the channels they wished for, else the chats they
 * connected, the newest first, and then mail. Chats they left are not among them. A wish for what they are not connected to
 * any more leaves all the others: nobody is to be out of reach when a client is in danger.
 */
export const routesOf = async (db: Db, therapistId: string): Promise<Account[]> => {
  const { noticeRoutes } = await db.therapist.findUniqueOrThrow({ where: { id: therapistId }, select: { noticeRoutes: true } });
  const accounts = (await accountsOf(db, { therapistId })).filter(({ goneAt }) => goneAt === null).reverse();
  const on = (channel: string): Account[] => accounts.filter(({ sender }) => sender.channel === channel);
  const wished = noticeRoutes.flatMap(on);
  return wished.length > 0 ? wished : [...accounts.filter(({ sender }) => sender.channel !== 'mail'), ...on('mail')];
};

const withSender = <Row extends { channel: string; workspace: string; userId: string }>(row: Row) => {
  const { channel, workspace, userId, ...rest } = row;
  return { ...rest, sender: { channel: channel as ChannelName, workspace, userId } };
};

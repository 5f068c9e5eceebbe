import type { ChannelName, Sender } from '../channels/channel.ts';
import type { Db, Store } from './open-store.ts';
import { createClient } from './practices.ts';
import type { AccountRead } from './read-turn.ts';

/** Whose account it is: somebody known, or a client who writes for the first time. */
export type Owner =
  | { clientId: string }
  | { therapistId: string }
  | { newClient: { language: string; country?: string; therapistId?: string } };

export interface NewAccount {
  practiceId: string;
  sender: Sender;
  address: string;
  owner: Owner;
}

/**
 * The sender's account, made with its client if there is none. Two first messages at once make one account and one client.
 * An account that exists stays whose it is; only its address follows the sender.
 */
export const ensureAccount = (store: Pick<Store, 'prisma'>, account: NewAccount, now: Date): Promise<AccountRead> =>
  store.prisma.$transaction(async (tx) => {
    const { practiceId, sender, address, owner } = account;
    // The second of two waits here until the first has committed, and then finds the row below.
    const made = await tx.account.createMany({
      data: [{ practiceId, ...sender, address, ...('newClient' in owner ? {} : owner), createdAt: now }],
      skipDuplicates: true,
    });
    const where = { channel_workspace_userId: sender };
    if (made.count === 0 || !('newClient' in owner)) return tx.account.update({ where, data: { address }, select });
    const client = await createClient(tx as Db, { practiceId, ...owner.newClient }, now);
    return tx.account.update({ where, data: { clientId: client.id }, select });
  });

const select = { id: true, address: true, clientId: true, therapistId: true, practiceId: true };

/** Where Cairn may write to the sender from now on. */
export const moveAddress = async (db: Db, accountId: string, address: string): Promise<void> => {
  await db.account.update({ where: { id: accountId }, data: { address } });
};

export interface Account extends AccountRead {
  sender: Sender;
  createdAt: Date;
}

export const findAccount = async (db: Db, id: string): Promise<Account | null> => {
  const row = await db.account.findUnique({ where: { id } });
  return row && withSender(row);
};

export const findAccountOf = async (db: Db, sender: Sender): Promise<Account | null> => {
  const row = await db.account.findUnique({ where: { channel_workspace_userId: sender } });
  return row && withSender(row);
};

/** The accounts of one person, oldest first. */
export const accountsOf = async (db: Db, person: { clientId: string } | { therapistId: string }): Promise<Account[]> => {
  const rows = await db.account.findMany({ where: person, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(withSender);
};

const withSender = <Row extends { channel: string; workspace: string; userId: string }>(row: Row) => {
  const { channel, workspace, userId, ...rest } = row;
  return { ...rest, sender: { channel: channel as ChannelName, workspace, userId } };
};

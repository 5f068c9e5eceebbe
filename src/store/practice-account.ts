import type { Db } from './open-store.ts';

/** Where the practice itself is written to: one account of its own, also where a therapist has the same address. */
export const practiceAccount = async (db: Db, practiceId: string, email: string, now: Date): Promise<string> => {
  const sender = { channel: 'mail', workspace: practiceId, userId: 'practice' };
  const account = await db.account.upsert({
    where: { channel_workspace_userId: sender },
    create: { practiceId, ...sender, address: email, createdAt: now }, update: { address: email },
    select: { id: true },
  });
  return account.id;
};

import type { Db } from './open-store.ts';

export interface NewRiskDisclosure {
  practiceId: string;
  clientId: string;
  accountId: string;
  messageId: string;
  level: string;
  categories: string[];
}

/** Once for a message, however often the turn is taken. */
export const recordDisclosure = async (db: Db, disclosure: NewRiskDisclosure, now: Date): Promise<void> => {
  await db.riskDisclosure.createMany({ data: [{ ...disclosure, at: now }], skipDuplicates: true });
};

/** A client's, newest first, with the words of the message they were heard in, for their therapist's eyes. */
export async function disclosuresOf(db: Db, clientIds: string[]): Promise<{ clientId: string; level: string; categories: string[]; at: Date; text: string }[]> {
  const rows = await db.riskDisclosure.findMany({ where: { clientId: { in: clientIds } }, orderBy: { at: 'desc' }, take: 50 });
  const messages = await db.inboundMessage.findMany({
    where: { OR: rows.map(({ accountId, messageId }) => ({ accountId, messageId })) },
    select: { accountId: true, messageId: true, content: true },
  });
  return rows.map((row) => {
    const message = messages.find(({ accountId, messageId }) => accountId === row.accountId && messageId === row.messageId);
    const content = message?.content as { text?: string } | undefined;
    return { clientId: row.clientId, level: row.level, categories: row.categories, at: row.at, text: content?.text ?? '' };
  });
}

import type { Db } from './open-store.ts';
import { inboundPlace, namePlace } from './places.ts';

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
  const rows = await db.riskDisclosure.findMany({ where: { clientId: { in: clientIds } }, orderBy: { at: 'desc' }, take: 50, include: { client: { select: { dataKey: true } } } });
  const messages = await db.inboundMessage.findMany({
    where: { OR: rows.map(({ accountId, messageId }) => ({ accountId, messageId })) },
    select: { accountId: true, messageId: true, content: true },
  });
  return rows.map((row) => {
    const message = messages.find(({ accountId, messageId }) => accountId === row.accountId && messageId === row.messageId);
    const content = message && db.vault.sealWith(row.client.dataKey).open<{ text?: string }>(inboundPlace(row.accountId, row.messageId), message.content);
    return { clientId: row.clientId, level: row.level, categories: row.categories, at: row.at, text: content?.text ?? '' };
  });
}

/** The clients of a therapist from whom something was heard. */
export const clientsInDanger = async (db: Db, therapistId: string): Promise<{ id: string; name: string | null }[]> => {
  const rows = await db.client.findMany({ where: { therapistId, disclosures: { some: {} } }, select: { id: true, name: true, dataKey: true } });
  return rows.map(({ id, name, dataKey }) => ({ id, name: name && db.vault.sealWith(dataKey).open<string>(namePlace(id), name) }));
};

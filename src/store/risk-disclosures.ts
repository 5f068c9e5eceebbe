import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';
import { disclosedPlace, inboundPlace } from './places.ts';

export interface NewRiskDisclosure {
  practiceId: string;
  clientId: string;
  alertId: string;
  level: string;
  categories: string[];
  /**
   * Where the words are: in a message of the chat, or, written on a page, here. Nowhere, when nothing that was written
   * may be kept.
   */
  said: { accountId: string; messageId: string } | { words: string } | null;
}

/** Once for a message, however often the turn is taken. */
export const recordDisclosure = async (db: Db, { said, ...disclosure }: NewRiskDisclosure, now: Date): Promise<void> => {
  const id = randomUUID();
  const where = said && 'words' in said ? { words: (await db.vault.ofClient(db, disclosure.clientId)).seal(disclosedPlace(id), said.words) } : said;
  await db.riskDisclosure.createMany({ data: [{ id, ...disclosure, ...where, at: now }], skipDuplicates: true });
};

export interface RiskDisclosure {
  clientId: string;
  alertId: string | null;
  level: string;
  at: Date;
  /** The words, for their therapist's eyes; '' where they were not kept. */
  text: string;
}

/** What was heard from these clients, newest first. */
export async function disclosuresOf(db: Db, clientIds: string[]): Promise<RiskDisclosure[]> {
  const rows = await db.riskDisclosure.findMany({ where: { clientId: { in: clientIds } }, orderBy: { at: 'desc' }, take: 100, include: { client: { select: { dataKey: true } } } });
  const messages = await db.inboundMessage.findMany({
    where: { OR: rows.flatMap(({ accountId, messageId }) => (accountId && messageId ? [{ accountId, messageId }] : [])) },
    select: { accountId: true, messageId: true, content: true },
  });
  return rows.map((row) => {
    const seal = db.vault.sealWith(row.client.dataKey);
    const message = messages.find(({ accountId, messageId }) => accountId === row.accountId && messageId === row.messageId);
    const text = row.words !== null ? seal.open<string>(disclosedPlace(row.id), row.words)
      : message ? (seal.open<{ text?: string }>(inboundPlace(message.accountId, message.messageId), message.content).text ?? '') : '';
    return { clientId: row.clientId, alertId: row.alertId, level: row.level, at: row.at, text };
  });
}

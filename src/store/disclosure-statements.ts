import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';
import { statementPlace } from './places.ts';

/** What a client was told about us once more, word for word. The first time is kept with their consent (consents.ts). */
export interface NewDisclosureStatement {
  practiceId: string;
  clientId: string;
  because: 'away' | 'asked';
  shown: string;
}

export const recordStatement = async (db: Db, { shown, ...statement }: NewDisclosureStatement, now: Date): Promise<void> => {
  const id = randomUUID();
  const seal = await db.vault.ofClient(db, statement.clientId);
  await db.disclosureStatement.create({ data: { id, ...statement, shown: seal.seal(statementPlace(id), shown), at: now } });
};

/** A client's, oldest first. */
export const statementsOf = async (db: Db, clientId: string): Promise<{ because: string; shown: string; at: Date }[]> => {
  const rows = await db.disclosureStatement.findMany({ where: { clientId }, orderBy: { at: 'asc' } });
  const seal = await db.vault.ofClient(db, clientId);
  return rows.map(({ id, because, shown, at }) => ({ because, at, shown: seal.open<string>(statementPlace(id), shown) }));
};

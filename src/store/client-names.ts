import type { Db } from './open-store.ts';
import { namePlace } from './places.ts';
import type { DataKeyRow, Vault } from './vault.ts';

/** What a client would like to be called, to be read; null until they say. */
export const nameOf = (vault: Vault, { id, name, dataKey }: { id: string; name: string | null; dataKey: DataKeyRow | null }): string | null =>
  name && vault.sealWith(dataKey).open<string>(namePlace(id), name);

/** The same of several clients. */
export const namesOf = async (db: Db, ids: string[]): Promise<Map<string, string | null>> => {
  const rows = await db.client.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, dataKey: true } });
  return new Map(rows.map((row) => [row.id, nameOf(db.vault, row)]));
};

import { namePlace } from './places.ts';
import type { DataKeyRow, Vault } from './vault.ts';

/** What a client would like to be called, to be read; null until they say. */
export const nameOf = (vault: Vault, { id, name, dataKey }: { id: string; name: string | null; dataKey: DataKeyRow | null }): string | null =>
  name && vault.sealWith(dataKey).open<string>(namePlace(id), name);

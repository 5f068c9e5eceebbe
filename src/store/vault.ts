import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { CairnError } from '../errors.ts';
import type { MasterKeys } from './master-keys.ts';
import type { Db } from './open-store.ts';
import { openText, sealText } from './seal.ts';

/**
 * Every word of a client, every note on them and every secret is stored sealed. Each client has a data key of their own,
 * and so has each practice for what belongs to no client; data keys are stored wrapped with a master key that never is.
 * Destroying a client's data key makes all that was theirs unreadable, in backups too; changing the master key rewraps
 * the data keys and touches nothing else.
 */
export interface Vault {
  /** Makes a data key and stores it. Returns its id, for the row of whoever it is for. */
  make(db: Db, practiceId: string): Promise<string>;
  sealWith(key: DataKeyRow | null): Seal;
  ofClient(db: Db, clientId: string): Promise<Seal>;
  ofPractice(db: Db, practiceId: string): Promise<Seal>;
  /** Of the client whose account it is, or of the practice for a therapist's. */
  ofAccount(db: Db, accountId: string): Promise<Seal>;
  /** Wraps every data key that an older master key wraps with the current one. Returns how many. */
  rewrapAll(db: Db): Promise<number>;
}

/** Seals and opens under one data key. `place` is `table.column:row`; a value opens only in the place it was sealed for. */
export interface Seal {
  seal(place: string, value: unknown): string;
  open<T>(place: string, sealed: string): T;
}

/** A row of `data_key`, as much of it as unwrapping needs. */
export interface DataKeyRow {
  id: string;
  /** The name of the master key. */
  master: string;
  wrapped: string;
}

/** Unwrapped keys that are kept at hand. They leave the memory when others are used more. */
const AT_HAND = 5_000;

const seals = (key: KeyObject): Seal => ({
  seal: (place, value) => sealText(key, place, JSON.stringify(value)),
  open: (place, sealed) => JSON.parse(openText(key, place, sealed)),
});

const placeOf = (id: string): string => `data_key.wrapped:${id}`;

export const openVault = (masters: MasterKeys): Vault => {
  const atHand = new Map<string, Seal>();

  const masterNamed = (name: string): KeyObject => {
    const master = masters.byName.get(name);
    if (master) return master;
    throw new CairnError('config-invalid', `The encryption key "${name}" is missing; what it protects cannot be read without it.`, {
      remedy: 'Add its line to the encryption keys again, below the current one.',
    });
  };
  const unwrap = ({ id, master, wrapped }: DataKeyRow): Buffer => Buffer.from(openText(masterNamed(master), placeOf(id), wrapped), 'base64');
  const wrap = (id: string, key: Buffer): Omit<DataKeyRow, 'id'> =>
    ({ master: masters.current, wrapped: sealText(masterNamed(masters.current), placeOf(id), key.toString('base64')) });

  const sealWith = (row: DataKeyRow | null): Seal => {
    if (!row) throw new CairnError('key-destroyed', 'The key to this was destroyed, and with it what it protected.');
    const known = atHand.get(row.id);
    const seal = known ?? seals(createSecretKey(unwrap(row)));
    // The one used last stands last; the first is the one to let go.
    if (known) atHand.delete(row.id);
    atHand.set(row.id, seal);
    if (atHand.size > AT_HAND) atHand.delete(atHand.keys().next().value!);
    return seal;
  };

  return {
    sealWith,
    make: async (db, practiceId) => {
      const id = randomUUID();
      await db.dataKey.create({ data: { id, practiceId, ...wrap(id, randomBytes(32)) } });
      return id;
    },
    ofClient: async (db, id) => sealWith((await db.client.findUniqueOrThrow({ where: { id }, select: { dataKey: true } })).dataKey),
    ofPractice: async (db, id) => sealWith((await db.practice.findUniqueOrThrow({ where: { id }, select: { dataKey: true } })).dataKey),
    ofAccount: async (db, id) => {
      const dataKey = { select: { dataKey: true } };
      const { client, practice } = await db.account.findUniqueOrThrow({ where: { id }, select: { client: dataKey, practice: dataKey } });
      return sealWith((client ?? practice).dataKey);
    },
    rewrapAll: async (db) => {
      const older = await db.dataKey.findMany({ where: { NOT: { master: masters.current } } });
      for (const row of older) await db.dataKey.update({ where: { id: row.id }, data: wrap(row.id, unwrap(row)) });
      return older.length;
    },
  };
};

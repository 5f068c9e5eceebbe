import path from 'node:path';
import pg from 'pg';
import { CairnError } from '../errors.ts';
import { lockDirectory } from './directory-lock.ts';
import { openEmbedded } from './embedded.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { ensureKeyFile, parseMasterKeys, type MasterKeys } from './master-keys.ts';
import { migrate } from './migrate.ts';
import { openPrisma } from './open-prisma.ts';
import { poolWithin } from './scoped-pool.ts';
import { sessionSettings, StoreClient } from './store-client.ts';
import { openTurnMemory, type TurnMemory } from './turn-memory.ts';
import { openTurnSaves, type TurnSaves } from './turn-saves.ts';
import { openVault, type Vault } from './vault.ts';

export interface StoreOptions {
  /** `postgres://…`; without it the database is embedded and lives in `dataDir`. */
  databaseUrl?: string;
  /** Belongs to one process at a time. Unused with `databaseUrl`. */
  dataDir: string;
  /** The list of encryption keys (master-keys.ts). Without it the embedded database keeps one of its own beside the data. */
  encryptionKeys?: string;
  /** Connections to a server, 10 unless told; the embedded database has one. */
  poolSize?: number;
}

/** The database, open and up to date. On 'embedded' there is one connection: never use the store inside its own transaction. */
export interface Store {
  prisma: WithVault<PrismaClient>;
  pool: pg.Pool;
  vault: Vault;
  /** Conversations that are under way in this process. */
  turns: TurnMemory;
  /** Where turns are stored, several of them together when they come at once. */
  saves: TurnSaves;
  kind: 'embedded' | 'server';
  /**
   * The same store as one practice sees it. On a server the database itself shows and takes no other practice's rows then
   * (row-level security), whatever a query asks for; in the embedded one, which is for trying, nothing stands beneath the queries.
   */
  within(practiceId: string): Store;
  close(): Promise<void>;
}

/** What most of the store's functions take: `store.prisma`, or the transaction they are to be part of. */
export type Db = WithVault<Prisma.TransactionClient>;

/** Prisma's client with the vault at hand, in its transactions too. */
type WithVault<Client> = Omit<Client, '$transaction'> & {
  readonly vault: Vault;
  $transaction<Result>(work: (tx: Db) => Promise<Result>, options?: { maxWait?: number; timeout?: number }): Promise<Result>;
};

/** @throws CairnError 'data-dir-in-use', 'database-unreachable', 'migration-failed' or 'config-invalid' */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { kind, pool, scoped, close } = options.databaseUrl
    ? await openServer(options.databaseUrl, options.poolSize ?? 10)
    : await openDirectory(options.dataDir);
  let vault: Vault;
  try {
    vault = openVault(masterKeys(options));
    await migrate(pool);
  } catch (error) {
    await close();
    throw error;
  }
  const prisma = openPrisma(pool, vault);
  const practices = new Map<string, Store>();
  const store: Store = {
    prisma,
    pool,
    vault,
    turns: openTurnMemory(),
    saves: openTurnSaves(pool),
    kind,
    within: (practiceId) => {
      if (!scoped) return store;
      let known = practices.get(practiceId);
      if (!known) {
        const own = poolWithin(scoped, practiceId);
        practices.set(practiceId, (known = { ...store, pool: own, prisma: openPrisma(own, vault), saves: openTurnSaves(own) }));
      }
      return known;
    },
    close: async () => {
      for (const each of [...practices.values(), store]) await each.prisma.$disconnect();
      await close();
    },
  };
  return store;
};

const masterKeys = ({ databaseUrl, dataDir, encryptionKeys }: StoreOptions): MasterKeys => {
  if (encryptionKeys) return parseMasterKeys(encryptionKeys);
  if (!databaseUrl) return ensureKeyFile(path.join(dataDir, 'encryption.keys'), new Date());
  throw new CairnError('config-invalid', 'ENCRYPTION_KEYS or ENCRYPTION_KEYS_FILE is needed with DATABASE_URL: what clients write is stored encrypted.', {
    remedy: 'Make a key with "npm run cairn -- keys new" and keep it in a safe place apart from the database.',
  });
};

type Opened = Pick<Store, 'kind' | 'pool' | 'close'> & {
  /** Connections that see no practice's rows until they are told whose. */
  scoped?: pg.Pool;
};

const openDirectory = async (directory: string): Promise<Opened> => {
  const lock = lockDirectory(directory);
  try {
    const embedded = await openEmbedded(path.join(directory, 'postgres'));
    const close = async () => {
      await embedded.close();
      lock.release();
    };
    return { kind: 'embedded', pool: embedded.pool, close };
  } catch (cause) {
    lock.release();
    throw new CairnError('database-unreachable', `The embedded database in ${directory} cannot be opened.`, {
      remedy: 'Make sure the disk has room and the directory is readable; otherwise restore the last backup.',
      cause,
    });
  }
};

const openServer = async (databaseUrl: string, poolSize: number): Promise<Opened> => {
  const url = parseAddress(databaseUrl);
  // The tables are named without their schema.
  const settings = Object.entries({ ...sessionSettings, search_path: 'public' }).map(([name, value]) => `-c ${name}=${value}`).join(' ');
  const given = url.searchParams.get('options') ?? '';
  const poolOf = (practices: string): pg.Pool => {
    url.searchParams.set('options', `${given} ${settings} -c cairn.practice=${practices}`.trim());
    const made = new pg.Pool({
      Client: StoreClient,
      connectionString: url.href,
      application_name: 'cairn',
      max: poolSize,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    // A connection that breaks while idle is replaced by the next use; unheard, the event would end the process.
    made.on('error', () => {});
    // Prisma listens once for each practice.
    made.setMaxListeners(0);
    return made;
  };
  const pool = poolOf('*');
  const scoped = poolOf('');
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    await scoped.end();
    throw new CairnError('database-unreachable', `The database at ${url.host}${url.pathname} cannot be reached.`, {
      remedy: remedyFor((cause as { code?: string }).code),
      cause,
    });
  }
  return { kind: 'server', pool, scoped, close: async () => { await Promise.all([pool.end(), scoped.end()]); } };
};

const parseAddress = (databaseUrl: string): URL => {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (url && ['postgres:', 'postgresql:'].includes(url.protocol)) return url;
  throw new CairnError('config-invalid', 'The address of the database is not one that PostgreSQL understands.', {
    remedy: 'Write it as postgres://user:password@host:5432/name.',
  });
};

const remedyFor = (code: string | undefined): string => {
  if (code === '28P01' || code === '28000') return 'Check the user name and the password in its address.';
  if (code === '3D000') return 'Create the database first, or correct its name in the address.';
  return 'Make sure PostgreSQL is running, and check host and port in its address.';
};

import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { sessionSettings, StoreClient } from './store-client.ts';

/**
 * PostgreSQL inside this process (PGlite), behind an ordinary `pg.Pool` so that nothing above it knows the difference.
 * It survives `kill -9`, but it never calls fsync: a power cut can cost the last turns. It has one connection, so inside
 * a transaction only that transaction may be used: a second query would wait for ever.
 */
export interface Embedded {
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens the database in `directory`, or one in memory without it. The caller holds the directory's lock. */
export const openEmbedded = async (directory?: string): Promise<Embedded> => {
  const { PGlite: Database } = await import('@electric-sql/pglite');
  if (directory && !existsSync(directory)) {
    // Making a new database takes seconds. Made beside its place and moved there whole, a kill in between leaves
    // nothing half-made behind.
    const making = `${directory}.new`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true, mode: 0o700 });
    await (await Database.create({ dataDir: making })).close();
    renameSync(making, directory);
  }
  // PGlite makes files that everybody may read.
  if (directory) chmodSync(directory, 0o700);
  const database = await Database.create(directory ? { dataDir: directory } : {});
  const pool = await onePool(database);
  return {
    pool,
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
};

const onePool = async (database: PGlite): Promise<pg.Pool> => {
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');

  class EmbeddedClient extends StoreClient {
    constructor() {
      const config = createPgConfig(database);
      const { connection } = config;
      const parse = connection.parse.bind(connection);
      // The connection reads `types` as parameter types; callers of pg (Prisma's adapter too) put result parsers there.
      connection.parse = (query) => parse({ ...query, types: Array.isArray(query.types) ? query.types : undefined });
      super({ ...config, connection, ssl: false } as unknown as pg.ClientConfig);
    }

    override connect(): Promise<this>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error, client?: this) => void): Promise<this> | void {
      const connected = this.connectClean();
      if (!callback) return connected;
      connected.then(() => callback(null as unknown as Error, this), callback);
    }

    /** There is only one session; the one before may have been dropped with a transaction open. */
    async connectClean(): Promise<this> {
      if (database.isInTransaction()) await database.exec('ROLLBACK');
      await database.exec('DISCARD ALL');
      for (const [name, value] of Object.entries(sessionSettings)) await database.exec(`SET ${name} = '${value}'`);
      await super.connect();
      return this;
    }
  }

  const pool = new pg.Pool({ Client: EmbeddedClient, max: 1, idleTimeoutMillis: 0, maxLifetimeSeconds: 0 });
  // A client that dies while idle is replaced by the next use; unheard, the event would end the process.
  pool.on('error', () => {});
  return pool;
};

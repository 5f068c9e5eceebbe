import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { newKeyLine } from '../../src/store/master-keys.ts';
import { openStore } from '../../src/store/open-store.ts';
import { POOL_SIZE, type Place } from './contender.ts';

/** Databases for the contenders, each its own, and all removed in the end. */
export interface Places {
  kind: 'PGlite' | 'PostgreSQL';
  make(): Promise<Place>;
  /** What the database is, in a line. */
  about(): Promise<string>;
  removeAll(): Promise<void>;
}

const keys = newKeyLine(new Date());

const newDirectory = (): string => mkdtempSync(path.join(tmpdir(), 'cairn-bench-'));

export function embeddedPlaces(): Places {
  const made: string[] = [];
  let template: string | undefined;
  const make = async (): Promise<Place> => {
    if (!template) {
      // Making an embedded database takes seconds, copying one does not.
      made.push(template = newDirectory());
      await (await openStore({ dataDir: path.join(template, 'database') })).close();
    }
    const dataDir = newDirectory();
    made.push(dataDir);
    cpSync(template, dataDir, { recursive: true });
    return { dataDir, poolSize: 1 };
  };
  return {
    kind: 'PGlite', make,
    about: async () => 'PGlite in the process itself: one connection, no fsync',
    async removeAll() {
      for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** On a server where databases may be created. */
export function serverPlaces(url: string): Places {
  const databases: string[] = [];
  const directories: string[] = []; // for Cairn's mails
  const asAdmin = async <T>(work: (admin: pg.Client) => Promise<T>): Promise<T> => {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    return work(admin).finally(() => admin.end());
  };
  return {
    kind: 'PostgreSQL',
    async make() {
      const name = `cairn_bench_${randomBytes(6).toString('hex')}`;
      await asAdmin((admin) => admin.query(`CREATE DATABASE ${name}`));
      databases.push(name);
      const dataDir = newDirectory();
      directories.push(dataDir);
      return { databaseUrl: Object.assign(new URL(url), { pathname: `/${name}` }).href, dataDir, poolSize: POOL_SIZE, encryptionKeys: keys };
    },
    about: () => asAdmin(async (admin) => {
      const setting = async (name: string): Promise<string> => (await admin.query(`SHOW ${name}`)).rows[0][name];
      return `PostgreSQL ${await setting('server_version')}: ${POOL_SIZE} connections each, fsync ${await setting('fsync')}, synchronous_commit ${await setting('synchronous_commit')}`;
    }),
    async removeAll() {
      await asAdmin(async (admin) => {
        for (const name of databases.splice(0)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      });
      for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
    },
  };
}

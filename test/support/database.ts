import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, it } from 'vitest';
import { newKeyLine } from '../../src/store/master-keys.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';

/**
 * Runs the same tests on the embedded database and, when TEST_DATABASE_URL names a PostgreSQL where databases may be
 * created, on that. `open` gives an empty, migrated database of its own: closed and removed after the test, or after all
 * tests when called in `beforeAll`. `place` gives the same unopened, for tests that open it in other processes.
 */
export const eachDatabase = (name: string, tests: (open: () => Promise<Store>, place: () => Promise<StoreOptions>) => void): void => {
  describe(`${name} (embedded)`, () => withCleanup(makeEmbedded, tests));
  if (serverUrl) {
    describe(`${name} (PostgreSQL)`, () => withCleanup(() => makeOnServer(serverUrl), tests));
  } else {
    const notRun = 'PostgreSQL part NOT RUN: set TEST_DATABASE_URL';
    console.warn(`${name}: ${notRun}`);
    it.skip(`${name}: ${notRun}`);
  }
};

const serverUrl = process.env.TEST_DATABASE_URL;

interface Made {
  options: StoreOptions;
  remove(): Promise<void>;
}

const withCleanup = (make: () => Promise<Made>, tests: Parameters<typeof eachDatabase>[1]): void => {
  const forTest: (() => Promise<void>)[] = [];
  const forAll: (() => Promise<void>)[] = [];
  let inTest = false;
  const cleanUp = async (steps: (() => Promise<void>)[]) => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  beforeEach(() => void (inTest = true));
  afterEach(async () => {
    inTest = false;
    await cleanUp(forTest);
  });
  afterAll(() => cleanUp(forAll));

  const place = async () => {
    const made = await make();
    (inTest ? forTest : forAll).push(made.remove);
    return made.options;
  };
  const open = async () => {
    const store = await openStore(await place());
    (inTest ? forTest : forAll).push(store.close);
    return store;
  };
  tests(open, place);
};

/** The same for every test database on a server, as all processes of one Cairn have the same. */
export const testKeys = newKeyLine(new Date('2026-01-01T00:00:00Z'));

const migrations = readMigrations();
const fingerprint = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12);

/** Making an embedded database takes seconds, copying one does not: the first is kept and copied. */
export const makeEmbedded = async (): Promise<Made> => {
  const template = path.join(tmpdir(), `cairn-test-template-${fingerprint}`);
  if (!existsSync(template)) {
    const making = mkdtempSync(path.join(tmpdir(), 'cairn-test-making-'));
    await (await openStore({ dataDir: making })).close();
    try {
      renameSync(making, template);
    } catch {
      rmSync(making, { recursive: true }); // another worker was faster
    }
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
  cpSync(template, dataDir, { recursive: true });
  return { options: { dataDir }, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
};

/** One database is migrated and then copied by the server. The lock keeps others out while it is made and copied. */
const makeOnServer = async (url: string): Promise<Made> => {
  const template = `cairn_test_template_${fingerprint}`;
  const name = `cairn_test_${randomBytes(6).toString('hex')}`;
  const at = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  await asAdmin(url, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('cairn test databases'))`);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${template}`);
    const pool = new pg.Pool({ connectionString: at(template) });
    await migrate(pool, migrations).finally(() => pool.end());
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  // The server ends its own vacuum workers for a plain drop; forcing them would need a superuser. Force only what is ours.
  const remove = () => asAdmin(url, async (admin) => {
    await admin.query(`DROP DATABASE ${name}`).catch(async (error: { code?: string }) => {
      if (error.code !== '55006') throw error;
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });
  });
  return { options: { databaseUrl: at(name), dataDir: '', encryptionKeys: testKeys }, remove };
};

const asAdmin = async (url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
};

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { migrate, type Migration, readMigrations } from '../../src/store/migrate.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { startChild } from '../support/child.ts';
import { eachDatabase } from '../support/database.ts';

const migration = (name: string, sql: string): Migration => ({ name, sql, checksum: name });

/** Prisma's own command line, as `npx prisma` runs it. */
const prisma = async (command: string[], databaseUrl?: string): Promise<string> => {
  const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH, DATABASE_URL: databaseUrl ?? '' };
  const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/prisma/build/index.js', ...command], { env });
  return stdout;
};

describe('the migrations', () => {
  it('make exactly what the schema says', async () => {
    const command = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
    expect(await prisma(command)).toContain('No difference detected');
  }, 120_000);
});

eachDatabase('migrating', (open, place) => {
  const address = (options: StoreOptions) => options.databaseUrl ?? `pglite:${options.dataDir}/postgres`;

  it('leaves a database that Prisma finds up to date', async () => {
    const options = await place();
    expect(await prisma(['migrate', 'status'], address(options))).toContain('Database schema is up to date');
    expect(await prisma(['migrate', 'deploy'], address(options))).toContain('No pending migrations to apply');
  });

  it('applies what is new, once and in order', async () => {
    const { pool } = await open();
    const first = migration('20990101000000_table', 'CREATE TABLE growing (n INT); INSERT INTO growing VALUES (1)');
    const second = migration('20990102000000_column', 'ALTER TABLE growing ADD COLUMN text TEXT');
    expect(await migrate(pool, [...readMigrations(), first])).toEqual([first.name]);
    expect(await migrate(pool, [...readMigrations(), first, second])).toEqual([second.name]);
    expect(await migrate(pool, [...readMigrations(), first, second])).toEqual([]);
    expect((await pool.query('SELECT * FROM growing')).rows).toEqual([{ n: 1, text: null }]);
  });

  it('leaves nothing of a migration that fails, and takes it again when it is mended', async () => {
    const { pool } = await open();
    const broken = migration('20990101000000_half', 'CREATE TABLE half (n INT); INSERT INTO nowhere VALUES (1)');
    await expect(migrate(pool, [broken])).rejects.toMatchObject({ code: 'migration-failed' });
    const mended = migration(broken.name, 'CREATE TABLE half (n INT)');
    expect(await migrate(pool, [mended])).toEqual([broken.name]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const { pool } = await open();
    const edited = readMigrations().map((one) => ({ ...one, checksum: 'other' }));
    await expect(migrate(pool, edited)).rejects.toMatchObject({ code: 'migration-failed' });
  });

  it('refuses to go on where Prisma began a migration and did not finish it', async () => {
    const { pool } = await open();
    await pool.query(`INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('1', 'c', 'unfinished')`);
    await expect(migrate(pool)).rejects.toMatchObject({ code: 'migration-failed' });
  });

  it('is done once when six start at the same time', async () => {
    const options = await place();
    const store = await openStore(options);
    await store.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    if (store.kind === 'embedded') {
      // No other process can open it, so here it is six calls in one.
      await Promise.all(Array.from({ length: 6 }, () => migrate(store.pool)));
    } else {
      const children = Array.from({ length: 6 }, () => startChild('store/open-child.ts', JSON.stringify(options)));
      expect(await Promise.all(children.map((child) => child.next()))).toEqual(Array(6).fill('open'));
      for (const child of children) child.process.stdin.end();
      await Promise.all(children.map((child) => child.gone));
    }
    const { rows } = await store.pool.query('SELECT migration_name FROM "_prisma_migrations"');
    expect(rows.map((row) => row.migration_name)).toEqual(readMigrations().map(({ name }) => name));
    await store.close();
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { CairnError, isCairnError } from '../errors.ts';

/** The advisory lock and the table are Prisma's, so `prisma migrate` and this file may be used side by side. */
const prismaLock = 72707369;
const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export interface Migration {
  name: string;
  sql: string;
  /** Hex SHA-256 of the SQL, as Prisma records it. */
  checksum: string;
}

const migrationsDirectory = path.join(import.meta.dirname, '../../prisma/migrations');

/** The migrations this version of Cairn brings, in the order they are applied. */
export const readMigrations = (directory: string = migrationsDirectory): Migration[] =>
  readdirSync(directory)
    .filter((name) => existsSync(path.join(directory, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });

/**
 * Brings the database up to date, as `prisma migrate deploy` would. Any number of processes may do so at once: one
 * applies, the others wait. Each migration takes effect whole or not at all, so a failed one is simply tried again.
 *
 * @returns the names of the migrations applied now
 * @throws CairnError 'migration-failed'
 */
export const migrate = async (pool: pg.Pool, migrations: Migration[] = readMigrations()): Promise<string[]> => {
  const client = await pool.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${prismaLock})`);
    await client.query(table);
    const waiting = notYetApplied(migrations, (await client.query(`SELECT * FROM "_prisma_migrations"`)).rows);
    for (const migration of waiting) await apply(client, migration);
    await client.query(`SELECT pg_advisory_unlock(${prismaLock})`);
    client.release();
    return waiting.map((migration) => migration.name);
  } catch (error) {
    client.release(true); // the lock goes with its connection
    throw isCairnError(error) ? error : notAllowed(error);
  }
};

const notAllowed = (cause: unknown): CairnError =>
  new CairnError('migration-failed', 'The database could not be brought up to date.', {
    remedy: 'Make the user that Cairn connects as the owner of the database, so that it may make tables.',
    cause,
  });

interface Row {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

const notYetApplied = (migrations: Migration[], rows: Row[]): Migration[] => {
  const standing = rows.filter((row) => !row.rolled_back_at);
  const failed = standing.find((row) => !row.finished_at);
  if (failed) {
    throw new CairnError('migration-failed', `The database change ${failed.migration_name} was begun and not finished.`, {
      remedy: 'Restore the last backup, or repair the database and mark the change with `prisma migrate resolve`.',
    });
  }
  const applied = new Map(standing.map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited) {
    throw new CairnError('migration-failed', `The database change ${edited.name} was edited after it had been applied.`, {
      remedy: 'Put the file back as it was, and make further changes in a new migration.',
    });
  }
  return migrations.filter(({ name }) => !applied.has(name));
};

const apply = async (client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> => {
  const record = `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
    VALUES ($1, $2, $3, clock_timestamp(), 1)`;
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(record, [randomUUID(), checksum, name]);
    await client.query('COMMIT');
  } catch (cause) {
    throw new CairnError('migration-failed', `The database change ${name} could not be made; nothing was changed.`, {
      remedy: 'See the cause below. The change is tried again at the next start.',
      cause,
    });
  }
};

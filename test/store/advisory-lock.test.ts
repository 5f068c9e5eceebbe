import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdLock, type AdvisoryLock } from '../../src/store/advisory-lock.ts';
import { startChild, type Child } from '../support/child.ts';

const databaseUrl = process.env.TEST_DATABASE_URL;
if (!databaseUrl) console.warn('locks between processes: NOT RUN, set TEST_DATABASE_URL');

describe('a lock on the embedded database', () => {
  it('is held at once: there is one process', async () => {
    const { promise: held, resolve: onHeld } = Promise.withResolvers<void>();
    const lock = holdLock(undefined, 'gateway', { onHeld, onLost: () => { throw new Error('lost'); } });
    await held;
    await lock.release();
  });

  it('is not held by somebody who gave it up before', async () => {
    let held = false;
    const lock = holdLock(undefined, 'gateway', { onHeld: () => { held = true; }, onLost: () => {} });
    await lock.release();
    expect(held).toBe(false);
  });
});

describe.skipIf(!databaseUrl)('a lock between processes (PostgreSQL)', () => {
  const children: Child[] = [];
  const locks: AdvisoryLock[] = [];
  let name: string;
  let admin: pg.Client;

  beforeEach(async () => {
    name = randomUUID();
    admin = new pg.Client({ connectionString: databaseUrl });
    await admin.connect();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.gone;
    }
    for (const lock of locks.splice(0)) await lock.release();
    await admin.end();
  });

  const contender = (): Child => {
    const child = startChild('store/lock-child.ts', databaseUrl!, name);
    children.push(child);
    return child;
  };
  /** Two processes, of which the first holds the lock and the second has tried to. */
  const two = async (): Promise<[Child, Child]> => {
    const first = contender();
    expect(await first.next()).toBe('held');
    const second = contender();
    await vi.waitFor(async () => {
      const { rowCount } = await admin.query('SELECT FROM pg_stat_activity WHERE application_name = $1 AND pid <> ALL ($2) AND query LIKE $3', [`cairn ${name}`, await holders(), '%pg_try_advisory_lock%']);
      expect(rowCount).toBe(1);
    }, 5_000);
    return [first, second];
  };
  const holders = async (): Promise<number[]> => {
    const { rows } = await admin.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND classid::bigint = (hashtextextended($1, 0) >> 32) & 4294967295 AND objid::bigint = hashtextextended($1, 0) & 4294967295`,
      [`cairn ${name}`],
    );
    return rows.map(({ pid }) => pid);
  };

  it('goes to the other one within seconds when its holder is killed', async () => {
    const [first, second] = await two();
    expect(await holders()).toHaveLength(1);
    const killed = Date.now();
    first.process.kill('SIGKILL');
    expect(await second.next()).toBe('held');
    expect(Date.now() - killed).toBeLessThan(5_000);
    expect(await holders()).toHaveLength(1);
  });

  it('leaves a process that is frozen, and the process hears of it when it wakes', async () => {
    const [first, second] = await two();
    first.process.kill('SIGSTOP');
    expect(await second.next()).toBe('held');
    first.process.kill('SIGCONT');
    expect(await first.next()).toBe('lost');
    expect(await holders()).toHaveLength(1);
  });

  it('is tried for again by a process whose connection broke', async () => {
    const alone = contender();
    expect(await alone.next()).toBe('held');
    await admin.query('SELECT pg_terminate_backend($1)', await holders());
    expect([await alone.next(), await alone.next()]).toEqual(['lost', 'held']);
  });

  it('is free as soon as it is given up', async () => {
    const { promise: held, resolve: onHeld } = Promise.withResolvers<void>();
    const lock = holdLock(databaseUrl, name, { onHeld, onLost: () => {} });
    await held;
    await lock.release();
    expect(await holders()).toEqual([]);
    expect(await contender().next()).toBe('held');
  });

  it('is waited for while the database is away', async () => {
    const errors: unknown[] = [];
    const { promise: failed, resolve } = Promise.withResolvers<void>();
    locks.push(holdLock('postgres://cairn@127.0.0.1:9/none', name, {
      onHeld: () => { throw new Error('held'); }, onLost: () => { throw new Error('lost'); },
      onError: (error) => errors.push(error) === 2 && resolve(),
    }));
    await failed;
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
  });
});

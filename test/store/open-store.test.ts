import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createPractice } from '../../src/store/practices.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startChild } from '../support/child.ts';
import { eachDatabase, makeEmbedded } from '../support/database.ts';

const directories: string[] = [];
const emptyDirectory = () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
  directories.push(directory);
  return directory;
};
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

eachDatabase('a store', (_open, place) => {
  it('keeps what was written when it is closed and opened again', async () => {
    const options = await place();
    const first = await openStore(options);
    await createPractice(first.prisma, { slug: 'harbour', name: 'Harbour', contact: 'c' }, new Date());
    await first.close();
    const second = await openStore(options);
    expect(await second.prisma.practice.findMany()).toMatchObject([{ slug: 'harbour' }]);
    await second.close();
  });

  it('has a question planned once, however often it is asked, and keeps no plan for every length of a list', async () => {
    const store = await openStore({ ...(await place()), poolSize: 1 });
    const { prisma } = store;
    for (const slug of ['harbour', 'lighthouse', 'pier']) {
      await prisma.practice.findFirst({ where: { slug } });
      await prisma.practice.findMany({ where: { slug: { in: [slug, 'dock', `${slug}-2`] } } });
      await createPractice(prisma, { slug, name: slug, contact: 'c' }, new Date());
    }
    await prisma.flowVersion.createMany({ data: ['a', 'b', 'c'].map((hash) => ({ hash, flow: 'intake', definition: {}, wording: {} })) });
    const { rows } = await store.pool.query('SELECT statement, generic_plans::int, custom_plans::int FROM pg_prepared_statements');
    expect(rows.filter(({ statement }) => statement.includes('"practice"."slug" = $1'))).toMatchObject([{ generic_plans: 3, custom_plans: 0 }]);
    expect(rows.filter(({ statement }) => /\$2, ?\$3\)\s*(ORDER|OFFSET|$)|"flow_version"/.test(statement))).toEqual([]);
    expect(await prisma.practice.count({ where: { slug: { in: ['harbour', 'lighthouse', 'pier'] } } })).toBe(3);
    await store.close();
  });

  it('reads an instant as it was written, whatever the time zones around it', async () => {
    const options = await place();
    const first = await openStore(options);
    const { rows: [{ name }] } = await first.pool.query('SELECT current_database() AS name');
    await first.pool.query(`ALTER DATABASE "${name}" SET TimeZone = 'Asia/Kolkata'`);
    await first.close();
    vi.stubEnv('TZ', 'Pacific/Auckland');

    const { prisma, pool, close } = await openStore(options);
    const createdAt = new Date('2026-07-01T00:30:00.123Z');
    await createPractice(prisma, { slug: 'harbour', name: 'Harbour', contact: 'c' }, createdAt);
    expect((await prisma.practice.findFirstOrThrow()).createdAt).toEqual(createdAt);
    const { rows } = await pool.query('SELECT created_at, extract(epoch FROM created_at)::float8 * 1000 AS ms FROM practice');
    expect(rows).toEqual([{ created_at: createdAt, ms: createdAt.getTime() }]);
    await close();
    vi.unstubAllEnvs();
  });
});

describe('the embedded database', () => {
  it('is made anew where making it was cut short', async () => {
    const dataDir = emptyDirectory();
    mkdirSync(path.join(dataDir, 'postgres.new'));
    writeFileSync(path.join(dataDir, 'postgres.new/PG_VERSION'), '18');
    const store = await openStore({ dataDir });
    expect(await store.prisma.practice.count()).toBe(0);
    await store.close();
  });

  it('lies where only its owner can read it', async () => {
    const dataDir = path.join(emptyDirectory(), 'new');
    await (await openStore({ dataDir })).close();
    const others = 0o077;
    expect(statSync(dataDir).mode & others).toBe(0);
    expect(statSync(path.join(dataDir, 'postgres')).mode & others).toBe(0);
  });
});

describe('a server that cannot be used', () => {
  const opening = (databaseUrl: string) => openStore({ databaseUrl, dataDir: '' });

  it('is named without the password, with what to do', async () => {
    const error = await opening('postgres://cairn:secret@127.0.0.1:1/cairn').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'database-unreachable', message: expect.stringContaining('127.0.0.1:1/cairn') });
    expect(error).toMatchObject({ remedy: expect.stringContaining('running') });
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('secret');
  });

  it.runIf(process.env.TEST_DATABASE_URL)('is told apart from a server without that database', async () => {
    const address = Object.assign(new URL(process.env.TEST_DATABASE_URL!), { pathname: '/cairn_not_there' }).href;
    await expect(opening(address)).rejects.toMatchObject({ code: 'database-unreachable', remedy: expect.stringContaining('Create') });
  });

  it('is told apart from an address that makes no sense', async () => {
    await expect(opening('mysql://127.0.0.1/cairn')).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(opening('cairn')).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

describe('a data directory', () => {
  it('belongs to one process, and is free at once when that is killed', async () => {
    const { options, remove } = await makeEmbedded();
    const child = startChild('store/open-child.ts', JSON.stringify(options));
    expect(await child.next()).toBe('open');
    await expect(openStore(options)).rejects.toMatchObject({ code: 'data-dir-in-use', message: expect.stringContaining(options.dataDir) });

    child.process.kill('SIGKILL');
    const store = await openStore(options);
    await store.close();
    await child.gone;
    await remove();
  });

  it('cannot be opened twice by one process either', async () => {
    const { options, remove } = await makeEmbedded();
    const store = await openStore(options);
    await expect(openStore(options)).rejects.toMatchObject({ code: 'data-dir-in-use' });
    await store.close();
    await (await openStore(options)).close();
    await remove();
  });

  it('must be one that can be written', async () => {
    const file = path.join(emptyDirectory(), 'file');
    writeFileSync(file, '');
    await expect(openStore({ dataDir: path.join(file, 'data') })).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

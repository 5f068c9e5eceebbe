import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobs } from '../../src/store/jobs.ts';
import { enqueueOutbound } from '../../src/store/outbound.ts';
import { openSignals } from '../../src/store/signals.ts';
import { removeData, settingsFor, startCairn, type TestCairn } from '../support/cairn.ts';
import { eachDatabase } from '../support/database.ts';
import { WebClient } from './web-client.ts';

const status = (url: string) => fetch(url).then((response) => response.status);

/** Prometheus' text: every line is a comment or `name{labels} value`. */
async function numbersOf(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => {
    const [, name, value] = /^([a-z_:][a-z0-9_:]*(?:\{[^}]*\})?) (\S+)(?: \d+)?$/i.exec(line) ?? expect.fail(`Not a metric: ${line}`);
    return [name!, Number(value)];
  }));
}

eachDatabase('a running Cairn', (_open, place) => {
  let cairn: TestCairn;
  let settings: Record<string, string>;
  beforeAll(async () => {
    settings = await settingsFor(await place());
    cairn = await startCairn(settings);
  });
  afterAll(async () => {
    await cairn?.stop();
    await removeData(settings);
  });

  it('says that it lives and that it is ready', async () => {
    expect([await status(`${cairn.url}/healthz`), await status(`${cairn.url}/readyz`)]).toEqual([200, 200]);
  });

  it('counts what happens, in the form that Prometheus reads', async () => {
    const client = await WebClient.begin(cairn.url);
    await client.press('agree');
    const again = client.body({ kind: 'text', text: 'help' }, 'sent-twice');
    for (const body of [again, again]) await fetch(`${cairn.url}/api/chat/messages`, { method: 'POST', headers: client.headers, body });
    await expect.poll(async () => (await numbersOf(cairn.url)).get('cairn_outbound_unsent')).toBe(0);
    const numbers = await numbersOf(cairn.url);
    expect(numbers.get('cairn_events_total{event="message-taken"}')).toBe(2);
    expect(numbers.get('cairn_events_total{event="message-duplicate"}')).toBe(1);
    expect(numbers.get('cairn_events_total{event="message-sent"}')).toBeGreaterThan(3);
    expect(numbers.get('cairn_http_request_seconds_count{method="POST",route="/api/chat/messages",status="202"}')).toBe(3);
    expect(numbers.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  });

  it('sweeps up stragglers by a job that comes every minute', async () => {
    const client = await WebClient.begin(cairn.url);
    const { store } = cairn.app;
    const account = await store.prisma.account.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    // As a process leaves it that died right after its save.
    await enqueueOutbound(store.prisma, { accountId: account.id, bodies: [{ text: 'a straggler' }] }, new Date());
    const unsent = () => store.prisma.outboundMessage.count({ where: { accountId: account.id, sentAt: null } });
    await expect.poll(unsent).toBe(1);
    const jobs = await openJobs(store, () => {});
    expect((await jobs.boss.getSchedules('sweep')).map(({ cron }) => cron)).toEqual(['* * * * *']);
    await jobs.boss.send('sweep', {});
    await expect.poll(unsent, { timeout: 20_000 }).toBe(0);
    await jobs.stop();
    expect((await client.history()).at(-1)!.body.text).toBe('a straggler');
  });

  // Last: whoever has written is gone after it.
  it('lets go of what is not to be kept any longer, by a job that comes every night', async () => {
    const { store } = cairn.app;
    await WebClient.begin(cairn.url).then((client) => client.press('agree'));
    await store.prisma.practice.updateMany({ data: { idleMonths: 6 } });
    const jobs = await openJobs(store, () => {});
    expect((await jobs.boss.getSchedules('retention')).map(({ cron }) => cron)).toEqual(['41 2 * * *']);
    expect(await store.prisma.client.count()).toBeGreaterThan(0);
    cairn.later(400 * 86_400_000);
    await jobs.boss.send('retention', {});
    await expect.poll(() => store.prisma.client.count(), { timeout: 20_000 }).toBe(0);
    await jobs.stop();
  });
});

const serverUrl = process.env.TEST_DATABASE_URL;

/** A way to a PostgreSQL server that can be closed and opened again, as a network or a restart of the server does. */
async function gateTo(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let open = true;
  const gate = createServer((near) => {
    if (!open) return near.destroy();
    const far = createConnection(Number(target.port), target.hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on('error', () => {}).on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${(gate.address() as AddressInfo).port}` }).href,
    shut() {
      open = false;
      for (const socket of sockets) socket.destroy();
    },
    open: () => void (open = true),
    close: () => void gate.close(),
  };
}

describe.skipIf(!serverUrl)('on a server (set TEST_DATABASE_URL)', () => {
  const name = `cairn_test_${randomBytes(6).toString('hex')}`;
  const databaseUrl = serverUrl ? Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href : '';
  const admin = new pg.Client({ connectionString: serverUrl });
  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
  });
  afterAll(async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  });

  it('is unready, and not dead, while the database is away; nothing is said to be stored that is not; and it comes back', async () => {
    const gate = await gateTo(databaseUrl);
    const cairn = await startCairn({ DATABASE_URL: gate.url, LOG_LEVEL: 'silent' });
    const client = await WebClient.begin(cairn.url);
    await client.talk({}, 'hope');
    const before = (await client.history()).length;
    gate.shut();
    expect([await status(`${cairn.url}/healthz`), await status(`${cairn.url}/readyz`)]).toEqual([200, 503]);
    expect((await numbersOf(cairn.url)).get('cairn_outbound_unsent')).toBeNaN();
    const body = client.body({ kind: 'text', text: 'to sleep again' }, 'kept-by-the-page');
    const send = async () => (await fetch(`${cairn.url}/api/chat/messages`, { method: 'POST', headers: client.headers, body })).status;
    expect(await send()).toBeGreaterThanOrEqual(500);
    gate.open();
    await expect.poll(() => status(`${cairn.url}/readyz`), { timeout: 15_000 }).toBe(200);
    expect(await send()).toBe(202);
    const history = await client.history();
    expect(history.slice(before).filter(({ from }) => from === 'client').map(({ body: { text } }) => text)).toEqual(['to sleep again']);
    expect(history.at(-1)!.body.question!.step).toBe('hardest');
    await cairn.stop();
    gate.close();
  });

  it('stops also when the database is away', async () => {
    const gate = await gateTo(databaseUrl);
    const cairn = await startCairn({ DATABASE_URL: gate.url, LOG_LEVEL: 'silent' });
    gate.shut();
    const from = Date.now();
    await cairn.stop();
    expect(Date.now() - from).toBeLessThan(25_000);
    gate.close();
  });

  it('shows at once, on every process, what another one has said', async () => {
    const [one, other] = [await startCairn({ DATABASE_URL: databaseUrl }), await startCairn({ DATABASE_URL: databaseUrl })];
    const client = await WebClient.begin(one.url);
    const stream = await fetch(`${other.url}/api/chat/events`, { headers: client.headers });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const until = async (words: string) => {
      while (!seen.includes(words)) seen += (await reader.read()).value ?? expect.fail('The stream has ended.');
    };
    await until('"consent"');
    await client.press('agree');
    const from = Date.now();
    await until('"age"');
    // The page would have looked again by itself after twenty seconds.
    expect(Date.now() - from).toBeLessThan(10_000);
    await reader.cancel();
    await Promise.all([one.stop(), other.stop()]);
  });

  it('leaves no line open when it is stopped while it still connects', async () => {
    const cairn = await startCairn({ DATABASE_URL: databaseUrl });
    const { store } = cairn.app;
    const listeners = async () => (await store.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cairn-signals'`)).rows[0]!.n;
    await expect.poll(listeners).toBe(1);
    await openSignals(store, databaseUrl, () => {}, () => {}).stop();
    const other = openSignals(store, databaseUrl, () => {}, () => {});
    await expect.poll(listeners).toBe(2);
    await other.stop();
    await expect.poll(listeners).toBe(1);
    await cairn.stop();
  });
});

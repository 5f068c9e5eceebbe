import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import type { App } from './actions/app.ts';
import { errorCode } from './actions/deliver.ts';
import { demoDesk, ensureDemoPractice } from './actions/demo.ts';
import { applyRetention } from './actions/erase-client.ts';
import { openShelf } from './actions/flow-shelf.ts';
import { inboxOf } from './actions/inbox.ts';
import { runDue } from './actions/run-due.ts';
import { sweep } from './actions/sweep.ts';
import type { Channel, ChannelName } from './channels/channel.ts';
import { createWebChannel } from './channels/web.ts';
import { readConfig, type Config } from './config.ts';
import { CairnError } from './errors.ts';
import { explain } from './explain.ts';
import { createMetrics } from './metrics.ts';
import { mailDirectory, openChannels } from './open-channels.ts';
import { openJobs } from './store/jobs.ts';
import { loadFlows } from './store/load-flows.ts';
import { openSignals } from './store/signals.ts';
import { openStore } from './store/open-store.ts';
import { tidy } from './store/tidy.ts';
import { createServer } from './web/server.ts';
import { webParts } from './web-parts.ts';
import path from 'node:path';

/** How long a stop waits for answers under way, and then for messages under way, before it cuts them off. */
const DRAIN_MS = 10_000;
const SWEEP = 'sweep';
/** A process that dies in a sweep holds the others' back until then; two at once do no harm. */
const SWEEP_MOST_SECONDS = 120;
/** Once a night: what is not to be kept any longer. */
const RETENTION = 'retention';
/** The embedded database has nothing that vacuums by itself. */
const TIDY = 'tidy';

export interface Running {
  app: App;
  /** Where the server listens. */
  url: string;
  /** Finishes what is under way, delivers what it can, and lets go of the database. */
  stop(): Promise<void>;
}

/** The parts that both the server and the commands need. */
export async function openApp(config: Config, now: () => Date = () => new Date()) {
  const log: Logger = pino({ level: config.logLevel, base: null });
  const flows = loadFlows(config.flowsDir, path.join(config.dataDir, 'flows.json'));
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: path.join(config.dataDir, 'database'), poolSize: config.databasePool, encryptionKeys: config.encryptionKeys });
  const background = new Set<Promise<void>>();
  const channels = new Map<ChannelName, Channel>();
  // While the database is away the other numbers are needed most.
  const metrics = createMetrics(() => store.prisma.outboundMessage.count({ where: { sentAt: null, failedAt: null } }).catch(() => NaN));
  const app: App = {
    store, flows, channels, log, now,
    homePractice: config.homePractice,
    shelf: await openShelf(store, flows, now()),
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    timeZone: config.timeZone,
    count: metrics.count,
    inBackground(name, work) {
      const done: Promise<void> = work()
        .catch((error: unknown) => log.error({ work: name, error: errorCode(error) }, 'work in the background failed'))
        .finally(() => background.delete(done));
      background.add(done);
    },
  };
  const settle = async (): Promise<void> => {
    while (background.size > 0) await Promise.all(background);
  };
  return { app, metrics, log, settle, close: async () => { await settle(); await store.close(); } };
}

/** Wires everything and starts to listen. Throws `config-invalid` when it cannot listen where it is told to. */
export async function start(config: Config, now: () => Date = () => new Date()): Promise<Running> {
  const opened = await openApp(config, now);
  return serve(opened, config).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
}

async function serve({ app, metrics, log, settle }: Awaited<ReturnType<typeof openApp>>, config: Config): Promise<Running> {
  const onFault = (what: string) => (error: unknown) => log.error({ error: errorCode(error) }, what);

  const web = createWebChannel((userId) => signals.tell(userId));
  const signals = openSignals(app.store, config.databaseUrl, (userId) => web.wake(userId), onFault('the signal line between processes failed'));
  const channels = app.channels as Map<ChannelName, Channel>;
  const others = await openChannels(app, config);
  for (const channel of [web, ...others]) {
    channels.set(channel.name, channel);
    await channel.start(inboxOf(app));
  }
  // On a server somebody sets up a practice of their own; a made-up one there would take their clients.
  if (app.store.kind === 'embedded') await ensureDemoPractice(app);

  const listeners = others.flatMap(({ listener }) => listener ?? []);
  const server = createServer(webParts(app, config, web, { metrics, listeners, mailDirectory: mailDirectory(config), onError: onFault('a request failed') }));
  const address = await server.listen(config.port, config.host).catch(async (error: unknown) => {
    await signals.stop();
    throw whyNotListening(error, config);
  });
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  if (!config.publicUrl) app.publicUrl = url;

  const jobs = await openJobs(app.store, onFault('scheduled work failed'));
  await jobs.ensureQueue(SWEEP, { policy: 'singleton', retryLimit: 0, expireInSeconds: SWEEP_MOST_SECONDS });
  await jobs.boss.work(SWEEP, async () => {
    // Whatever keeps the one from its work must not keep the other: an alert that goes on to the next person cannot wait.
    const done = await Promise.allSettled([runDue(app), sweep(app)]);
    for (const each of done) if (each.status === 'rejected') onFault('scheduled work failed')(each.reason);
  });
  await jobs.boss.schedule(SWEEP, '* * * * *');
  if (app.store.kind === 'embedded') {
    await jobs.ensureQueue(TIDY, { policy: 'singleton', retryLimit: 0 });
    await jobs.boss.work(TIDY, () => tidy(app.store));
    await jobs.boss.schedule(TIDY, '17 3 * * *');
  }
  await jobs.ensureQueue(RETENTION, { policy: 'singleton', retryLimit: 0 });
  await jobs.boss.work(RETENTION, () => applyRetention(app));
  await jobs.boss.schedule(RETENTION, '41 2 * * *');
  app.inBackground('due', () => runDue(app));
  app.inBackground('sweep', () => sweep(app, { all: true }));
  log.info({ url, database: app.store.kind }, 'listening');

  let stopping: Promise<void> | undefined;
  return {
    app, url,
    stop: () => (stopping ??= (async () => {
      await server.drain(DRAIN_MS);
      await jobs.stop();
      // What is not out by then stays in the queue, and goes out after the next start.
      const outgoing = () => Promise.race([settle(), setTimeout(DRAIN_MS, undefined, { ref: false })]);
      await outgoing();
      for (const channel of channels.values()) await channel.stop();
      await outgoing();
      await signals.stop();
      await app.store.close();
    })()),
  };
}

/** What somebody who has just started Cairn wants to know, in one block. */
async function welcome({ app, url }: Running, config: Config): Promise<string> {
  const desk = await demoDesk(app);
  const files = path.join(config.dataDir, 'mail');
  const mails = config.mail ? `sent through ${new URL(config.mail.smtpUrl).host}`
    : app.store.kind === 'embedded' ? `${url}/mailbox   (files in ${files})` : `files in ${files}, until SMTP_URL is set`;
  return [
    '',
    '  Cairn is running.',
    '',
    `  Chat as a client      ${url}/`,
    `  The therapist's mail  ${mails}`,
    ...(desk ? [`  The therapist's desk  ${desk}`] : []),
    '',
    app.store.kind === 'embedded' ? '  The embedded database is for trying. For real clients set DATABASE_URL to a PostgreSQL server.' : '  Using the PostgreSQL server in DATABASE_URL.',
    '  Stop with Ctrl+C.',
    '',
  ].join('\n');
}

function whyNotListening(error: unknown, { port, host }: Config): unknown {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE': return new CairnError('config-invalid', `Port ${port} is taken by another program.`, { remedy: 'Stop that program, or set PORT to a free one.' });
    case 'EACCES': return new CairnError('config-invalid', `This user may not listen on port ${port}.`, { remedy: 'Set PORT to one above 1023, and put a proxy in front.' });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN': return new CairnError('config-invalid', `HOST is "${host}", which is no address of this machine.`, { remedy: 'Set HOST to 127.0.0.1, or to 0.0.0.0 for every address.' });
    default: return error;
  }
}

if (import.meta.main) {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const config = readConfig();
    const running = await start(config);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void running.stop().then(() => process.exit(0), (error: unknown) => fail('Cairn could not stop in order', error)));
    }
    process.stdout.write(`${await welcome(running, config)}\n`);
  } catch (error) {
    fail('Cairn could not start', error);
  }
}

function fail(what: string, error: unknown): never {
  process.stderr.write(`${explain(error, what)}\n`);
  process.exit(1);
}

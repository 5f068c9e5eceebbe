import { clockFinding, examineStore } from './actions/doctor.ts';
import type { ChannelName, Finding } from './channels/channel.ts';
import { readConfig, type Config } from './config.ts';
import { isCairnError } from './errors.ts';
import { openApp } from './main.ts';
import { openChannels } from './open-channels.ts';
import { checkFlows } from './store/load-flows.ts';

/** A server that takes longer than this would lose people too. */
const PATIENCE_MS = 10_000;

/** Looks at everything that has to be right for Cairn to work, one finding after the other. Changes nothing but the database's tables, which any command brings up to date. */
export async function* examine(env?: Record<string, string | undefined>): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    yield* faultsOf(error);
    return;
  }
  yield { ok: true, what: 'The settings are complete and make sense.' };
  const { mistakes } = checkFlows(config.flowsDir);
  yield mistakes.length === 0 ? { ok: true, what: 'The flows have no mistakes.' }
    : { ok: false, what: `The flows have ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}.`, remedy: 'See them with: npm run cairn -- flow check' };
  if (mistakes.length === 0) yield* examineDatabase(config);
  yield* examineAddress(config);
}

async function* examineDatabase(config: Config): AsyncGenerator<Finding> {
  const opened = await openApp({ ...config, logLevel: 'silent' }).catch((error: unknown) => ({ error }));
  if ('error' in opened) {
    // The embedded database belongs to one process, and that Cairn runs is no fault.
    if (isCairnError(opened.error, 'data-dir-in-use')) yield { ok: true, what: 'Cairn is running on the embedded database. Stop it to have practices and channels looked at too.' };
    else yield* faultsOf(opened.error);
    return;
  }
  const { app, close } = opened;
  try {
    yield app.store.kind === 'embedded'
      ? { ok: true, what: 'The embedded database is up to date. It is for trying: for real clients set DATABASE_URL.' }
      : { ok: true, what: 'The database answers and is up to date.' };
    const channels = await openChannels(app, config);
    for (const channel of channels) (app.channels as Map<ChannelName, typeof channel>).set(channel.name, channel);
    yield* await examineStore(app);
    for (const channel of channels) yield* await channel.doctor?.() ?? [];
  } catch (error) {
    yield* faultsOf(error);
  } finally {
    await close();
  }
}

async function* examineAddress({ publicUrl, databaseUrl }: Config): AsyncGenerator<Finding> {
  if (!publicUrl) {
    if (databaseUrl) yield { ok: false, what: 'PUBLIC_URL is not set, so the links in mails and chats lead nowhere but to this machine.', remedy: 'Set PUBLIC_URL to the address that people reach Cairn under.' };
    return;
  }
  if (!publicUrl.startsWith('https:')) yield { ok: false, what: `PUBLIC_URL is ${publicUrl}, which is not encrypted on its way.`, remedy: 'Put a proxy with TLS in front, and set PUBLIC_URL to its https address.' };
  const before = Date.now();
  const answer = await fetch(`${publicUrl}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error: unknown) => error as Error);
  if (answer instanceof Error) {
    const reason = (answer.cause as { code?: string } | undefined)?.code ?? answer.name;
    yield { ok: false, what: `${publicUrl} cannot be reached (${reason}).`, remedy: 'Start Cairn, and make sure that the name leads to this machine and its certificate is valid.' };
    return;
  }
  if (answer.status !== 200) {
    yield { ok: false, what: `${publicUrl} answers, and not as Cairn does (${answer.status} at /healthz).`, remedy: 'Make sure that the proxy passes every path on to Cairn.' };
    return;
  }
  yield { ok: true, what: `${publicUrl} leads to Cairn.` };
  // The header counts whole seconds; half of one is the likeliest rest.
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(date)) yield clockFinding(publicUrl, date + 500 - (before + Date.now()) / 2);
}

/** A fault that is known has a sentence and a remedy for each thing that is wrong. */
function faultsOf(error: unknown): Finding[] {
  if (!isCairnError(error)) return [{ ok: false, what: `Something nobody foresaw went wrong (${(error as Error).name}).`, remedy: 'Run "npm start" to see what it says.' }];
  const { message, remedy } = error;
  return message.split('\n').map((what) => ({ ok: false, what, ...(remedy && { remedy }) }));
}

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openApp } from '../../src/main.ts';
import { readConfig } from '../../src/config.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { runCommand } from '../../src/cli.ts';
import { removeData, settingsFor } from '../support/cairn.ts';
import { makeEmbedded } from '../support/database.ts';
import { flowsRoot } from '../support/flows.ts';

/** The commands around safety, on an embedded directory of their own. */
async function cairn(...values: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await runCommand(values, (text) => (said.out += text), (text) => (said.err += text));
  return { code, ...said };
}
const done = async (...values: string[]): Promise<string> => {
  const { code, out, err } = await cairn(...values);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

let remove: () => Promise<void>;
let settings: Record<string, string>;
beforeAll(async () => {
  const made = await makeEmbedded();
  remove = made.remove;
  settings = await settingsFor(made.options);
  for (const [name, value] of Object.entries({ ...settings, FLOWS_DIR: flowsRoot, PUBLIC_URL: 'https://cairn.example.org' })) vi.stubEnv(name, value);
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'PORT']) vi.stubEnv(name, '');
  await done('practice', 'add', 'harbour', '--name', 'Harbour', '--contact', 'call 0555 014 220');
  for (const [name, email] of [['Ana Ruiz', 'ana@harbour.example'], ['Ben Ode', 'ben@harbour.example']] as const) await done('therapist', 'add', 'harbour', '--name', name, '--email', email);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await removeData(settings);
  await remove();
});

it('say who is told, and how long each one has', { timeout: 60_000 }, async () => {
  await done('practice', 'set', 'harbour', '--email', 'Office@Harbour.example', '--alert-minutes-imminent', '5', '--alert-minutes-concern', '30', '--alert-minutes-ask', '600');
  await done('safety', 'stand-in', 'harbour', 'ana@harbour.example', 'ben@harbour.example');
  const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
  const practice = await app.store.prisma.practice.findUniqueOrThrow({ where: { slug: 'harbour' }, include: { therapists: { orderBy: { name: 'asc' } } } });
  await close();
  expect(practice).toMatchObject({ email: 'office@harbour.example', alertMinutesImminent: 5, alertMinutesConcern: 30, alertMinutesAsk: 600 });
  expect(practice.therapists[0]!.backupId).toBe(practice.therapists[1]!.id);
  expect((await cairn('practice', 'set', 'harbour', '--alert-minutes-imminent', '0')).err).toContain('--alert-minutes-imminent must be a whole number from 1 to 1440');
  expect((await cairn('safety', 'stand-in', 'harbour', 'ana@harbour.example', 'ana@harbour.example')).err).toContain('Nobody stands in for themselves.');
  expect((await cairn('safety', 'stand-in', 'harbour', 'ana@harbour.example', 'eve@harbour.example')).err).toContain('no therapist with that address');
  await done('safety', 'stand-in', 'harbour', 'ana@harbour.example');
});

it('list what is open, by id and without a word; a client who is given to a colleague brings their alert along', { timeout: 60_000 }, async () => {
  expect(await done('safety', 'list', 'harbour')).toBe('None yet.\n');
  const open = async <T>(work: (app: Awaited<ReturnType<typeof openApp>>['app']) => Promise<T>): Promise<T> => {
    const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
    try {
      return await work(app);
    } finally {
      await close();
    }
  };
  const sender = { channel: 'web' as const, workspace: 'harbour', userId: 'somebody' };
  await open((app) => handleMessage(app, { sender, address: 'somebody', messageId: 'm1', content: { kind: 'text', text: 'I want to kill myself tonight' } }));
  const listed = await done('safety', 'list', 'harbour');
  expect(listed).toMatch(/^client\s+therapist\s+level\s+opened\s+told\s+seen\n\S{36}\s+Ana Ruiz\s+imminent\s+\S+ \S+\s+therapist\s+not yet\n$/);
  const client = listed.split('\n')[1]!.slice(0, 36);
  await done('client', 'assign', client, 'harbour', 'ben@harbour.example');
  expect(await done('safety', 'list', 'harbour')).toContain('Ben Ode');
  const told = await open((app) => app.store.prisma.safetyEvent.findMany({ where: { what: 'told' }, orderBy: { seq: 'asc' } }));
  expect(new Set(told.map(({ therapistId }) => therapistId)).size).toBe(2);
});

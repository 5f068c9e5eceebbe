import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { App } from '../../src/actions/app.ts';
import { runCommand } from '../../src/cli.ts';
import { readConfig } from '../../src/config.ts';
import { openApp } from '../../src/main.ts';
import { removeData, settingsFor } from '../support/cairn.ts';
import { makeEmbedded } from '../support/database.ts';
import { flowsRoot } from '../support/flows.ts';

/** One command as an administrator writes it, with quotes around what has spaces. */
export async function cairn(line: string): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const values = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  const code = await runCommand(values, (text) => (said.out += text), (text) => (said.err += text));
  return { code, ...said };
}

/** It was done, and says so. */
export async function done(line: string): Promise<string> {
  const { code, out, err } = await cairn(line);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

/** It was not done: nothing is printed as if it were, and the reason is a sentence or two without a stack. */
export async function refused(line: string): Promise<string> {
  const { code, out, err } = await cairn(line);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).not.toMatch(/^\s+at |expected|received|Invalid|undefined/m);
  return err;
}

/** From here on the commands of this test file or `describe` work on an empty embedded directory of their own; gives its settings. */
export function onEmbeddedDirectory(): () => Record<string, string> {
  let settings: Record<string, string>;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const made = await makeEmbedded();
    remove = made.remove;
    settings = await settingsFor(made.options);
    const env = { DATABASE_URL: '', SMTP_URL: '', PORT: '', ENCRYPTION_KEYS: '', ...settings, FLOWS_DIR: flowsRoot, PUBLIC_URL: 'https://cairn.example.org' };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await removeData(settings);
    await remove();
  });
  return () => settings;
}

/** What else happens in that directory, between two commands. */
export async function inCairn<T>(work: (app: App) => Promise<T>): Promise<T> {
  const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
  return work(app).finally(close);
}

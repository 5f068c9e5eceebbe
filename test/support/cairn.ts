import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureDemoPractice } from '../../src/actions/demo.ts';
import { readConfig } from '../../src/config.ts';
import { openApp, start, type Running } from '../../src/main.ts';
import { testKeys } from './database.ts';
import { rememberFlowsIn } from './remembered-flows.ts';
import type { StoreOptions } from '../../src/store/open-store.ts';

export interface TestCairn extends Running {
  dataDir: string;
  /** Moves Cairn's clock forward. */
  later(milliseconds: number): void;
}

/** All of Cairn as `npm start` runs it, on a free port of this machine and in a directory of its own. */
export async function startCairn(env: Record<string, string> = {}): Promise<TestCairn> {
  const dataDir = env.DATA_DIR ?? await newDataDir();
  let ahead = 0;
  const running = await start(
    readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir, ...(env.DATABASE_URL && { ENCRYPTION_KEYS: testKeys }), ...env }),
    () => new Date(Date.now() + ahead),
  );
  // Only the embedded database brings somebody to talk to.
  if (env.DATABASE_URL) await ensureDemoPractice(running.app);
  return {
    ...running, dataDir,
    later: (milliseconds) => { ahead += milliseconds; },
    stop: async () => {
      await running.stop();
      if (!env.DATA_DIR) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'cairn-test-'));
  rememberFlowsIn(dataDir);
  return dataDir;
}

/** The settings with which Cairn uses a database of `eachDatabase`, with the demo practice in it; mails land in `DATA_DIR`, which `removeData` removes. */
export async function settingsFor({ databaseUrl, dataDir, encryptionKeys }: StoreOptions): Promise<{ DATA_DIR: string; DATABASE_URL?: string; ENCRYPTION_KEYS?: string }> {
  const DATA_DIR = await newDataDir();
  if (databaseUrl) {
    const settings = { DATA_DIR, DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: encryptionKeys! };
    const { app, close } = await openApp(readConfig({ ...settings, LOG_LEVEL: 'silent' }));
    await ensureDemoPractice(app).finally(close);
    return settings;
  }
  await symlink(dataDir, path.join(DATA_DIR, 'database'));
  return { DATA_DIR };
}

export const removeData = ({ DATA_DIR }: { DATA_DIR?: string }): Promise<void> => rm(DATA_DIR!, { recursive: true, force: true });

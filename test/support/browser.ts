import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.resolve('@sparticuz/chromium')), 'utf8')) as { version: string };

/**
 * The browser that is packed in a development dependency, unpacked once for this machine. Unpacking writes where
 * `TMPDIR` points and takes a few seconds, so it happens aside and is moved into place whole: several test files may
 * start at once, and a run that was stopped half-way leaves nothing half unpacked.
 */
async function unpack(): Promise<string> {
  const place = join(tmpdir(), `cairn-chromium-${version}`);
  const binary = join(place, 'chromium');
  if (existsSync(binary)) return binary;
  const aside = await mkdtemp(`${place}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = aside;
  try {
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await rename(aside, place).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  });
  return binary;
}

/** A real Chromium, also as root, that speaks to nobody but the page under test. Close it when done. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await unpack(),
    args: [
      '--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
      '--disable-domain-reliability', '--no-pings', '--no-first-run', '--font-render-hinting=none',
    ],
  });
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs the yardstick's own packages into its folder, once for each lock file; nothing else needs them. An install
 * script among them fails, and none is needed. False when the packages cannot be had, as without a network.
 */
export async function installBotbuilder(folder: string): Promise<boolean> {
  if (isInstalled(folder)) return true;
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const { status } = spawnSync(command!, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return status === 0;
}

/** What npm wrote down of its last install here says the same versions as the lock file. */
function isInstalled(folder: string): boolean {
  const versions = (file: string): string => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version?: string }> };
    return JSON.stringify(Object.entries(packages).filter(([name]) => /node_modules\/botbuilder-[a-z]+$/.test(name)).map(([name, { version }]) => `${name}@${version}`));
  };
  const installed = path.join(folder, 'node_modules/.package-lock.json');
  return existsSync(installed) && versions(installed) === versions(path.join(folder, 'package-lock.json'));
}

import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CairnError } from '../errors.ts';

/** The keys that data keys are wrapped with, by name. The first wraps new ones; the others still unwrap. */
export interface MasterKeys {
  current: string;
  byName: ReadonlyMap<string, KeyObject>;
}

/** A fresh line for the list of keys: `2026-11-21-8c41 <32 bytes in base64>`. */
export const newKeyLine = (now: Date): string =>
  `${now.toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')} ${randomBytes(32).toString('base64')}`;

/**
 * Reads a list of keys: one `name key` a line (or separated by commas), the one to use first; `#` begins a comment.
 *
 * @throws CairnError 'config-invalid'
 */
export const parseMasterKeys = (list: string): MasterKeys => {
  const lines = list.split(/[\n,]/).map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
  const keys = lines.map((line, at) => {
    const [name, key, ...more] = line.split(/\s+/);
    const bytes = Buffer.from(key ?? '', 'base64');
    if (!name || !/^[a-z0-9-]{1,40}$/.test(name) || bytes.length !== 32 || more.length > 0) {
      throw new CairnError('config-invalid', `Line ${at + 1} of the encryption keys is not "name key", with 32 bytes of base64 as the key.`, { remedy });
    }
    return [name, createSecretKey(bytes)] as const;
  });
  const byName = new Map(keys);
  if (keys.length === 0) throw new CairnError('config-invalid', 'There is no encryption key.', { remedy });
  if (byName.size < keys.length) throw new CairnError('config-invalid', 'Two encryption keys have the same name.', { remedy });
  return { current: keys[0]![0], byName };
};

const remedy = 'Make a line with: npm run cairn -- keys new';

/** The list in a file; made with a first key, for its owner's eyes only, when there is none yet. */
export const ensureKeyFile = (file: string, now: Date): MasterKeys => {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `# Without this file nothing that clients wrote can be read. Keep a copy apart from the database.\n${newKeyLine(now)}\n`, { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  return parseMasterKeys(readFileSync(file, 'utf8'));
};

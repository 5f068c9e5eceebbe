import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CairnError } from '../errors.ts';

const busy = 5; // SQLITE_BUSY
/** A process that was just killed may take a moment to be gone. */
const patienceMs = 1500;

/**
 * Takes a data directory for this process, or throws 'data-dir-in-use'. The lock is the operating system's own, held
 * through an empty SQLite file: it ends with the process, however that ends, and it also holds between two containers
 * that share the directory, where process ids and sockets say nothing.
 */
export const lockDirectory = (directory: string): { release(): void } => {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(path.join(directory, 'lock'), { timeout: patienceMs });
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    if ((cause as { errcode?: number }).errcode === busy) {
      throw new CairnError('data-dir-in-use', `Another Cairn is already using the data directory ${directory}.`, {
        remedy: 'Stop the other one first, or give this one a data directory of its own.',
        cause,
      });
    }
    throw new CairnError('config-invalid', `The data directory ${directory} cannot be used.`, {
      remedy: 'Choose a directory on this machine in which Cairn may write.',
      cause,
    });
  }
  const held = lock;
  return { release: () => held.close() };
};

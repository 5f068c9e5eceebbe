import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Another process of ours, running a TypeScript file of the tests. What it prints is read line by line. */
export interface Child {
  process: ChildProcessByStdio<Writable, Readable, null>;
  lines: Interface;
  /** The next line it prints; undefined when it ends without one. */
  next(): Promise<string | undefined>;
  /** Resolves when the process is gone and all it printed was read. */
  gone: Promise<void>;
}

export const startChild = (file: string, ...values: string[]): Child => {
  const process_ = spawn(process.execPath, [path.join(import.meta.dirname, '..', file), ...values], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  process_.stdin.on('error', () => {}); // it may be killed while it is written to
  const lines = createInterface({ input: process_.stdout });
  const gone = new Promise<void>((resolve) => process_.once('close', () => resolve()));
  const waiting = lines[Symbol.asyncIterator]();
  const next = async () => (await waiting.next()).value as string | undefined;
  return { process: process_, lines, next, gone };
};

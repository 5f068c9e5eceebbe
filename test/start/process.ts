import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { flowsRoot } from '../support/flows.ts';

const source = path.join(import.meta.dirname, '../../src');

/** A program of ours as somebody runs it: in a process of its own, away from any `.env` file. */
export interface Program {
  pid: number;
  /** What it has printed so far. */
  out(): string;
  err(): string;
  /** Its exit code, once it has ended; null when a signal ended it. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<Program>();

/** A file of `src`, or one beside this. */
export function run(file: 'main.ts' | 'cli.ts' | 'half-year.ts' | '../test/start/write-at-the-port.ts', env: Record<string, string> = {}, values: string[] = []): Program {
  const cwd = mkdtempSync(path.join(tmpdir(), 'cairn-cwd-'));
  const child = spawn(process.execPath, [path.join(source, file), ...values], {
    cwd, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, FLOWS_DIR: flowsRoot, DATA_DIR: path.join(cwd, 'data'), PORT: '0', NO_COLOR: '1', ...env },
  });
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => {
    running.delete(program);
    rmSync(cwd, { recursive: true, force: true });
    resolve(code);
  }));
  const program: Program = { pid: child.pid!, out: () => printed.out, err: () => printed.err, ended, kill: (signal) => void child.kill(signal) };
  running.add(program);
  return program;
}

/** For `afterEach`: what a failed test left running. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((program) => {
    program.kill('SIGKILL');
    return program.ended;
  }));
}

export interface Started extends Program {
  url: string;
}

/** With these in its environment, a program's clock is ahead. */
export const ahead = (milliseconds: number): Record<string, string> =>
  ({ NODE_OPTIONS: `--import=${new URL('clock-ahead.ts', import.meta.url).href}`, CAIRN_TEST_AHEAD: String(milliseconds) });

/** Cairn, up to where it says that it is running; fails with what it printed when it ends before that. */
export async function startMain(env: Record<string, string>): Promise<Started> {
  const program = run('main.ts', env);
  const up = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!program.out().includes('Stop with Ctrl+C.')) return;
      clearInterval(look);
      resolve();
    }, 20);
    void program.ended.then(() => clearInterval(look));
  });
  await Promise.race([up, program.ended.then((code) => {
    throw new Error(`Cairn ended with ${code}:\n${program.err()}`);
  })]);
  return { ...program, url: /Chat as a client\s+(http\S+?)\/?\s/.exec(program.out())![1]! };
}

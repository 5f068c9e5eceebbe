import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { median } from './numbers.ts';

const root = path.join(import.meta.dirname, '../..');
const AIM_SECONDS = 3;

/** `npm start` as a person meets it, until Cairn has answered their first message; and where the time goes. */
export async function coldStart(starts: number, say: (line?: string) => void): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cairn-bench-start-'));
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', DATABASE_URL: '' };
  try {
    const first = await startToReply(env);
    const seconds: number[] = [];
    for (let n = 0; n < starts; n += 1) seconds.push(await startToReply(env));
    const verdict = median(seconds) < AIM_SECONDS ? 'met' : 'MISSED';
    say(`  npm start to the first reply: ${seconds.map(inSeconds).join(', ')} (aim: below ${AIM_SECONDS} s: ${verdict}); the very first start took ${inSeconds(first)}`);
    const runs: [string, number][][] = [];
    for (let n = 0; n < starts; n += 1) {
      const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'start-phases.ts')], { cwd: root, env });
      runs.push(JSON.parse(stdout) as [string, number][]);
    }
    say(`  of which: ${runs[0]!.map(([phase], at) => `${phase} ${inSeconds(median(runs.map((run) => run[at]![1])) / 1000)}`).join(', ')}`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const inSeconds = (seconds: number): string => `${seconds.toFixed(2)} s`;

/** Seconds from the command to the answer to a first message, over HTTP. */
async function startToReply(env: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  // A group of its own, so that the stop reaches the process behind npm.
  const child = spawn(command!, [...first, 'start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const url = await addressIn(child.stdout, ended);
    const { token } = await call(url, '/api/chat', { body: {} }) as { token: string };
    const begun = await entries(url, token);
    await call(url, '/api/chat/messages', { token, body: { messageId: 'first', content: { kind: 'text', text: 'hello' } } });
    while ((await entries(url, token)).findLastIndex(({ from }) => from === 'cairn') < begun.length) await setTimeout(5);
    return (performance.now() - began) / 1000;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
    await ended;
  }
}

async function addressIn(output: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  let read = '';
  void ended.then(() => (output as unknown as { destroy(error?: Error): void }).destroy());
  for await (const chunk of output) {
    read += String(chunk);
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(read) ?? [];
    if (url) {
      output.resume();
      return url;
    }
  }
  throw new Error('npm start ended before it listened.');
}

const entries = async (url: string, token: string): Promise<{ from: string }[]> =>
  ((await call(url, '/api/chat/messages', { token })) as { entries: { from: string }[] }).entries;

async function call(url: string, path: string, { token, body }: { token?: string; body?: object }): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url + path, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
}

import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { ContenderName, Requests } from './worker.ts';

/** A contender in its own process, asked one thing at a time. */
export interface Running {
  name: ContenderName;
  ask<Name extends keyof Requests>(name: Name, ask: Requests[Name]['ask']): Promise<Requests[Name]['answer']>;
  stop(): Promise<void>;
}

const started = new Set<ChildProcess>();

/** `profile`: a directory for the CPU profile that Node writes when the process ends. */
export async function startContender(ask: Requests['open']['ask'], profile?: string): Promise<Running> {
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), {
    execArgv: profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [],
    serialization: 'advanced',
  });
  started.add(child);
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => {
    started.delete(child);
    for (const { reject } of waiting.values()) reject(new Error(`The process of "${ask.name}" ended.`));
    resolve();
  }));
  child.on('message', ({ id, answer, error }: { id: number; answer: never; error?: string }) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  });
  let asked = 0;
  const running: Running = {
    name: ask.name,
    ask: (name, what) => new Promise((resolve, reject) => {
      waiting.set(asked, { resolve, reject });
      child.send({ id: asked, name, ask: what });
      asked += 1;
    }),
    async stop() {
      await running.ask('close', {});
      child.disconnect();
      await gone;
    },
  };
  await running.ask('open', ask);
  return running;
}

/** Ends every contender at once, when the bench itself is stopped. */
export const stopAll = (): void => started.forEach((child) => child.kill('SIGKILL'));

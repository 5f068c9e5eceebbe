import { expect } from 'vitest';
import { runCommand } from '../../src/cli.ts';

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

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../../src/evaluate/screening.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'screening-'));
afterAll(() => rmSync(folder, { recursive: true }));

const evaluate = (...lines: string[]): { status: number | null; stdout: string; stderr: string } => {
  const file = join(folder, 'texts.jsonl');
  writeFileSync(file, lines.join('\n'));
  return spawnSync(process.execPath, [COMMAND, file], { encoding: 'utf8' });
};

test('prints recall, the flagged share of the rest and the lines missed, and never a text', () => {
  const { status, stdout, stderr } = evaluate(
    '{"text":"I want to die","risk":true}', '', '{"text":"quiero morirme","risk":true}', '{"text":"my secret garden","risk":true}',
    '{"text":"I like my secret garden","risk":false}', '{"text":"I want to die","risk":false}',
  );
  expect(status).toBe(0);
  expect(stdout).toContain('recall 0.667 (2 of 3)');
  expect(stdout).toContain('flagged share of the rest 0.500 (1 of 2)');
  expect(stdout).toContain('missed lines: 4');
  expect(stdout + stderr).not.toContain('garden');
});

test('texts marked severe are told apart', () => {
  const lines = ['{"text":"I want to die","risk":true}', '{"text":"I want to kill myself tonight","risk":true,"severe":true}', '{"text":"my garden","risk":true,"severe":true}'];
  expect(evaluate(...lines).stdout).toContain('recall of severe ones 0.500 (1 of 2)');
  expect(evaluate(lines[0]!).stdout).not.toContain('severe');
});

test('a file of one kind only is no division by nothing', () => {
  expect(evaluate('{"text":"I like tea","risk":false}').stdout).toContain('recall no such lines');
});

test.each([
  ['not JSON', ['{"text":"a","risk":true}', 'my secret'], 'Line 2'],
  ['risk that is no yes or no', ['{"text":"my secret","risk":"yes"}'], 'Line 1'],
  ['no text', ['', '{"risk":true}'], 'Line 2'],
  ['nothing at all', [''], 'no lines'],
])('%s is refused by its line number', (_, lines, message) => {
  const { status, stderr } = evaluate(...lines);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('secret');
});

test('a file that is not there is refused', () => {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, join(folder, 'none.jsonl')], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('Cannot read');
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { suggestAreas } from '../../src/core/areas/suggest.ts';
import { loadAreaTable, measureAreas, readAreaExamples } from '../../src/evaluate/areas.ts';

const COMMAND = fileURLToPath(new URL('../../src/evaluate/areas.ts', import.meta.url));
const answers = (name: string): string => readFileSync(new URL(`../core/areas/${name}`, import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'areas-'));
afterAll(() => rmSync(folder, { recursive: true }));

const evaluate = (lines: string): { status: number | null; stdout: string; stderr: string } => {
  const file = join(folder, 'answers.jsonl');
  writeFileSync(file, lines);
  return spawnSync(process.execPath, [COMMAND, file], { encoding: 'utf8' });
};

describe('how well areas are suggested', () => {
  const table = loadAreaTable();

  test.each([
    // Written first; the cues were improved on it.
    ['answers.en.jsonl', 0.9, 0.97],
    // Written last, and never looked at while improving: do not tune on it, or it measures nothing.
    ['unseen.en.jsonl', 0.7, 0.88],
  ])('on %s', (file, hitAt1, hitAt3) => {
    const hits = measureAreas(readAreaExamples(answers(file), table), table);
    expect(hits.n).toBeGreaterThan(100);
    expect(hits.hitAt1).toBeGreaterThanOrEqual(hitAt1);
    expect(hits.hitAt3).toBeGreaterThanOrEqual(hitAt3);
  });

  test('the answers cover every area of the table', () => {
    const covered = new Set(readAreaExamples(answers('answers.en.jsonl'), table).flatMap(({ areas }) => areas));
    expect([...covered].toSorted()).toEqual(table.areas.toSorted());
  });

  test('ten times the longest answer that is taken is read without delay', () => {
    const all = readAreaExamples(answers('answers.en.jsonl'), table).map(({ text }) => text).join(' ');
    const before = performance.now();
    suggestAreas(all.repeat(4).slice(0, 40_000), table);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('evaluate:areas', () => {
  test('prints shares and how many lines there were', () => {
    const { status, stdout } = evaluate(
      '{"text":"I cannot sleep","areas":["sleep"]}\n\n{"text":"I cannot sleep","areas":["grief"]}\n',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/hit@1 0\.500\nhit@3 0\.500\nn 2\n/u);
  });

  test.each([
    ['not JSON', 'my secret'],
    ['no areas', '{"text":"my secret"}'],
    ['an unknown area', '{"text":"my secret","areas":["slepe"]}'],
  ])('names a bad line by its number and keeps its text to itself: %s', (_, line) => {
    const { status, stdout, stderr } = evaluate(`{"text":"fine","areas":["sleep"]}\n${line}\n`);
    expect(status).toBe(1);
    expect(stderr).toContain('Line 2');
    expect(stdout + stderr).not.toContain('secret');
  });

  test('a missing or empty file is an error', () => {
    const missing = spawnSync(process.execPath, [COMMAND, join(folder, 'nowhere.jsonl')], { encoding: 'utf8' });
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('nowhere.jsonl');
    expect(evaluate('\n').status).toBe(1);
    expect(spawnSync(process.execPath, [COMMAND]).status).toBe(1);
  });
});

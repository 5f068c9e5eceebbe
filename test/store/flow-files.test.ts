import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readFlowFiles } from '../../src/store/flow-files.ts';
import { checkFlows } from '../../src/store/load-flows.ts';
import { flowsRoot } from '../support/flows.ts';

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

/** Flows that somebody may change, and a memory beside them. */
const aCopy = () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
  directories.push(directory);
  const root = path.join(directory, 'flows');
  cpSync(flowsRoot, root, { recursive: true });
  const remembered = path.join(directory, 'remembered', 'flows.json');
  const replace = (file: string, from: string | RegExp, to: string) => {
    const whole = readFileSync(path.join(root, file), 'utf8');
    const changed = whole.replace(from, to);
    expect(changed).not.toBe(whole);
    writeFileSync(path.join(root, file), changed);
  };
  return { root, remembered, replace };
};

const documents = (root: string, remembered?: string) => Object.fromEntries([...readFlowFiles(root, remembered).files].map(([name, { document }]) => [name, document]));

describe('flows that were read before', () => {
  let copy: ReturnType<typeof aCopy>;
  beforeEach(() => { copy = aCopy(); });

  it('are the same as when they are read for the first time', () => {
    const fresh = documents(copy.root);
    expect(documents(copy.root, copy.remembered)).toEqual(fresh);
    expect(existsSync(copy.remembered)).toBe(true);
    expect(documents(copy.root, copy.remembered)).toEqual(fresh);
  });

  it('are read anew where a file has changed, and where the memory is damaged', () => {
    documents(copy.root, copy.remembered);
    appendFileSync(path.join(copy.root, 'notices/en.yaml'), '\nadded: yes please\n');
    expect(documents(copy.root, copy.remembered)['flows/notices/en.yaml']).toHaveProperty('added', 'yes please');
    writeFileSync(copy.remembered, '{"form":1,"documents":');
    expect(documents(copy.root, copy.remembered)).toEqual(documents(copy.root));
  });

  it('have the same mistakes, at the same lines', () => {
    checkFlows(copy.root, copy.remembered);
    copy.replace('notices/en.yaml', /\{practice\}/, '{practise}');
    copy.replace('library/measures/en.yaml', /^measures:/m, 'measures_:');
    const first = checkFlows(copy.root, copy.remembered).mistakes;
    expect(first.length).toBeGreaterThan(0);
    expect(checkFlows(copy.root, copy.remembered).mistakes).toEqual(first);
    expect(checkFlows(copy.root).mistakes).toEqual(first);
  });

  it('are tried on their own examples when an author asks, and not at every start', () => {
    copy.replace('library/goal-wording/en.yaml', /^stays-silent:/m, 'stays-silent:\n  - never be anxious again');
    expect(checkFlows(copy.root).mistakes).toMatchObject([{ file: 'flows/library/goal-wording/en.yaml', path: ['stays-silent', 0], line: expect.any(Number) }]);
    expect(checkFlows(copy.root, copy.remembered).mistakes).toEqual([]);
  });

  it('are not kept when they are no YAML', () => {
    copy.replace('intake/en.yaml', /^/, 'a: "no end\n');
    for (const _ of ['once', 'again']) {
      expect(checkFlows(copy.root, copy.remembered).mistakes).toContainEqual(expect.objectContaining({ file: 'flows/intake/en.yaml', message: expect.stringContaining('not valid YAML') }));
    }
  });
});

it('a mistake in a block is told at the line of its key', () => {
  const { root } = aCopy();
  const file = readFlowFiles(root).files.get('flows/intake/en.yaml')!;
  const lines = readFileSync(path.join(root, 'intake/en.yaml'), 'utf8').split('\n');
  const keys = Object.keys(file.document as object).filter((key) => lines.includes(`${key}:`));
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(lines[file.lineOf([key])! - 1]).toBe(`${key}:`);
});

it('a placeholder that nothing fills is a mistake in every kind of notice', () => {
  const { root, replace } = aCopy();
  for (const kind of ['client', 'chat', 'plan']) replace('notices/en.yaml', new RegExp(`(^${kind}:\\n[^]*?)\\{[a-z]+([,}])`, 'm'), '$1{nobody$2');
  const told = checkFlows(root).mistakes.filter(({ message }) => message.includes('{nobody}'));
  expect(told.map(({ file, path: [kind] }) => `${file} ${kind}`)).toEqual(['client', 'chat', 'plan'].map((kind) => `flows/notices/en.yaml ${kind}`));
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAudit } from '../../src/dependencies/audit.ts';
import { isAllowed, licencesPage, productionLicences } from '../../src/dependencies/licences.ts';

const root = path.join(import.meta.dirname, '../..');

describe('the licences of what Cairn runs on', () => {
  const licences = productionLicences(root);

  test('are all on the list of those that may be shipped', () => {
    expect(licences.length).toBeGreaterThan(100);
    expect(licences.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  test('cover every dependency that package.json names, and no tool for developing', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    const names = new Set(licences.map(({ name }) => name));
    expect(Object.keys(dependencies!).filter((name) => !names.has(name))).toEqual([]);
    expect(['vitest', 'playwright-core', 'typescript', 'prisma'].filter((name) => name in devDependencies! && names.has(name))).toEqual([]);
  });

  test('are as docs/licences.md says (write it anew with: node src/dependencies/licences.ts)', () => {
    expect(readFileSync(path.join(root, 'docs/licences.md'), 'utf8')).toBe(licencesPage(licences));
  });

  test.each([
    ['MIT', true], ['(MIT OR CC0-1.0)', true], ['MIT OR GPL-3.0', true], ['MIT AND ISC', true], ['MIT and ISC', true],
    ['GPL-3.0', false], ['AGPL-3.0-only', false], ['MIT AND GPL-3.0', false], ['SSPL-1.0', false], ['UNLICENSED', false], ['none named', false], ['', false],
  ])('%j may be shipped: %s', (licence, may) => {
    expect(isAllowed(licence)).toBe(may);
  });
});

describe('a package', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cairn-licences-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('is found by what it says of itself, wherever it lies and however it says it', () => {
    const packages: Record<string, object> = { '': {}, 'node_modules/tool': { dev: true }, 'node_modules/native': { optional: true } };
    const add = (place: string, manifest: object, files: Record<string, string> = {}): void => {
      packages[place] = {};
      mkdirSync(path.join(directory, place), { recursive: true });
      for (const [name, text] of Object.entries({ 'package.json': JSON.stringify({ version: '1.0.0', ...manifest }), ...files })) writeFileSync(path.join(directory, place, name), text);
    };
    add('node_modules/a', { name: 'a', license: 'GPL-3.0' });
    add('node_modules/a/node_modules/b', { name: 'b', license: { type: 'MIT' } });
    add('node_modules/c', { name: 'c', licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] });
    add('node_modules/d', { name: 'd' }, { LICENSE: 'Copyright\n\nPermission is hereby granted, free of charge, to any person obtaining a copy' });
    add('node_modules/e', { name: 'e' });
    writeFileSync(path.join(directory, 'package-lock.json'), JSON.stringify({ packages }));
    const found = productionLicences(directory);
    expect(found.map(({ name, licence }) => `${name} ${licence}`)).toEqual(['a GPL-3.0', 'b MIT', 'c MIT OR Apache-2.0', 'd MIT', 'e none named']);
    expect(found.filter(({ licence }) => !isAllowed(licence)).map(({ name }) => name)).toEqual(['a', 'e']);
  });
});

describe('an audit', () => {
  const metadata = { dependencies: { prod: 300 } };

  test('that the registry answers says what it knows', () => {
    expect(readAudit(JSON.stringify({ vulnerabilities: {}, metadata }))).toMatchObject({ code: 0, text: expect.stringContaining('300 packages') });
    expect(readAudit(JSON.stringify({ vulnerabilities: { left: { severity: 'high', range: '<2' } }, metadata }))).toMatchObject({ code: 1, text: expect.stringContaining('left <2: high') });
  });

  test.each(['', 'npm error', '{}', '{"message":"405 Method Not Allowed","error":{"summary":"","detail":""}}', '{"vulnerabilities":{}}', 'null'])('that nobody answered (%j) is not taken for a good one', (printed) => {
    expect(readAudit(printed)).toMatchObject({ code: 2, text: expect.stringContaining('nothing was checked') });
  });
});

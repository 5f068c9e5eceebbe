import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { runCommand } from '../../src/cli.ts';
import { flowsRoot } from '../support/flows.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterEach(() => void vi.unstubAllEnvs());

async function packaged(env: Record<string, string>, ...values: string[]): Promise<{ code: number; err: string; file: string }> {
  const settings = { FLOWS_DIR: flowsRoot, DATABASE_URL: '', TEAMS_APP_ID: '', TEAMS_APP_PASSWORD: '', TEAMS_TENANT_ID: '', PUBLIC_URL: '', ...env };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const file = path.join(directory, 'app.zip');
  let err = '';
  const code = await runCommand(['teams', 'package', '--out', file, ...values], () => {}, (text) => (err += text));
  return { code, err, file };
}
const set = {
  TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555', TEAMS_APP_PASSWORD: 'the value of a secret', TEAMS_TENANT_ID: '66666666-7777-4888-9999-000000000000',
  PUBLIC_URL: 'https://cairn.example.org',
};

it('writes the app for this Cairn: its id, its address, who offers it', async () => {
  const { code, err, file } = await packaged(set, '--offered-by', 'Willow Practice', '--app-version', '1.2.3');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const files = unzipSync(readFileSync(file));
  expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  expect(JSON.parse(strFromU8(files['manifest.json']!))).toMatchObject({
    id: set.TEAMS_APP_ID, version: '1.2.3', developer: { name: 'Willow Practice' }, validDomains: ['cairn.example.org'],
  });
});

it('says what is missing before it can', async () => {
  expect(await packaged({})).toMatchObject({ code: 1, err: expect.stringContaining('Set TEAMS_APP_ID') });
  expect(await packaged({ ...set, TEAMS_TENANT_ID: '' })).toMatchObject({ code: 1, err: expect.stringContaining('TEAMS_TENANT_ID is needed') });
});

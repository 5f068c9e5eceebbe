import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, settingNames } from '../../src/config.ts';
import { isCairnError } from '../../src/errors.ts';
import { newKeyLine, parseMasterKeys } from '../../src/store/master-keys.ts';

const example = readFileSync(path.join(import.meta.dirname, '../../.env.example'), 'utf8');
const listed = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=(.*)$/gm)].map(([line, name, value]) => ({ name: name!, value: value!, set: !line.startsWith('#') }));

/** What is said about settings that cannot be used. */
function said(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    expect(isCairnError(error, 'config-invalid')).toBe(true);
    return (error as Error).message.split('\n');
  }
}

describe('settings', () => {
  test('.env.example lists each one that there is, and no others', () => {
    expect(listed.map(({ name }) => name).toSorted()).toEqual(settingNames.toSorted());
  });

  test('.env.example sets what holds without it, and explains each in a comment of its own', () => {
    const set = Object.fromEntries(listed.filter((each) => each.set).map(({ name, value }) => [name, value]));
    expect(readConfig(set)).toEqual(readConfig({}));
    const blocks = example.split('\n\n');
    expect(blocks.filter((block) => /^(?:# )?[A-Z_]+=/m.test(block) && !/^# (?![A-Z_]+=)/m.test(block))).toEqual([]);
  });

  test('the examples in comments are ones that can be used', () => {
    // A file that is named has to be there.
    const files = { ENCRYPTION_KEYS_FILE: import.meta.filename };
    // One workspace, or several.
    for (const other of [/^SLACK_BOT_TOKEN$/, /^SLACK_(CLIENT|STATE)/]) {
      const examples = listed.filter(({ name }) => !other.test(name)).map(({ name, value }) => [name, value]);
      expect(said({ ...Object.fromEntries(examples), ...files })).toEqual([]);
    }
  });

  test.each([
    ['PORT', 'abc'], ['PORT', '99999'], ['PORT', '-1'], ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://localhost/cairn'], ['DATABASE_POOL', 'many'], ['DATABASE_POOL', '0'],
    ['FLOWS_DIR', '/no/such/place'], ['FLOWS_DIR', 'package.json'],
    ['LOG_LEVEL', 'loud'], ['TIME_ZONE', 'Mars/Base'], ['TRUST_PROXY', 'yes'],
    ['PUBLIC_URL', 'cairn.example.org'], ['PUBLIC_URL', 'ftp://cairn.example.org'],
    ['ALLOWED_ORIGINS', 'nonsense'], ['ALLOWED_ORIGINS', 'https://a.example.org, b.example.org'],
    ['SMTP_URL', 'mail.example.org'], ['SMTP_URL', 'smtp://'], ['MAIL_FROM', 'Cairn'], ['HOME_PRACTICE', 'The Willow'],
  ])('%s=%s is answered with one sentence that names it', (name, value) => {
    const sentences = said({ MAIL_FROM: 'cairn@example.org', [name]: value });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(new RegExp(`^${name} must (be|begin with) .+\\.$`));
    expect(sentences[0]).not.toMatch(/expected|received|Invalid|pattern/);
  });

  test('several are told at once', () => {
    expect(said({ PORT: 'abc', TIME_ZONE: 'Mars/Base' })).toHaveLength(2);
  });

  test('an empty one counts as not set', () => {
    expect(readConfig(Object.fromEntries(settingNames.map((name) => [name, ' '])))).toEqual(readConfig({}));
  });

  test('encryption keys come from the environment, or from a file that is named', () => {
    const [line, other] = [newKeyLine(new Date('2026-01-01T00:00:00Z')), newKeyLine(new Date('2026-02-01T00:00:00Z'))];
    const directory = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
    const file = path.join(directory, 'keys');
    writeFileSync(file, `${other}\n${line}\n`);
    expect(readConfig({ ENCRYPTION_KEYS: line }).encryptionKeys).toBe(line);
    expect(parseMasterKeys(readConfig({ ENCRYPTION_KEYS_FILE: file }).encryptionKeys!).current).toBe(other.split(' ')[0]);
    expect(said({ ENCRYPTION_KEYS_FILE: path.join(directory, 'none') })).toEqual([expect.stringContaining('ENCRYPTION_KEYS_FILE must be a file that exists')]);
    rmSync(directory, { recursive: true });
  });

  test('sites that may embed the chat are known as a browser names them', () => {
    expect(readConfig({ ALLOWED_ORIGINS: 'https://Www.Example.org/, http://localhost:8080' }).allowedOrigins).toEqual(['https://www.example.org', 'http://localhost:8080']);
  });
});

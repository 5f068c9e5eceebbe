import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/actions/app.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { historyBefore } from '../../src/store/history.ts';
import { cairn, done, inCairn, onEmbeddedDirectory, refused } from './commands.ts';

/** The commands around keys, the audit trail and erasing. */

const settings = onEmbeddedDirectory();
let keyFile: string;
beforeAll(async () => {
  keyFile = path.join(settings().DATA_DIR!, 'database/encryption.keys');
  await done('practice add harbour --name Harbour --contact "call 0555 014 220"');
  await done('therapist add harbour --name "Ana Ruiz" --email ana@harbour.example');
});

const sender = { channel: 'web' as const, workspace: 'harbour', userId: 'somebody' };
const writes = (app: App, messageId: string, text: string) => handleMessage(app, { sender, address: sender.userId, messageId, content: { kind: 'text', text } });
const account = (app: App) => app.store.prisma.account.findUniqueOrThrow({ where: { channel_workspace_userId: sender } });
const heard = (app: App) => account(app).then(({ id }) => historyBefore(app.store.prisma, id, 100));

it('a new key is put first, everything is wrapped with it, and the old one may go', { timeout: 60_000 }, async () => {
  await inCairn(async (app) => { await writes(app, '1', 'hello'); await writes(app, '2', 'yes'); });
  const before = readFileSync(keyFile, 'utf8');
  const line = (await done('keys new')).trim();
  expect(readFileSync(keyFile, 'utf8')).toBe(before);
  writeFileSync(keyFile, `${line}\n${before}`);
  expect(await done('keys rotate')).toContain('2 data keys are wrapped anew');
  expect(await done('keys rotate')).toContain('0 data keys');
  writeFileSync(keyFile, `${line}\n`);
  expect(await inCairn(async (app) => (await heard(app)).filter(({ direction }) => direction === 'in').map((entry) => 'content' in entry && entry.content))).toEqual([{ kind: 'text', text: 'hello' }, { kind: 'text', text: 'yes' }]);
  writeFileSync(keyFile, before);
  await expect(inCairn(heard)).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringContaining('is missing') });
  writeFileSync(keyFile, `${line}\n`);
});

it('the audit trail is checked, also against an entry noted down, and a change is told with its place', { timeout: 60_000 }, async () => {
  const sound = await done('audit verify harbour');
  const noted = /(\d+:[0-9a-f]{64})/.exec(sound)![1]!;
  expect(sound).toContain('Sound: 1 entries.');
  expect(await done(`audit verify harbour --expect ${noted}`)).toContain('Sound');
  expect(await refused(`audit verify harbour --expect 2:${noted.slice(2)}`)).toContain('entry 2 is not what was written');
  expect(await refused('audit verify harbour --expect yesterday')).toContain('--expect is not an entry');
  await inCairn(async ({ store: { pool } }) => {
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await pool.query(`UPDATE audit_entry SET action = 'consent.refused' WHERE number = 1`);
  });
  expect(await cairn('audit verify harbour')).toMatchObject({ code: 1, err: expect.stringContaining('entry 1 is not what was written') });
});

it('a client is erased by id, once, and only by the practice they are with', { timeout: 60_000 }, async () => {
  const { clientId } = await inCairn(account);
  await done('practice add willow --name Willow --contact "call 0555 014 221"');
  expect(await refused(`client erase ${clientId} willow`)).toContain('"willow" has no such client.');
  expect(await done(`client erase ${clientId} harbour`)).toContain('Erased.');
  expect(await refused(`client erase ${clientId} harbour`)).toContain('"harbour" has no such client.');
  expect(await inCairn(({ store }) => store.prisma.client.count())).toBe(0);
  // Nothing was agreed, so nothing is kept.
  expect(await done('record list harbour')).toBe('None yet.\n');
  expect(await refused(`record read ${clientId} harbour`)).toContain('keeps no such record');
  expect(await refused('record read 7 harbour')).toContain('record list <practice>');
});

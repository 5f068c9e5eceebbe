import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureKeyFile, newKeyLine, parseMasterKeys } from '../../src/store/master-keys.ts';
import type { Store } from '../../src/store/open-store.ts';
import { findClient, changeClient } from '../../src/store/practices.ts';
import { openText, sealText } from '../../src/store/seal.ts';
import { openVault } from '../../src/store/vault.ts';
import { eachDatabase } from '../support/database.ts';
import { aPractice } from './fixtures.ts';

const key = createSecretKey(randomBytes(32));

describe('a sealed text', () => {
  it('opens to what was sealed, whatever it is, and never twice looks the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, place) => {
      const sealed = sealText(key, place, text);
      expect(openText(key, place, sealed)).toBe(text);
      expect(sealText(key, place, text)).not.toBe(sealed);
    }));
  });

  it('opens nowhere else, with no other key, and not when a single bit of it was changed', () => {
    const sealed = sealText(key, 'answer.value:1', 'more time with my sister');
    const bytes = Buffer.from(sealed.slice(2), 'base64');
    const changed = Array.from(bytes, (byte, at) => {
      const other = Buffer.from(bytes);
      other[at] = byte ^ 1;
      return `1.${other.toString('base64')}`;
    });
    const broken = { code: 'seal-broken' };
    for (const other of [...changed, sealed.slice(0, 30), '', 'more time', `2${sealed.slice(1)}`]) {
      expect(() => openText(key, 'answer.value:1', other)).toThrow(expect.objectContaining(broken));
    }
    expect(() => openText(key, 'answer.value:2', sealed)).toThrow(expect.objectContaining(broken));
    expect(() => openText(createSecretKey(randomBytes(32)), 'answer.value:1', sealed)).toThrow(expect.objectContaining(broken));
  });
});

describe('the list of master keys', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(['', '# only a comment', 'name', `name ${randomBytes(16).toString('base64')}`, `Name! ${randomBytes(32).toString('base64')}`, `a ${randomBytes(32).toString('base64')}\na ${randomBytes(32).toString('base64')}`])('refuses %j with what to do', (list) => {
    expect(() => parseMasterKeys(list)).toThrow(expect.objectContaining({ code: 'config-invalid', remedy: expect.stringContaining('keys new') }));
  });

  it('never shows a key in what it says', () => {
    const secret = randomBytes(31).toString('base64');
    try {
      parseMasterKeys(`mine ${secret}`);
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
    }
  });

  it('is made once where there is none, for its owner alone', () => {
    const file = path.join(directory, 'new', 'encryption.keys');
    const made = ensureKeyFile(file, new Date());
    expect(ensureKeyFile(file, new Date())).toEqual(made);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(made.current);
  });
});

eachDatabase('the vault', (open) => {
  let store: Store;
  beforeAll(async () => { store = await open(); });

  it('gives every client, and every practice, a key of their own', async () => {
    const [one, other] = [await aPractice(store), await aPractice(store)];
    const sealed = one.seal.seal('a:1', 'only mine');
    expect(one.seal.open('a:1', sealed)).toBe('only mine');
    for (const seal of [other.seal, await store.vault.ofPractice(store.prisma, one.practiceId)]) {
      expect(() => seal.open('a:1', sealed)).toThrow(expect.objectContaining({ code: 'seal-broken' }));
    }
  });

  it('reads what was written before the master key changed, and needs the old one no more once all is rewrapped', async () => {
    const { clientId } = await aPractice(store);
    await changeClient(store.prisma, clientId, { name: 'Sam' });
    const before = await store.prisma.dataKey.findMany();
    const [oldLine, newLine] = [newKeyLine(new Date('2026-01-01')), newKeyLine(new Date('2026-06-01'))];
    const first = openVault(parseMasterKeys(oldLine));
    const id = await first.make(store.prisma, randomUUID());
    const sealed = first.sealWith(await store.prisma.dataKey.findUniqueOrThrow({ where: { id } })).seal('a:1', 'mine');

    // The store's own keys stay wrapped with its own master key, which these vaults do not have.
    const mine = { ...store.prisma, dataKey: { findMany: () => store.prisma.dataKey.findMany({ where: { id } }), update: store.prisma.dataKey.update } } as never;
    expect(await openVault(parseMasterKeys(`${newLine}\n${oldLine}`)).rewrapAll(mine)).toBe(1);
    const row = await store.prisma.dataKey.findUniqueOrThrow({ where: { id } });
    expect(openVault(parseMasterKeys(newLine)).sealWith(row).open('a:1', sealed)).toBe('mine');
    expect(() => openVault(parseMasterKeys(oldLine)).sealWith(row)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    await store.prisma.dataKey.delete({ where: { id } });
    expect(await store.prisma.dataKey.findMany()).toEqual(before);
    expect((await findClient(store.prisma, clientId))?.name).toBe('Sam');
  });

  it('says plainly that what belonged to a destroyed key is gone', async () => {
    const { clientId } = await aPractice(store);
    await store.prisma.dataKey.deleteMany({ where: { client: { id: clientId } } });
    await expect(store.vault.ofClient(store.prisma, clientId)).rejects.toMatchObject({ code: 'key-destroyed' });
  });
});

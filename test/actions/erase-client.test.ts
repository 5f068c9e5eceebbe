import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { applyRetention, eraseClient } from '../../src/actions/erase-client.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { auditOfClient, verifyAudit } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open-store.ts';
import { readRecord, recordsKept } from '../../src/actions/read-record.ts';
import { readRetained, retainedIn } from '../../src/store/retained-records.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('erasing a client', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let ids: { account: string; client: string };
  beforeAll(async () => { store = await open(); });
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
  });

  const begin = async () => {
    await client.holdIntake({ name: 'Sam', goals: ['Sleep through most nights', { press: ['done'] }] });
    ids = await client.ids();
  };
  const agree = async () => {
    await client.act('therapist', { do: 'open' });
    for (const party of ['therapist', 'client'] as const) {
      const { number: version, hash } = currentVersion(await client.plan());
      await client.act(party, { do: 'approve', version, hash });
    }
  };
  /** Every row of every table in which the id of anything of theirs stands, but for the audit trail and what is kept. */
  const rowsWith = async (wanted: string[]) => {
    const { rows: tables } = await store.pool.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    const found: string[] = [];
    for (const { name } of tables.filter(({ name: each }) => !['audit_entry', 'retained_record'].includes(each))) {
      const { rows } = await store.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      if (rows.some(({ row }) => wanted.some((id) => row.includes(id)))) found.push(name);
    }
    return found;
  };

  it('leaves nothing of theirs anywhere, and their key is gone', async () => {
    await begin();
    const { dataKeyId } = await store.prisma.client.findUniqueOrThrow({ where: { id: ids.client } });
    const plan = await client.plan();
    const everything = [ids.client, ids.account, plan.id, dataKeyId!];
    expect((await rowsWith(everything)).length).toBeGreaterThan(8);
    expect(await eraseClient(test.app, ids.client, 'client-asked')).toBe(true);
    expect(await rowsWith(everything)).toEqual([]);
    expect(await retainedIn(store.prisma, test.practice.id)).toEqual([]);
    expect(await eraseClient(test.app, ids.client, 'client-asked')).toBe(false);
  });

  it('keeps apart what both agreed to, readable with the practice\'s key and no other, for as long as the practice says', async () => {
    await begin();
    await agree();
    const { hash } = currentVersion(await client.plan());
    await eraseClient(test.app, ids.client, 'client-asked');
    const [kept] = await retainedIn(store.prisma, test.practice.id);
    expect(kept).toMatchObject({ clientId: ids.client });
    expect(kept!.keepUntil.getUTCFullYear()).toBe(test.now().getUTCFullYear() + 7);
    const record = (await readRetained(store.prisma, test.practice.id, kept!.id))!;
    expect(record).toMatchObject({ name: 'Sam', therapist: test.therapist.name, plans: [{ version: { hash }, approvals: [{ hash }, { hash }] }] });
    expect(record.consents[0]).toMatchObject({ given: true });
    expect(JSON.stringify(record)).not.toContain('a few words about hardest');
    const stored = await store.prisma.retainedRecord.findUniqueOrThrow({ where: { id: kept!.id } });
    // A short name may stand in sealed text by chance; a quotation mark never does.
    expect(stored.record).not.toContain('"');
    expect(await readRetained(store.prisma, ids.client, kept!.id)).toBeNull();
  });

  it('gives the practice what it keeps, and puts on record that it was read', async () => {
    await begin();
    await agree();
    await eraseClient(test.app, ids.client, 'client-asked');
    const kept = (await recordsKept(test.app, test.practice.id)).find(({ clientId }) => clientId === ids.client)!;
    expect(await readRecord(test.app, test.practice.id, kept.id)).toMatchObject({ name: 'Sam', clientId: ids.client });
    expect((await auditOfClient(store.prisma, test.practice.id, ids.client))[0]).toMatchObject({ action: 'record.read', by: { actor: 'practice' }, subject: { record: kept.id } });
    await expect(readRecord(test.app, ids.client, kept.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps nothing where the practice keeps nothing', async () => {
    await begin();
    await agree();
    await store.prisma.practice.update({ where: { id: test.practice.id }, data: { recordYears: 0 } });
    await eraseClient(test.app, ids.client, 'client-asked');
    expect(await retainedIn(store.prisma, test.practice.id)).toEqual([]);
  });

  it('tells the therapist, without a word of theirs, and is on record', async () => {
    await begin();
    await test.settle();
    const before = test.mail.sent.length;
    await eraseClient(test.app, ids.client, 'practice-asked');
    await test.settle();
    const [mail, ...more] = test.mail.sent.slice(before);
    expect(more).toEqual([]);
    expect(mail!.body.text).toContain('deleted');
    expect(mail!.body.text).not.toContain('Sam');
    const [entry] = await auditOfClient(store.prisma, test.practice.id, ids.client);
    expect(entry).toMatchObject({ action: 'client.erased', by: { actor: 'practice' }, subject: { reason: 'practice-asked', kept: false } });
    expect(await verifyAudit(store.prisma, test.practice.id)).toMatchObject({ sound: true });
  });

  it('meets somebody who comes back as somebody new', async () => {
    await begin();
    await eraseClient(test.app, ids.client, 'client-asked');
    await client.write('hello again');
    expect((await client.ids()).client).not.toBe(ids.client);
    expect(client.step).toBe('consent');
  });

  describe('by the practice\'s own rules', () => {
    it('takes those who were silent too long, and nobody else', async () => {
      await begin();
      const silent = ids.client;
      test.later(days(700));
      const recent = test.newClient();
      await recent.write('hello');
      await applyRetention(test.app);
      expect(await store.prisma.client.count({ where: { id: silent } })).toBe(1);
      test.later(days(60));
      await applyRetention(test.app);
      expect(await store.prisma.client.count({ where: { id: silent } })).toBe(0);
      expect(await store.prisma.client.count({ where: { id: (await recent.ids()).client } })).toBe(1);
    });

    it('takes nobody whose safety alert is still open, and nobody where the practice says so', async () => {
      await begin();
      await client.write('I want to end my life');
      const careless = test.newClient();
      await careless.write('hello');
      test.later(days(3_000));
      await applyRetention(test.app);
      expect(await store.prisma.client.count({ where: { id: ids.client } })).toBe(1);
      expect(await careless.ids().then(({ client: id }) => store.prisma.client.count({ where: { id } }), () => 0)).toBe(0);

      const other = await openTestApp(store, { clock: test });
      await changePractice(other.app, other.practice.slug, { idleMonths: 0 });
      const kept = other.newClient();
      await kept.write('hello');
      test.later(days(3_000));
      await applyRetention(other.app);
      expect(await store.prisma.client.count({ where: { id: (await kept.ids()).client } })).toBe(1);
    });

    it('removes a kept record when its time is over', async () => {
      await begin();
      await agree();
      await eraseClient(test.app, ids.client, 'client-asked');
      test.later(days(365 * 7 - 2));
      await applyRetention(test.app);
      expect(await retainedIn(store.prisma, test.practice.id)).toHaveLength(1);
      test.later(days(6));
      await applyRetention(test.app);
      expect(await retainedIn(store.prisma, test.practice.id)).toEqual([]);
    });
  });
});

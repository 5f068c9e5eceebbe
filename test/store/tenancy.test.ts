import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/store/audit.ts';
import { takeTry } from '../../src/store/code-tries.ts';
import { answersOf } from '../../src/store/conversations.ts';
import { createInvite } from '../../src/store/invites.ts';
import type { Store } from '../../src/store/open-store.ts';
import { enqueueOutbound } from '../../src/store/outbound.ts';
import { findClient, takeSelfReferral } from '../../src/store/practices.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, aTurn, later, now } from './fixtures.ts';

eachDatabase('one practice', (open) => {
  let store: Store;
  let one: Awaited<ReturnType<typeof aConversation>>;
  let other: typeof one;
  beforeAll(async () => {
    store = await open();
    [one, other] = [await aConversation(store), await aConversation(store)];
    for (const each of [one, other]) {
      const answers = [{ id: 'hope#1', key: 'hope', step: 'hope', value: 'sleep', at: now.toISOString() }];
      expect(await saveTurn(store, aTurn(each, { answers }))).toMatchObject({ outcome: 'saved' });
      await store.prisma.$transaction((tx) => audit(tx, { practiceId: each.practiceId, by: { actor: 'cairn' }, action: 'test' }, now));
      await createInvite(store.prisma, { practiceId: each.practiceId, therapistId: each.therapist.id, expiresAt: later(60) }, now);
      expect(await takeSelfReferral(store.prisma, each.practiceId, now)).toBe(true);
      for (const practiceId of [each.practiceId, null]) expect(await takeTry(store.prisma, { ...each.sender, channel: practiceId ? 'web' : 'slack', practiceId }, now)).toBe(true);
    }
  });

  it('works within its own rows as without any bounds', async () => {
    const within = store.within(one.practiceId);
    const { conversation } = await readTurn(within, one.sender, 'm');
    expect(await saveTurn(within, aTurn(one, { version: conversation!.version }))).toMatchObject({ outcome: 'saved' });
    expect(await answersOf(within.prisma, one.conversationId)).toMatchObject([{ value: 'sleep' }]);
    expect((await findClient(within.prisma, one.clientId))!.id).toBe(one.clientId);
    await enqueueOutbound(within.prisma, { accountId: one.accountId, bodies: [{ text: 'hello' }] }, now);
  });

  // The embedded database is for trying; its one user may see everything.
  describe('on a server', () => {
    it('sees nothing of another, in any table, however it asks', async ({ skip }) => {
      if (store.kind === 'embedded') return skip();
      const within = store.within(one.practiceId);
      const { rows: tables } = await store.pool.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND rowsecurity ORDER BY 1`);
      const seen = new Map<string, number>();
      for (const { name } of tables) {
        const all = (await store.pool.query(`SELECT count(*)::int AS n FROM "${name}"`)).rows[0].n;
        const own = (await within.pool.query(`SELECT count(*)::int AS n FROM "${name}"`)).rows[0].n;
        if (all > 0) seen.set(name, own / all);
      }
      expect(seen.size).toBeGreaterThan(8);
      // What is typed in a workspace that is nobody's is nobody's to see.
      expect(Object.fromEntries(seen)).toMatchObject({ code_try: 1 / 4, invite: 1 / 2, self_referral_day: 1 / 2 });
      for (const [name, share] of seen) expect([name, share < 1]).toEqual([name, true]);
      expect(await readTurn(within, other.sender, 'm')).toMatchObject({ account: null });
      expect(await findClient(within.prisma, other.clientId)).toBeNull();
      expect(await answersOf(within.prisma, other.conversationId)).toEqual([]);
    });

    it('looks up whose a row is, one at a time, and never reads through everybody else to find out', async ({ skip }) => {
      if (store.kind === 'embedded') return skip();
      const within = store.within(one.practiceId);
      const { rows: parts } = await store.pool.query<{ name: string }>(`SELECT tablename AS name FROM pg_policies WHERE qual LIKE '%SELECT%' ORDER BY 1`);
      expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['answer', 'inbound_message', 'outbound_message', 'plan_version', 'proposal', 'approval', 'therapist_note', 'consent']));
      for (const { name } of parts) {
        // With as few rows as here, the database reads a whole table gladly, if it is let; and keeps to that when they are many.
        const { rows } = await within.pool.query(`EXPLAIN SELECT FROM "${name}"`);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).toMatch(/SubPlan/);
        expect(plan).not.toMatch(/hashed/);
      }
    });

    it('changes, adds and removes nothing of another', async ({ skip }) => {
      if (store.kind === 'embedded') return skip();
      const { prisma, pool } = store.within(one.practiceId);
      expect(await saveTurn(store.within(one.practiceId), aTurn(other, { version: 1 }))).toEqual({ outcome: 'stale' });
      expect((await prisma.client.updateMany({ where: { id: other.clientId }, data: { country: 'NZ' } })).count).toBe(0);
      expect((await prisma.conversation.deleteMany({ where: { id: other.conversationId } })).count).toBe(0);
      const refused = { code: '42501' };
      const id = randomUUID();
      await expect(pool.query('INSERT INTO outbound_message (account_id, id, body, created_at) VALUES ($1, $2, $3, now())', [other.accountId, id, 'a'])).rejects.toMatchObject(refused);
      await expect(pool.query('INSERT INTO answer (conversation_id, id, key, value, at) VALUES ($1, $2, $2, $2, now())', [other.conversationId, 'a'])).rejects.toMatchObject(refused);
      for (const practiceId of [other.practiceId, null]) {
        await expect(pool.query('INSERT INTO code_try (key, practice_id, tries, until) VALUES ($1, $2, 1, now())', [id, practiceId])).rejects.toMatchObject(refused);
      }
      await expect(pool.query('UPDATE client SET practice_id = $1 WHERE id = $2', [other.practiceId, one.clientId])).rejects.toMatchObject(refused);
      await expect(prisma.$transaction((tx) => audit(tx, { practiceId: other.practiceId, by: { actor: 'cairn' }, action: 'test' }, now))).rejects.toThrow();
    });

    it('is told apart on connections that many share', async ({ skip }) => {
      if (store.kind === 'embedded') return skip();
      const people = [one, other];
      const reads = Array.from({ length: 60 }, (_, at) => {
        const [mine, theirs] = [people[at % 2]!, people[(at + 1) % 2]!];
        const within = store.within(mine.practiceId);
        return Promise.all([readTurn(within, mine.sender, 'm'), readTurn(within, theirs.sender, 'm'), within.prisma.client.findMany({ select: { id: true } })])
          .then(([own, others, clients]) => [own.client?.id === mine.clientId, others.account, clients.length]);
      });
      expect(new Set((await Promise.all(reads)).map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify([true, null, 1])]));
    });

    it('is what a connection must say: one that says nothing sees nothing', async ({ skip }) => {
      if (store.kind === 'embedded') return skip();
      const { rows } = await store.within('').pool.query('SELECT count(*)::int AS n FROM client');
      expect(rows[0].n).toBe(0);
      const { rows: [me] } = await store.pool.query(`SELECT rolsuper OR rolbypassrls AS over FROM pg_roles WHERE rolname = current_user`);
      expect(me.over).toBe(false);
    });
  });

  it('owns every table there is, but for the few that hold nothing of anybody', async () => {
    const { rows } = await store.pool.query<{ name: string; bound: boolean }>(
      `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS bound FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`);
    expect(rows.filter(({ bound }) => !bound).map(({ name }) => name).toSorted()).toEqual(['_prisma_migrations', 'flow_version']);
  });
});

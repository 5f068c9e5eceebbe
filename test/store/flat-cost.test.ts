import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { snapshotPlace } from '../../src/store/places.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { saveTurn } from '../../src/store/save-turn.ts';
import { tidy } from '../../src/store/tidy.ts';
import { eachDatabase, makeEmbedded } from '../support/database.ts';
import { aConversation, aTurn } from './fixtures.ts';

type Place = Awaited<ReturnType<typeof aConversation>>;

/** How many pages the database touches for one turn, as it stands: the plans are those that the turns before have left. */
const pagesOfATurn = async (store: Store, of: Place, version: number) => {
  const text = (value: unknown) => `'${value}'`;
  const read = [of.sender.channel, of.sender.workspace, of.sender.userId, 'new'].map(text);
  const answers = JSON.stringify([{ id: `a#${version}`, key: 'a', value: 1, at: '2026-03-01T09:00:00Z' }]);
  const at = '2026-03-01T09:00:00Z';
  const outbound = JSON.stringify([{ id: randomUUID(), body: 'a' }]);
  // The statements see sealed texts, whatever is in them; the next turn reads this snapshot.
  const snapshot = of.seal.seal(snapshotPlace(of.conversationId), {});
  const save = [...[of.accountId, of.conversationId, version, snapshot, 'open', at, answers, outbound, at, `m${version}`, 'a'].map(text), ...Array(4).fill('NULL')];
  const pages = [];
  for (const [pool, statement] of [[store.pool, `"read-turn"(${read})`], [store.within(of.practiceId).pool, `"save-turn"(${save})`]] as const) {
    const { rows } = await pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${statement}`);
    const { Plan } = rows[0]['QUERY PLAN'][0];
    pages.push(Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']);
  }
  return { read: pages[0], save: pages[1] };
};

/**
 * What years bring: ten thousand messages in this conversation, and five thousand other clients with theirs. Made without
 * a new table, because that would make the database think its plans over, and years do not.
 */
const years = (of: Place): string[] => {
  const id = (what: string) => `md5('${what} ' || n)::uuid`;
  const others = 'generate_series(1, 5000) n';
  const messages = `(SELECT '${of.accountId}'::uuid AS account, '${of.conversationId}'::uuid AS conversation, n
      FROM generate_series(1, 10000) n UNION ALL SELECT ${id('account')}, ${id('conversation')}, n FROM ${others}) all_messages`;
  return [
    `INSERT INTO client (id, practice_id) SELECT ${id('client')}, '${of.practiceId}' FROM ${others}`,
    `INSERT INTO account (id, practice_id, channel, user_id, address, client_id)
      SELECT ${id('account')}, '${of.practiceId}', 'slack', n, 'D', ${id('client')} FROM ${others}`,
    `INSERT INTO conversation (id, practice_id, client_id, flow, flow_hash, language, snapshot)
      SELECT ${id('conversation')}, '${of.practiceId}', ${id('client')}, 'intake', 'h1', 'en', '{}' FROM ${others}`,
    `INSERT INTO inbound_message (account_id, message_id, conversation_id, content, received_at)
      SELECT account, gen_random_uuid(), conversation, '{"kind":"text","text":"What was written"}', now() FROM ${messages}`,
    `INSERT INTO outbound_message (account_id, conversation_id, id, body, created_at, sent_at)
      SELECT account, conversation, gen_random_uuid(), '{"text":"What was answered"}', now(), now() FROM ${messages}`,
    `INSERT INTO answer (conversation_id, id, key, value, at)
      SELECT conversation, gen_random_uuid(), 'a', '1', now() FROM ${messages}`,
  ];
};

eachDatabase('the cost of a turn', (_open, place) => {
  it('is the same in a full database as in an empty one, also by plans made while it was empty', async () => {
    const store = await openStore({ ...(await place()), poolSize: 1 });
    const of = await aConversation(store);
    const turns = async (from: number, to: number) => {
      for (let version = from; version < to; version++) {
        await readTurn(store, of.sender, `m${version}`);
        await saveTurn(store.within(of.practiceId), aTurn(of, { version, messageId: `m${version}` }));
      }
    };
    await turns(0, 10);
    await tidy(store); // counts the rows while they are few
    await turns(10, 25); // enough for the database to settle on plans that it keeps
    await store.pool.query('UPDATE outbound_message SET sent_at = now()');
    const empty = await pagesOfATurn(store, of, 25);

    const costAsMuch = async (version: number) => {
      await turns(version, version + 1); // what it looks up of new pages, it looks up once
      const full = await pagesOfATurn(store, of, version + 1);
      // The indexes are a level or two deeper. Reading one table from end to end would be hundreds of pages.
      expect(full.read).toBeLessThan(empty.read + 15);
      expect(full.save).toBeLessThan(empty.save + 45);
    };
    for (const growth of years(of)) await store.pool.query(growth);
    await costAsMuch(26);
    await store.pool.query('ANALYZE'); // as a server does by itself within a minute, and the embedded one's daily job
    await costAsMuch(28);
    await store.close();
  });
});

describe('the embedded database', () => {
  it('uses its room again once it is tidied', async () => {
    const { options, remove } = await makeEmbedded();
    const store = await openStore(options);
    const of = await aConversation(store);
    let version = 0;
    const bytesAfterTurns = async (count: number): Promise<number> => {
      for (const end = version + count; version < end; version++) {
        // Hardly compressible, as it is stored apart from its row; each turn leaves the one before it behind.
        const snapshot = { context: randomBytes(10_000).toString('base64') };
        await saveTurn(store.within(of.practiceId), aTurn(of, { conversation: { id: of.conversationId, version, snapshot, state: 'open' } }));
      }
      await tidy(store);
      const { rows } = await store.pool.query(`SELECT pg_table_size('conversation')::int AS bytes`);
      return rows[0].bytes;
    };
    const once = await bytesAfterTurns(200);
    expect(await bytesAfterTurns(200)).toBeLessThan(once * 1.2);
    await store.close();
    await remove();
  });
});

import { createSecretKey } from 'node:crypto';
import type pg from 'pg';
import { sealText } from '../../src/store/seal.ts';
import { DEMO_SLUG } from '../../src/actions/demo.ts';
import type { Rehearsed } from './lap.ts';

/** Rows for each statement; one statement for all would hold everything in memory. */
const BATCH = 10_000;

/**
 * Conversations of other people, each half-way through the intake: a client with an account, a snapshot as large as a real
 * one, three messages in, five out, four answers. Written by the database itself, since nobody measures this.
 */
export async function fill(pool: pg.Pool, { lap }: Rehearsed, conversations: number): Promise<void> {
  const half = lap[Math.floor(lap.length / 2)]!;
  const { rows: [practice] } = await pool.query('SELECT id FROM practice LIMIT 1');
  const { rows: [flow] } = await pool.query(`SELECT hash FROM flow_version WHERE flow = 'intake' LIMIT 1`);
  const id = (what: string) => `md5('${what} ' || n)::uuid`;
  const statements = [
    `INSERT INTO data_key (id, practice_id, master, wrapped) SELECT ${id('key')}, $1, 'bench', repeat('x', 102) FROM numbers`,
    `INSERT INTO client (id, practice_id, data_key_id) SELECT ${id('client')}, $1, ${id('key')} FROM numbers`,
    `INSERT INTO account (id, practice_id, channel, workspace, user_id, address, client_id)
      SELECT ${id('account')}, $1, 'web', '${DEMO_SLUG}', md5(n::text), md5(n::text), ${id('client')} FROM numbers`,
    `INSERT INTO conversation (id, practice_id, client_id, flow, flow_hash, language, snapshot)
      SELECT ${id('conversation')}, $1, ${id('client')}, 'intake', $2, 'en', $3 FROM numbers`,
    `INSERT INTO inbound_message (account_id, message_id, conversation_id, content, received_at)
      SELECT ${id('account')}, gen_random_uuid(), ${id('conversation')}, $4, now() FROM numbers, generate_series(1, 3)`,
    `INSERT INTO outbound_message (account_id, conversation_id, id, body, created_at, sent_at)
      SELECT ${id('account')}, ${id('conversation')}, gen_random_uuid(), $5, now(), now() FROM numbers, generate_series(1, 5)`,
    `INSERT INTO answer (conversation_id, id, key, value, at)
      SELECT ${id('conversation')}, 'hope#' || turn, 'hope', $4, now() FROM numbers, generate_series(1, 4) turn`,
  ];
  const json = [half.snapshot, half.content, half.outbound[0]].map((value) => sealText(createSecretKey(Buffer.alloc(32)), '', JSON.stringify(value)));
  const values: unknown[] = [practice.id, flow.hash, ...json];
  for (let from = 1; from <= conversations; from += BATCH) {
    const to = Math.min(from + BATCH - 1, conversations);
    for (const statement of statements) {
      // Each statement knows its own few parameters; numbered anew, as PostgreSQL wants them.
      const used = [...new Set(statement.match(/\$\d/g) ?? [])];
      const text = statement.replace(/\$\d/g, (name) => `$${used.indexOf(name) + 1}`);
      await pool.query(text.replaceAll('numbers', `generate_series(${from}, ${to}) n`), used.map((name) => values[Number(name.slice(1)) - 1]));
    }
  }
}

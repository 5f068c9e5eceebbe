import { createSecretKey, randomUUID } from 'node:crypto';
import { sealText } from '../../src/store/seal.ts';
import { openPool, type Contender, type Place } from './contender.ts';

/**
 * The least that a turn can cost: the same rows as Cairn's, of the same size, in the same tables, with one reading and one
 * writing statement, both prepared, and no program around them. It guards what Cairn guards: a message is taken once,
 * and only on the version that was read.
 */
const read = `
SELECT c.id, c.version, c.snapshot, a.id AS account_id,
  EXISTS (SELECT FROM inbound_message m WHERE m.account_id = a.id AND m.message_id = $2) AS seen
FROM account a JOIN conversation c ON c.client_id = a.client_id AND c.state = 'open'
WHERE a.channel = 'web' AND a.workspace = 'bench' AND a.user_id = $1`;

const write = `
WITH locked AS (
  SELECT id FROM conversation WHERE id = $2::uuid AND version = $3::int FOR UPDATE
), taken AS (
  INSERT INTO inbound_message (account_id, message_id, conversation_id, content, received_at)
  SELECT $1::uuid, $4::text, id, $5::text, $6::timestamptz FROM locked
  ON CONFLICT (account_id, message_id) DO NOTHING RETURNING conversation_id AS id
), turned AS (
  UPDATE conversation c SET snapshot = $7::text, version = c.version + 1, last_turn_at = $6::timestamptz FROM taken WHERE c.id = taken.id
), answered AS (
  INSERT INTO answer (conversation_id, id, key, value, at)
  SELECT taken.id, a.id, a.key, a.value, $6::timestamptz FROM taken, json_to_recordset($8::json) AS a(id text, key text, value text)
), sent AS (
  INSERT INTO outbound_message (account_id, conversation_id, id, body, created_at, sent_at)
  SELECT $1::uuid, taken.id, o.id, o.body, $6::timestamptz, $6::timestamptz FROM taken, json_to_recordset($9::json) AS o(id uuid, body text)
)
SELECT id FROM taken`;

const setUp = `
WITH key AS (
  INSERT INTO data_key (id, practice_id, master, wrapped) VALUES (gen_random_uuid(), gen_random_uuid(), '-', '-') RETURNING id, practice_id
), practice AS (
  INSERT INTO practice (id, data_key_id, slug, name, contact) SELECT practice_id, id, 'bench', 'Bench', '-' FROM key RETURNING id
), flow AS (
  INSERT INTO flow_version (hash, flow, definition, wording) VALUES ('bench', 'intake', '{}', '{}')
)
SELECT id FROM practice`;

const begin = `
WITH client AS (
  INSERT INTO client (id, practice_id) VALUES (gen_random_uuid(), $1) RETURNING id
), account AS (
  INSERT INTO account (id, practice_id, channel, workspace, user_id, address, client_id)
  SELECT gen_random_uuid(), $1, 'web', 'bench', $2, $2, id FROM client
)
INSERT INTO conversation (id, practice_id, client_id, flow, flow_hash, language, snapshot)
SELECT gen_random_uuid(), $1, id, 'intake', 'bench', 'en', '{}' FROM client`;

/** A value as Cairn stores it, sealed beforehand: the floor writes as many bytes, and has nothing to do with keys. */
const sealed = new WeakMap<object, string>();
function stored(value: unknown): string {
  const object = typeof value === 'object' && value !== null;
  const known = object ? sealed.get(value) : undefined;
  const text = known ?? sealText(createSecretKey(Buffer.alloc(32)), '', JSON.stringify(value));
  if (object) sealed.set(value, text);
  return text;
}

export async function openFloor(place: Place): Promise<Contender> {
  const { pool, close } = await openPool(place);
  const practice = (await pool.query(setUp)).rows[0].id;
  return {
    async begin() {
      const user = randomUUID();
      await pool.query(begin, [practice, user]);
      // An answer's id is new each time round; its length stays.
      let turns = 0;
      return async ({ content, snapshot, answers, outbound }) => {
        const message = randomUUID();
        const { rows: [now] } = await pool.query({ name: 'read', text: read, values: [user, message] });
        turns += 1;
        const values = [
          now.account_id, now.id, now.version, message, stored(content), new Date(), stored(snapshot),
          JSON.stringify(answers.map(({ key, value }) => ({ id: `${key}#${turns}`, key, value: stored(value) }))),
          JSON.stringify(outbound.map((body) => ({ id: randomUUID(), body: stored(body) }))),
        ];
        const { rowCount } = await pool.query({ name: 'write', text: write, values });
        if (now.seen || rowCount !== 1) throw new Error('A turn was not written.');
      };
    },
    settle: async () => {},
    close,
  };
}

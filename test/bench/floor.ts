import { randomUUID } from 'node:crypto';
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
  SELECT $1::uuid, $4::text, id, $5::json, $6::timestamptz FROM locked
  ON CONFLICT (account_id, message_id) DO NOTHING RETURNING conversation_id AS id
), turned AS (
  UPDATE conversation c SET snapshot = $7::json, version = c.version + 1, last_turn_at = $6::timestamptz FROM taken WHERE c.id = taken.id
), answered AS (
  INSERT INTO answer (conversation_id, id, key, value, at)
  SELECT taken.id, a.id, a.key, a.value, $6::timestamptz FROM taken, json_to_recordset($8::json) AS a(id text, key text, value json)
), sent AS (
  INSERT INTO outbound_message (account_id, conversation_id, body, created_at, sent_at)
  SELECT $1::uuid, taken.id, o.body, $6::timestamptz, $6::timestamptz FROM taken, json_array_elements($9::json) AS o(body)
)
SELECT id FROM taken`;

const setUp = `
WITH practice AS (
  INSERT INTO practice (id, slug, name, contact) VALUES (gen_random_uuid(), 'bench', 'Bench', '-') RETURNING id
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
          now.account_id, now.id, now.version, message, JSON.stringify(content), new Date(),
          JSON.stringify(snapshot), JSON.stringify(answers.map((answer) => ({ ...answer, id: `${answer.key}#${turns}` }))), JSON.stringify(outbound),
        ];
        const { rowCount } = await pool.query({ name: 'write', text: write, values });
        if (now.seen || rowCount !== 1) throw new Error('A turn was not written.');
      };
    },
    settle: async () => {},
    close,
  };
}

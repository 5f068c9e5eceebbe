import type { InboundMessage } from '../channels/channel.ts';
import type { Answer } from '../core/conversation/answer.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { createConversation, type NewConversation } from './conversations.ts';
import { answerPlace, inboundPlace, sealedName, snapshotPlace } from './places.ts';
import type { Db, Store } from './open-store.ts';
import { sealedOutbound, type OutboundBody } from './outbound.ts';
import { basisNow, type ConversationState } from './read-turn.ts';
import type { Seal } from './vault.ts';

/** What a turn that nobody wrote a message for leaves behind: a reminder, a plan that changed under a review. */
export interface SystemTurn {
  /** Where the outbound messages go. */
  accountId: string;
  /** The client's. */
  seal: Seal;
  at: Date;
  conversation: {
    id: string;
    /** As it was read. If another turn was saved since, nothing of this one is written. */
    version: number;
    snapshot: unknown;
    state: ConversationState;
    /** Present with the first turn: the conversation is created with it, at version 0. */
    opens?: NewConversation;
  };
  answers: Answer[];
  outbound: OutboundBody[];
  /** The outbound rows need no sending (see `Channel.announce`): they are saved as sent. */
  shown?: boolean;
  /** What else belongs to this turn (a consent, a plan); all or nothing. Use `tx` alone, and nothing slow. */
  also?: (tx: Db) => Promise<void>;
}

export interface Turn extends Omit<SystemTurn, 'at' | 'outbound'> {
  outbound: MessageBody[];
  /** The platform's id of the message; taken once for each account. */
  messageId: string;
  content: InboundMessage['content'];
  receivedAt: Date;
  /** What the client said about themselves. */
  client?: AboutClient;
  /** The turn was taken by what an earlier one had left (turn-memory.ts): it is stale if this is not the basis any more. */
  basis?: string;
}

/** A part of a client's record; what is absent stays as it is. */
export interface AboutClient {
  id: string;
  name?: string;
  country?: string | null;
  language?: string;
}

export type Saved = {
  outcome: 'saved';
  /** The `seq` of each outbound message to send, in the order given; they rise, and all are above the inbound one. */
  seqs: number[];
  /**
   * True: these are the account's next messages and this process holds them for `claimSeconds`; send them now.
   * False: earlier ones are still unsent; ask `claimUnsent` for what may go.
   */
  claimed: boolean;
  /** As in the turn: nothing is to be sent. */
  shown?: boolean;
};

/** Nothing was written. Stale: read and take the turn again. Duplicate: the message was taken before. */
export type NotSaved = { outcome: 'stale' | 'duplicate' };

/** How long a process has to deliver what it wrote before another one does. */
export const claimSeconds = 60;

/**
 * The inner parts run in order, because each reads from the one before: the conversation is locked if its version is
 * still the one that was read (and, for a turn that was not read but remembered, so is all the rest), the message id is
 * taken if it is new, and only then is the rest written. The inbound row takes its seq before the outbound rows take theirs.
 */
const statement = (inbound: 'with-inbound' | 'system', told: ClientField[] = []) => `
WITH locked AS (
  SELECT id FROM conversation WHERE id = $2::uuid AND version = $3::int
    ${inbound === 'with-inbound' ? `AND ($12::text IS NULL OR $12::text = ${basisNow('$1')})` : ''} FOR UPDATE
), taken AS (
  ${inbound === 'with-inbound' ? `
  INSERT INTO inbound_message (account_id, message_id, conversation_id, content, received_at)
  SELECT $1::uuid, $10::text, id, $11::text, $6::timestamptz FROM locked
  ON CONFLICT (account_id, message_id) DO NOTHING
  RETURNING conversation_id AS id` : 'SELECT id FROM locked'}
), turned AS (
  UPDATE conversation c SET snapshot = $4::text, state = $5::text, version = c.version + 1, last_turn_at = $6::timestamptz
  FROM taken WHERE c.id = taken.id
${told.length > 0 ? `), told AS (
  UPDATE client SET ${told.map((field, at) => `${field} = $${14 + at}`).join(', ')} FROM taken WHERE client.id = $13::uuid` : ''}
), answered AS (
  INSERT INTO answer (conversation_id, id, key, value, at)
  SELECT taken.id, a.id, a.key, a.value, a.at
  FROM taken, json_to_recordset($7::json) AS a(id text, key text, value text, at timestamptz)
), behind AS (
  SELECT $9::timestamptz IS NOT NULL AND EXISTS (
    SELECT FROM outbound_message WHERE account_id = $1::uuid AND sent_at IS NULL AND failed_at IS NULL
  ) AS earlier
), sent AS (
  INSERT INTO outbound_message (account_id, conversation_id, id, body, created_at, claimed_until, sent_at)
  SELECT $1::uuid, taken.id, o.id, o.body, $6::timestamptz, CASE WHEN behind.earlier THEN NULL ELSE $9::timestamptz END,
    CASE WHEN $9::timestamptz IS NULL THEN $6::timestamptz END
  FROM taken, behind, ROWS FROM (json_to_recordset($8::json) AS (id uuid, body text)) WITH ORDINALITY AS o(id, body, place)
  ORDER BY o.place
  RETURNING seq
)
SELECT
  CASE
    WHEN EXISTS (SELECT FROM taken) THEN 'saved'
    ${inbound === 'with-inbound' ? `
    WHEN EXISTS (SELECT FROM locked)
      OR EXISTS (SELECT FROM inbound_message WHERE account_id = $1::uuid AND message_id = $10::text) THEN 'duplicate'` : ''}
    ELSE 'stale'
  END AS outcome,
  NOT (SELECT earlier FROM behind) AS claimed,
  CASE WHEN $9::timestamptz IS NULL THEN '[]' ELSE (SELECT coalesce(json_agg(seq ORDER BY seq), '[]') FROM sent) END AS seqs`;

type ClientField = Exclude<keyof AboutClient, 'id'>;
const clientFields = ['name', 'country', 'language'] as const satisfies ClientField[];

const saveTurnText = statement('with-inbound');
const saveSystemTurnText = statement('system');

/** Takes a message: one statement, and a transaction around it where the turn also writes something else. */
export const saveTurn = (store: Store, turn: Turn): Promise<Saved | NotSaved> => {
  const { client, seal, accountId, messageId, basis } = turn;
  const values = [...common({ ...turn, at: turn.receivedAt }), messageId, seal.seal(inboundPlace(accountId, messageId), turn.content), basis ?? null];
  const told = clientFields.filter((field) => client?.[field] !== undefined);
  if (!client || told.length === 0) return save(store, turn, { name: 'save-turn', text: saveTurnText, values });
  const query = { name: `save-turn ${told}`, text: statement('with-inbound', told), values: [...values, client.id, ...told.map((field) => (field === 'name' ? sealedName(seal, client.id, client.name) : client[field]))] };
  return save(store, turn, query);
};

/** The same without a message; it is never a duplicate. */
export const saveSystemTurn = (store: Store, turn: SystemTurn): Promise<Saved | NotSaved> =>
  save(store, turn, { name: 'save-system-turn', text: saveSystemTurnText, values: common(turn) });

/** $1 to $9 of both statements. The last is when the claim on the outbound rows ends; without one they are saved as sent. */
const common = ({ accountId, at, seal, conversation, answers, outbound, shown }: SystemTurn): unknown[] => [
  accountId,
  conversation.id,
  conversation.version,
  seal.seal(snapshotPlace(conversation.id), conversation.snapshot),
  conversation.state,
  at.toISOString(),
  JSON.stringify(answers.map(({ id, key, value, at: given }) => ({ id, key, value: seal.seal(answerPlace(conversation.id, id), value), at: given }))),
  JSON.stringify(sealedOutbound(seal, outbound)),
  shown ? null : new Date(at.getTime() + claimSeconds * 1000).toISOString(),
];

const save = async (
  { pool, prisma }: Store,
  { conversation, also, shown, seal }: Pick<SystemTurn, 'conversation' | 'also' | 'shown' | 'seal'>,
  query: { name: string; text: string; values: unknown[] },
): Promise<Saved | NotSaved> => {
  const { opens } = conversation;
  const resultOf = (row: Saved | NotSaved): Saved | NotSaved =>
    row.outcome === 'saved' ? { ...row, ...(shown && { shown }) } : { outcome: row.outcome };
  if (!also && !opens) return resultOf((await pool.query(query)).rows[0]);
  return prisma
    .$transaction(async (tx) => {
      if (opens && !(await createConversation(tx, conversation.id, opens, seal))) throw new NotTaken({ outcome: 'stale' });
      const [row] = await tx.$queryRawUnsafe<[Saved | NotSaved]>(query.text, ...query.values);
      const result = resultOf(row);
      if (result.outcome !== 'saved') throw new NotTaken(result);
      await also?.(tx);
      return result;
    })
    .catch((error: unknown) => {
      if (error instanceof NotTaken) return error.result;
      throw error;
    });
};

/** Rolls the transaction back; a conversation opened in it must not stay behind without its first turn. */
class NotTaken extends Error {
  readonly result: NotSaved;
  constructor(result: NotSaved) {
    super(result.outcome);
    this.result = result;
  }
}

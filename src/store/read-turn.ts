import type { Sender } from '../channels/channel.ts';
import type { Store } from './open-store.ts';
import { namePlace, snapshotPlace } from './places.ts';
import type { Seal } from './vault.ts';

export type ConversationState = 'open' | 'finished' | 'set-aside';

/** Everything a turn needs to know. Without an account, the sender is new and all the rest is null. */
export interface TurnRead {
  /** This message was taken before: nothing is left to do. */
  seen: boolean;
  account: AccountRead | null;
  /** The client's, or the practice's for a therapist's account. */
  seal: Seal | null;
  practice: PracticeRead | null;
  client: ClientRead | null;
  /** The client's therapist, or the therapist whose account this is. */
  therapist: TherapistRead | null;
  /** The client's newest open conversation, else the newest finished one. */
  conversation: ConversationRead | null;
  /** When this account was last written from; null for the first time. */
  lastHeardAt: Date | null;
}

export interface AccountRead {
  id: string;
  address: string;
  clientId: string | null;
  therapistId: string | null;
  practiceId: string;
  /** Set while nothing may be sent there: the person left or blocked Cairn. */
  goneAt: Date | null;
  /** The invite that the first message from there uses up. */
  inviteId: string | null;
}

export interface PracticeRead {
  id: string;
  slug: string;
  name: string;
  contact: string;
  country: string | null;
  language: string;
  minimumAge: number;
  reviewMonths: number;
  /** Languages clients may choose besides the practice's own. */
  alsoSpeaks: string[];
}

export interface ClientRead {
  id: string;
  name: string | null;
  country: string | null;
  language: string;
  therapistId: string | null;
  /** A safety alert of theirs is open: nothing is drafted for them, and nothing approved. */
  held: boolean;
  /** They have a plan, drafted or further. */
  hasPlan: boolean;
}

export interface TherapistRead {
  id: string;
  name: string;
  orientations: string[];
}

export interface ConversationRead {
  id: string;
  flow: string;
  flowHash: string;
  language: string;
  state: ConversationState;
  snapshot: unknown;
  version: number;
  openedAt: Date;
  lastTurnAt: Date;
}

/**
 * One round trip, and the same few index probes however much is stored. Returns one row, or none for a new sender.
 * The states are asked for in the order of the alphabet, which is that of the index: 'open' before 'finished', and
 * never 'set-aside'.
 */
const statement = `
SELECT
  EXISTS (SELECT FROM inbound_message m WHERE m.account_id = a.id AND m.message_id = $4) AS seen,
  EXISTS (SELECT FROM safety_alert s WHERE s.client_id = a.client_id AND s.cleared_at IS NULL) AS held,
  EXISTS (SELECT FROM treatment_plan t WHERE t.client_id = a.client_id) AS has_plan,
  (SELECT m.received_at FROM inbound_message m WHERE m.account_id = a.id ORDER BY m.seq DESC LIMIT 1) AS last_heard_at,
  a.id AS account_id, a.address, a.client_id, a.therapist_id AS account_therapist_id, a.practice_id, a.gone_at, a.invite_id,
  p.slug, p.name AS practice_name, p.contact, p.country AS practice_country, p.language AS practice_language,
  p.minimum_age, p.review_months, p.also_speaks,
  c.name AS client_name, c.country AS client_country, c.language AS client_language, c.therapist_id AS client_therapist_id,
  t.id AS therapist_id, t.name AS therapist_name, t.orientations,
  v.id AS conversation_id, v.flow, v.flow_hash, v.language AS conversation_language, v.state, v.snapshot, v.version,
  v.opened_at, v.last_turn_at, k.id AS key_id, k.master, k.wrapped
FROM account a
JOIN practice p ON p.id = a.practice_id
LEFT JOIN client c ON c.id = a.client_id
LEFT JOIN data_key k ON k.id = CASE WHEN c.id IS NULL THEN p.data_key_id ELSE c.data_key_id END
LEFT JOIN therapist t ON t.id = coalesce(c.therapist_id, a.therapist_id)
LEFT JOIN LATERAL (
  SELECT * FROM conversation o WHERE o.client_id = a.client_id AND o.state <= 'open'
  ORDER BY o.state DESC, o.opened_at DESC LIMIT 1
) v ON true
WHERE a.channel = $1 AND a.workspace = $2 AND a.user_id = $3`;

export const readTurn = async (store: Pick<Store, 'pool' | 'vault'>, sender: Sender, messageId: string): Promise<TurnRead> => {
  const values = [sender.channel, sender.workspace, sender.userId, messageId];
  const { rows } = await store.pool.query({ name: 'read-turn', text: statement, values });
  const row = rows[0];
  if (!row) return { seen: false, account: null, seal: null, practice: null, client: null, therapist: null, conversation: null, lastHeardAt: null };
  const seal = store.vault.sealWith(row.key_id && { id: row.key_id, master: row.master, wrapped: row.wrapped });
  return {
    seen: row.seen,
    seal,
    account: {
      id: row.account_id,
      address: row.address,
      clientId: row.client_id,
      therapistId: row.account_therapist_id,
      practiceId: row.practice_id,
      goneAt: row.gone_at,
      inviteId: row.invite_id,
    },
    practice: {
      id: row.practice_id,
      slug: row.slug,
      name: row.practice_name,
      contact: row.contact,
      country: row.practice_country,
      language: row.practice_language,
      minimumAge: row.minimum_age,
      reviewMonths: row.review_months,
      alsoSpeaks: row.also_speaks,
    },
    client: row.client_id && {
      id: row.client_id,
      name: row.client_name && seal.open(namePlace(row.client_id), row.client_name),
      country: row.client_country,
      language: row.client_language,
      therapistId: row.client_therapist_id,
      held: row.held,
      hasPlan: row.has_plan,
    },
    therapist: row.therapist_id && {
      id: row.therapist_id,
      name: row.therapist_name,
      orientations: row.orientations ?? [],
    },
    conversation: row.conversation_id && {
      id: row.conversation_id,
      flow: row.flow,
      flowHash: row.flow_hash,
      language: row.conversation_language,
      state: row.state,
      snapshot: seal.open(snapshotPlace(row.conversation_id), row.snapshot),
      version: row.version,
      openedAt: row.opened_at,
      lastTurnAt: row.last_turn_at,
    },
    lastHeardAt: row.last_heard_at,
  };
};

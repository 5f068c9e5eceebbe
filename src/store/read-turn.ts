import type { Sender } from '../channels/channel.ts';
import type { Store } from './open-store.ts';
import { namePlace, snapshotPlace } from './places.ts';
import type { DataKeyRow, Seal } from './vault.ts';

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
  /** Stands for all of this but the conversation's own state, which its version stands for: it changes whenever one of them does. */
  basis: string;
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

const isHeld = 'EXISTS (SELECT FROM safety_alert s WHERE s.client_id = c.id AND s.cleared_at IS NULL)';
const hasPlan = 'EXISTS (SELECT FROM treatment_plan r WHERE r.client_id = c.id)';

/** Whom a turn concerns. The states are asked for in the order of the alphabet, which is that of the index: 'open' before 'finished', and never 'set-aside'. */
const around = `
FROM account a
JOIN practice p ON p.id = a.practice_id
LEFT JOIN client c ON c.id = a.client_id
LEFT JOIN therapist t ON t.id = coalesce(c.therapist_id, a.therapist_id)
LEFT JOIN LATERAL (
  SELECT * FROM conversation o WHERE o.client_id = a.client_id AND o.state <= 'open'
  ORDER BY o.state DESC, o.opened_at DESC LIMIT 1
) v ON true`;

/**
 * What a turn goes by besides its conversation's own state: a row has another `xmin` after every change. A conversation's own is
 * changed by its turns; what they do not count in its version stands here. The database knows it too (`turn_basis`).
 */
const basis = `concat_ws(' ', a.xmin, p.xmin, c.xmin, t.xmin, ${isHeld}, ${hasPlan}, v.id, v.state, v.language, v.flow_hash)`;

/** The basis as it is now, for a statement that goes on only if it is still the one that was read. `account`: its id. */
export const basisNow = (account: string): string => `SELECT ${basis} ${around} WHERE a.id = ${account}`;

/**
 * One round trip, and the same few index probes however much is stored. Returns one row, or none for a new sender. All but
 * the snapshot comes as one value: thirty columns take longer to take apart than to ask for.
 */
const statement = `
SELECT json_build_object(
  'basis', ${basis},
  'seen', EXISTS (SELECT FROM inbound_message m WHERE m.account_id = a.id AND m.message_id = $4),
  'lastHeardAt', (SELECT m.received_at FROM inbound_message m WHERE m.account_id = a.id ORDER BY m.seq DESC LIMIT 1),
  'account', json_build_object(
    'id', a.id, 'address', a.address, 'clientId', a.client_id, 'therapistId', a.therapist_id, 'practiceId', a.practice_id,
    'goneAt', a.gone_at, 'inviteId', a.invite_id),
  'practice', json_build_object(
    'id', p.id, 'slug', p.slug, 'name', p.name, 'contact', p.contact, 'country', p.country, 'language', p.language,
    'minimumAge', p.minimum_age, 'reviewMonths', p.review_months, 'alsoSpeaks', p.also_speaks),
  'client', CASE WHEN c.id IS NOT NULL THEN json_build_object(
    'id', c.id, 'name', c.name, 'country', c.country, 'language', c.language, 'therapistId', c.therapist_id,
    'held', ${isHeld},
    'hasPlan', ${hasPlan}) END,
  'therapist', CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'name', t.name, 'orientations', coalesce(t.orientations, '{}')) END,
  'conversation', CASE WHEN v.id IS NOT NULL THEN json_build_object(
    'id', v.id, 'flow', v.flow, 'flowHash', v.flow_hash, 'language', v.language, 'state', v.state, 'version', v.version,
    'openedAt', v.opened_at, 'lastTurnAt', v.last_turn_at) END,
  'key', CASE WHEN k.id IS NOT NULL THEN json_build_object('id', k.id, 'master', k.master, 'wrapped', k.wrapped) END
) AS known, v.snapshot
${around}
LEFT JOIN data_key k ON k.id = CASE WHEN c.id IS NULL THEN p.data_key_id ELSE c.data_key_id END
WHERE a.channel = $1 AND a.workspace = $2 AND a.user_id = $3`;

/** What is known as the database tells it: times as text, and the client's name sealed. */
type Known = Told<Pick<TurnRead, 'seen' | 'lastHeardAt' | 'client' | 'therapist' | 'basis'>> & {
  account: Told<AccountRead>;
  practice: PracticeRead;
  conversation: Told<Omit<ConversationRead, 'snapshot'>> | null;
  key: DataKeyRow | null;
};
type Told<Of> = { [Field in keyof Of]: Of[Field] extends Date ? string : Of[Field] extends Date | null ? string | null : Of[Field] };

const nobody: TurnRead = { seen: false, account: null, seal: null, practice: null, client: null, therapist: null, conversation: null, lastHeardAt: null, basis: '' };

export const readTurn = async (store: Pick<Store, 'pool' | 'vault'>, sender: Sender, messageId: string): Promise<TurnRead> => {
  const values = [sender.channel, sender.workspace, sender.userId, messageId];
  const { rows: [row] } = await store.pool.query<{ known: Known; snapshot: string }>({ name: 'read-turn', text: statement, values });
  if (!row) return nobody;
  const { key, account, client, conversation, lastHeardAt, ...rest } = row.known;
  const seal = store.vault.sealWith(key);
  return {
    ...rest,
    seal,
    account: { ...account, goneAt: timeOf(account.goneAt) },
    client: client && { ...client, name: client.name && seal.open(namePlace(client.id), client.name) },
    conversation: conversation && {
      ...conversation,
      snapshot: seal.open(snapshotPlace(conversation.id), row.snapshot),
      openedAt: new Date(conversation.openedAt),
      lastTurnAt: new Date(conversation.lastTurnAt),
    },
    lastHeardAt: timeOf(lastHeardAt),
  };
};

const timeOf = (told: string | null): Date | null => (told === null ? null : new Date(told));

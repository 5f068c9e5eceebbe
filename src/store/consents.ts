import type { Db, Store } from './open-store.ts';
import { consentPlace, outboundPlace } from './places.ts';
import type { Seal } from './vault.ts';

/** What somebody said to a disclosure; saved with the turn in which they said it (save-turn.ts). */
export interface NewConsent {
  id: string;
  /** The DisclosureStatement exactly as it was shown. */
  shown: string;
  given: boolean;
}

export interface Consent extends NewConsent {
  clientId: string;
  conversationId: string;
  at: Date;
  withdrawnAt: Date | null;
}

/** Everything they were asked to agree to, and what they said, oldest first. */
export const consentsOf = async (db: Db, clientId: string): Promise<Consent[]> => {
  const rows = await db.consent.findMany({ where: { clientId }, orderBy: { at: 'asc' } });
  if (rows.length === 0) return [];
  const seal = await db.vault.ofClient(db, clientId);
  return rows.map((row) => ({ ...row, shown: seal.open<string>(consentPlace(row.id), row.shown) }));
};

/** Whether the client may be asked things: they were never asked for consent yet, or said yes and have not taken it back. */
export const mayAsk = async (db: Db, clientId: string): Promise<boolean> => {
  const last = await db.consent.findFirst({ where: { clientId }, orderBy: { at: 'desc' }, select: { given: true, withdrawnAt: true } });
  return last === null || (last.given && last.withdrawnAt === null);
};

/** Takes back every consent the client has given and not yet taken back. */
export const withdrawConsent = async (db: Db, clientId: string, now: Date): Promise<void> => {
  await db.consent.updateMany({ where: { clientId, given: true, withdrawnAt: null }, data: { withdrawnAt: now } });
};

/** Somebody asks "why?" a few times before they agree, and never two hundred times; an account may hold years of messages. */
const MOST_SHOWN = 200;

/**
 * Everything said in a conversation since the answer before. It is read from what was sent, never put together again: the
 * flow's words, the practice's name or the therapist may have changed since, and nobody agrees to what they have not seen.
 */
export const shownBefore = async ({ pool }: Pick<Store, 'pool'>, { accountId, conversationId, seal }: { accountId: string; conversationId: string; seal: Seal }): Promise<string> => {
  const { rows } = await pool.query<{ id: string; body: string }>({ name: 'shown-before', text: newestSince, values: [accountId, MOST_SHOWN, conversationId] });
  return rows.map(({ id, body }) => seal.open<{ text: string }>(outboundPlace(id), body).text).join('\n\n');
};

const newestSince = `
SELECT id, body FROM (
  SELECT seq, id, body, conversation_id, created_at FROM outbound_message
  WHERE account_id = $1::uuid ORDER BY seq DESC LIMIT $2
) newest
WHERE conversation_id = $3::uuid
  AND created_at > coalesce((SELECT last_answer_at FROM conversation WHERE id = $3::uuid), '-infinity')
ORDER BY seq`;

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

/** Most people read a few messages and agree; for somebody who asked "why?" ten times, it is looked further back, and nobody asks a hundred times. */
const FIRST_LOOK = 20;
const MOST_SHOWN = 200;

/**
 * Everything said in a conversation since the answer before. It is read from what was sent, never put together again: the
 * flow's words, the practice's name or the therapist may have changed since, and nobody agrees to what they have not seen.
 */
export const shownBefore = async ({ pool }: Pick<Store, 'pool'>, { accountId, conversationId, seal }: { accountId: string; conversationId: string; seal: Seal }): Promise<string> => {
  const newest = async (most: number) =>
    (await pool.query<{ id: string; body: string; here: boolean; since: boolean }>({ name: 'newest-said', text: newestSaid, values: [accountId, conversationId, most] })).rows;
  let said = await newest(FIRST_LOOK);
  if (said.length === FIRST_LOOK && said.at(-1)!.since) said = await newest(MOST_SHOWN);
  return said.filter(({ here, since }) => here && since).map(({ id, body }) => seal.open<{ text: string }>(outboundPlace(id), body).text).reverse().join('\n\n');
};

const newestSaid = `
SELECT id, body, conversation_id = $2::uuid AS here,
  created_at > coalesce((SELECT last_answer_at FROM conversation WHERE id = $2::uuid), '-infinity') AS since
FROM outbound_message WHERE account_id = $1::uuid ORDER BY seq DESC LIMIT $3`;

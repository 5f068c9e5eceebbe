import type { Db } from './open-store.ts';

export interface NewConsent {
  clientId: string;
  conversationId: string;
  /** The DisclosureStatement exactly as it was shown. */
  shown: string;
  given: boolean;
}

export interface Consent extends NewConsent {
  id: string;
  at: Date;
  withdrawnAt: Date | null;
}

/** Keeps what the client was shown and what they said to it; earlier ones stay. */
export const recordConsent = (db: Db, consent: NewConsent, now: Date): Promise<Consent> =>
  db.consent.create({ data: { ...consent, at: now } });

/** The client's last word on it; null if they were never asked. */
export const latestConsent = (db: Db, clientId: string): Promise<Consent | null> =>
  db.consent.findFirst({ where: { clientId }, orderBy: { at: 'desc' } });

/** Takes back every consent the client has given and not yet taken back. */
export const withdrawConsent = async (db: Db, clientId: string, now: Date): Promise<void> => {
  await db.consent.updateMany({ where: { clientId, given: true, withdrawnAt: null }, data: { withdrawnAt: now } });
};

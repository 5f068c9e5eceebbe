import type { ClientNotice, TherapistNotice } from '../core/notices.ts';
import { accountsOf } from '../store/accounts.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';

/** A notice waits in its account's queue by name; it is put into words, and a link made for it, when it is sent. */
export type NoticeBody =
  | { notice: 'therapist'; what: TherapistNotice; planId?: string }
  | { notice: 'client'; what: ClientNotice; planId?: string };

/** Queues a notice for a therapist, in the caller's transaction. Returns the accounts to deliver to afterwards. */
export async function notifyTherapist(db: Db, therapistId: string, what: TherapistNotice, planId: string | undefined, now: Date): Promise<string[]> {
  const [account] = await accountsOf(db, { therapistId });
  if (!account) return [];
  const body: NoticeBody = { notice: 'therapist', what, ...(planId && { planId }) };
  await enqueueOutbound(db, { accountId: account.id, bodies: [body] }, now);
  return [account.id];
}

/** The same for a client, on the account they came with last. */
export async function notifyClient(db: Db, clientId: string, what: ClientNotice, planId: string | undefined, now: Date): Promise<string[]> {
  const account = (await accountsOf(db, { clientId })).at(-1);
  if (!account) return [];
  const body: NoticeBody = { notice: 'client', what, ...(planId && { planId }) };
  await enqueueOutbound(db, { accountId: account.id, bodies: [body] }, now);
  return [account.id];
}

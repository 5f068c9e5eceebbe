import { fill, type Values } from '../core/flow/wording.ts';
import type { ClientNotice, TherapistNotice } from '../core/notices.ts';
import { accountsOf } from '../store/accounts.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { App } from './app.ts';

/** A therapist's notice waits in the queue by name; it is put into words, and links are made for it, when it is sent. */
export interface NoticeBody {
  notice: TherapistNotice;
  planId?: string;
}

/** Queues a notice for a therapist, in the caller's transaction. Returns the accounts to deliver to afterwards. */
export async function notifyTherapist(db: Db, therapistId: string, what: TherapistNotice, planId: string | undefined, now: Date): Promise<string[]> {
  const [account] = await accountsOf(db, { therapistId });
  if (!account) return [];
  await enqueueOutbound(db, { accountId: account.id, bodies: [{ notice: what, ...(planId && { planId }) }] }, now);
  return [account.id];
}

/** The same for a client, in their language, on the account they came with last. */
export async function notifyClient(app: App, db: Db, clientId: string, what: ClientNotice, values: Values, now: Date): Promise<string[]> {
  const account = (await accountsOf(db, { clientId })).at(-1);
  if (!account) return [];
  const { language, practice, therapist } = await db.client.findUniqueOrThrow({ where: { id: clientId }, include: { practice: true, therapist: true } });
  const words = app.flows.notices[language]!;
  const text = fill(words.client[what], words.language, { practice: practice.name, therapist: therapist?.name ?? practice.name, ...values });
  await enqueueOutbound(db, { accountId: account.id, bodies: [{ text }] }, now);
  return [account.id];
}

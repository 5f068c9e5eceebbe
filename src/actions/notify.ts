import type { ChannelName } from '../channels/channel.ts';
import { fill, type Values } from '../core/flow/wording.ts';
import type { ClientNotice, TherapistNotice } from '../core/notices.ts';
import { currentAccountOf, routesOf, type Account } from '../store/accounts.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import type { App } from './app.ts';

/** A therapist's notice waits in the queue by name; it is put into words, and links are made for it, when it is sent. */
export interface NoticeBody {
  notice: TherapistNotice;
  planId?: string;
  /** Of the code that the notice carries, which is made when it is sent. */
  codeId?: string;
  /** The therapist whom the notice speaks of. */
  colleagueId?: string;
  /** The safety alert that it tells of. */
  alertId?: string;
  /** How many plans wait for them. */
  waiting?: number;
  /** The platform of a chat that it speaks of. */
  channel?: ChannelName;
  /** The day of a review that it speaks of, YYYY-MM-DD. */
  on?: string;
  /** Accounts of theirs that could not be reached with it. */
  tried?: string[];
}

/** Where a therapist's notices go. */
export const therapistAccount = async (db: Db, therapistId: string): Promise<Account | undefined> => (await routesOf(db, therapistId))[0];

/** Where a client's go: the chat they wrote in last. */
export const clientAccount = (db: Db, clientId: string): Promise<Account | null> => currentAccountOf(db, clientId);

/** Queues a notice for a therapist, in the caller's transaction. Returns the accounts to deliver to afterwards. */
export async function notifyTherapist(db: Db, therapistId: string, what: TherapistNotice, planId: string | undefined, now: Date, about: Omit<NoticeBody, 'notice' | 'planId' | 'tried'> = {}): Promise<string[]> {
  const account = await therapistAccount(db, therapistId);
  if (!account) return [];
  await enqueueOutbound(db, { accountId: account.id, bodies: [{ notice: what, ...(planId && { planId }), ...about }] }, now);
  return [account.id];
}

/** The same for a client, in their language, on the account they came with last; `url` becomes the message's link. */
export async function notifyClient(app: App, db: Db, clientId: string, what: ClientNotice, values: Values, now: Date, url?: string): Promise<string[]> {
  const account = await clientAccount(db, clientId);
  if (!account) return [];
  const { language, practice, therapist } = await db.client.findUniqueOrThrow({ where: { id: clientId }, include: { practice: true, therapist: true } });
  const words = app.flows.notices[language]!;
  const text = fill(words.client[what], words.language, { practice: practice.name, therapist: therapist?.name ?? practice.name, ...values });
  await enqueueOutbound(db, { accountId: account.id, bodies: [url ? { text, link: { label: words.client['plan-link'], url } } : { text }] }, now);
  return [account.id];
}

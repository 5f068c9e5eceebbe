import { findAccount, markGone, routesOf } from '../store/accounts.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound, failUnsent, type Notice, type OutboundBody } from '../store/outbound.ts';
import type { App } from './app.ts';

/**
 * Nobody is at an account any more: they blocked Cairn, removed it or left. What waits for them is given up, and nothing more is sent
 * there until they write again; a conversation stays where it is. What waits for a therapist takes their next way. Returns the accounts to deliver to.
 */
export const personLeft = (app: App, accountId: string): Promise<string[]> => app.store.prisma.$transaction(async (tx) => {
  await markGone(tx, accountId, app.now());
  return sendOtherwise(app, tx, accountId, await failUnsent(tx, accountId, app.now()));
});

/** Puts notices that a therapist's account could not take into the queue of their next one. Where there is none, the desk shows what they spoke of. */
export async function sendOtherwise(app: App, db: Db, accountId: string, bodies: OutboundBody[]): Promise<string[]> {
  const account = await findAccount(db, accountId);
  if (!account?.therapistId) return [];
  const routes = await routesOf(db, account.therapistId);
  const used = new Set<string>();
  // What answers a therapist in a chat is of no use anywhere else.
  for (const body of bodies.filter(isNotice).filter(({ notice }) => notice !== 'where-things-stand')) {
    const tried = [...((body.tried as string[] | undefined) ?? []), accountId];
    const next = routes.find(({ id }) => !tried.includes(id));
    if (next) await enqueueOutbound(db, { accountId: next.id, bodies: [{ ...body, tried }] }, app.now());
    else app.log.warn({ accountId, notice: body.notice }, 'a notice reached its therapist on no way; it is on their desk');
    if (next) used.add(next.id);
  }
  return [...used];
}

export const isNotice = (body: OutboundBody): body is Notice => 'notice' in body;

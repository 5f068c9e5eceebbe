import { isHigher } from '../core/safety/alert.ts';
import { hear, type Heard } from '../core/safety/hear.ts';
import { lockConversations } from '../store/conversations.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { findClient } from '../store/practices.ts';
import { recordDisclosure } from '../store/risk-disclosures.ts';
import { somethingWaits } from '../store/safety-talks.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { clientAccount } from './notify.ts';
import { raiseAlert } from './raise-alert.ts';
import { prepareTalk } from './safety-talk.ts';

/**
 * Every text in what was sent, whatever field it is in: one that is added to a form is heard without anybody thinking of
 * it. Ids and hashes are texts too, and mean nothing to whoever listens.
 */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/**
 * Reads what a client has written on their plan's page, as every message of the chat is read. Words of danger are put on
 * record, somebody is told, and the talk about it begins in the chat. True when there were any. Comes before the act itself,
 * so that they are never lost with one that is refused.
 */
export async function hearOnPage(app: App, clientId: string, what: unknown): Promise<boolean> {
  const found = [...new Set(textsIn(what))].flatMap((text) => {
    const heard = hear(text, app.flows.screens);
    return heard ? [{ text, heard }] : [];
  });
  if (found.length === 0) return false;
  const heard = found.reduce((highest, each) => (isHigher(each.heard.level, highest.heard.level) ? each : highest)).heard;
  const words = found.map(({ text }) => text).join('\n\n');
  const accounts = await answer(app, clientId, { ...heard, categories: [...new Set(found.flatMap((each) => each.heard.categories))] }, words);
  deliverSoon(app, accounts);
  app.count('danger-heard');
  return true;
}

async function answer(app: App, clientId: string, heard: Heard, words: string): Promise<string[]> {
  const { prisma } = app.store;
  const now = app.now();
  const client = (await findClient(prisma, clientId))!;
  const account = await clientAccount(prisma, clientId);
  const people = { practice: client.practice, therapist: client.therapist, client };
  const talk = account && await prepareTalk(app, people, heard, await somethingWaits(prisma, clientId), now);
  return prisma.$transaction(async (tx) => {
    await lockConversations(tx, clientId);
    const { alertId, accounts } = await raiseAlert(tx, { practiceId: client.practiceId, clientId }, heard.level, now);
    await recordDisclosure(tx, { practiceId: client.practiceId, clientId, alertId, level: heard.level, categories: heard.categories, said: { words } }, now);
    if (talk && await talk.write(tx)) {
      await enqueueOutbound(tx, { accountId: account.id, bodies: talk.outbound }, now);
      return [...accounts, account.id];
    }
    return accounts;
  });
}

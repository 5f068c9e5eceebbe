import { findConversation, setAside, type Conversation } from './conversations.ts';
import type { Db } from './open-store.ts';

/** The conversations about danger: the one laid over whatever was going on, and the one that asks again a day later. */
export const safetyFlows = ['safety', 'safety-check'];

/** The client's newest one, whatever became of it. */
export const newestTalk = async (db: Db, clientId: string): Promise<Conversation | null> => {
  const row = await db.conversation.findFirst({ where: { clientId, flow: { in: safetyFlows } }, orderBy: { openedAt: 'desc' }, select: { id: true } });
  return row && findConversation(db, row.id);
};

/** Those that were begun at `from` or later, oldest first. */
export const talksSince = async (db: Db, clientId: string, from: Date): Promise<Conversation[]> => {
  const rows = await db.conversation.findMany({
    where: { clientId, flow: { in: safetyFlows }, openedAt: { gte: from } }, orderBy: { openedAt: 'asc' }, select: { id: true },
  });
  const found = await Promise.all(rows.map(({ id }) => findConversation(db, id)));
  return found.filter((each) => each !== null);
};

/** Whether the client is in the middle of something else, which comes back when they want to go on. */
export const somethingWaits = async (db: Db, clientId: string): Promise<boolean> =>
  (await db.conversation.findFirst({ where: { clientId, state: 'open', NOT: { flow: { in: safetyFlows } } }, select: { id: true } })) !== null;

/** Puts every open one aside; it stays readable. A new one takes its place. */
export const setTalksAside = async (tx: Db, clientId: string): Promise<void> => {
  const open = await tx.conversation.findMany({ where: { clientId, state: 'open', flow: { in: safetyFlows } }, select: { id: true } });
  for (const { id } of open) await setAside(tx, id);
};

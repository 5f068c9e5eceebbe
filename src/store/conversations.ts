import type { Db } from './open-store.ts';
import { answerPlace, snapshotPlace } from './places.ts';
import type { ConversationRead, ConversationState } from './read-turn.ts';
import type { Seal } from './vault.ts';

export interface NewConversation {
  practiceId: string;
  clientId: string;
  flow: string;
  /** Of a flow version that is already stored. */
  flowHash: string;
  language: string;
  snapshot: unknown;
  openedAt: Date;
}

/** False if the client already has an open conversation in this flow; nothing is written then. */
export const createConversation = async (db: Db, id: string, conversation: NewConversation, seal: Seal): Promise<boolean> => {
  const { openedAt, snapshot, ...rest } = conversation;
  const data = [{ id, ...rest, snapshot: seal.seal(snapshotPlace(id), snapshot), openedAt, lastTurnAt: openedAt }];
  const { count } = await db.conversation.createMany({ data, skipDuplicates: true });
  return count === 1;
};

/**
 * Puts an open conversation aside; it stays readable and is not gone on with. A turn that is being taken meanwhile
 * finds itself stale. False if it was not open.
 */
export const setAside = async (db: Db, id: string): Promise<boolean> => {
  const { count } = await db.conversation.updateMany({
    where: { id, state: 'open' },
    data: { state: 'set-aside', version: { increment: 1 } },
  });
  return count === 1;
};

/** Puts everything a client talked about aside, finished or not: their next word begins something new. */
export const setAllAside = async (db: Db, clientId: string): Promise<void> => {
  await db.conversation.updateMany({ where: { clientId, NOT: { state: 'set-aside' } }, data: { state: 'set-aside', version: { increment: 1 } } });
};

/** What was set aside goes on, as what it was. */
export const takeUpAgain = async (db: Db, id: string, state: 'open' | 'finished'): Promise<void> => {
  await db.conversation.updateMany({ where: { id, state: 'set-aside' }, data: { state, version: { increment: 1 } } });
};

/**
 * Holds back the turns of a client until the transaction ends. What is queued for them meanwhile then becomes readable in
 * the order of its seq, so that a page which has seen 7 never misses a 6. Take it before anything else in the transaction.
 */
export const lockConversations = async (db: Db, clientId: string): Promise<void> => {
  await db.$queryRaw`SELECT id FROM conversation WHERE client_id = ${clientId}::uuid ORDER BY id FOR UPDATE`;
};

export interface Conversation extends ConversationRead {
  practiceId: string;
  clientId: string;
}

export const findConversation = (db: Db, id: string): Promise<Conversation | null> => findOne(db, { id });

/** The one the client is in the middle of, in that flow. */
export const openConversation = (db: Db, clientId: string, flow: string): Promise<Conversation | null> => findOne(db, { clientId, flow, state: 'open' });

/** The last one in that flow which was set aside. */
export const newestSetAside = (db: Db, clientId: string, flow: string): Promise<Conversation | null> => findOne(db, { clientId, flow, state: 'set-aside' });

const findOne = async (db: Db, where: { id: string } | { clientId: string; flow: string; state: string }): Promise<Conversation | null> => {
  const row = await db.conversation.findFirst({ where, orderBy: { openedAt: 'desc' }, include: { client: { select: { dataKey: true } } } });
  if (!row) return null;
  const { client, snapshot, ...rest } = row;
  return { ...rest, snapshot: db.vault.sealWith(client.dataKey).open(snapshotPlace(row.id), snapshot), state: row.state as ConversationState };
};

/** Every answer given in a conversation, edited ones too, in the order they were given. */
export const answersOf = async (db: Db, conversationId: string): Promise<{ id: string; key: string; value: unknown; at: Date }[]> => {
  const rows = await db.answer.findMany({
    where: { conversationId }, orderBy: [{ at: 'asc' }, { id: 'asc' }],
    include: { conversation: { select: { client: { select: { dataKey: true } } } } },
  });
  return rows.map(({ conversation, ...row }) => ({
    id: row.id, key: row.key, at: row.at, value: db.vault.sealWith(conversation.client.dataKey).open(answerPlace(conversationId, row.id), row.value),
  }));
};

import type { InboundMessage } from '../channels/channel.ts';
import type { Answer } from '../core/conversation/answer.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { entryOf, type AuditEvent } from './audit.ts';
import type { NewConsent } from './consents.ts';
import { createConversation, type NewConversation } from './conversations.ts';
import type { Db, Store } from './open-store.ts';
import { sealedOutbound, type OutboundBody } from './outbound.ts';
import { answerPlace, consentPlace, inboundPlace, sealedName, snapshotPlace } from './places.ts';
import type { ConversationState } from './read-turn.ts';
import { storable } from './store-client.ts';
import { savePatiently, type NotSaved, type SavedRow, type TurnRow } from './turn-saves.ts';
import type { Seal } from './vault.ts';

/** What a turn that nobody wrote a message for leaves behind: a reminder, a plan that changed under a review. */
export interface SystemTurn {
  /** Where the outbound messages go. */
  accountId: string;
  /** The client's. */
  seal: Seal;
  at: Date;
  conversation: {
    id: string;
    /** As it was read. If another turn was saved since, nothing of this one is written. */
    version: number;
    snapshot: unknown;
    state: ConversationState;
    /** Present with the first turn: the conversation is created with it, at version 0. */
    opens?: NewConversation;
  };
  answers: Answer[];
  outbound: OutboundBody[];
  /** The outbound rows need no sending (see `Channel.announce`): they are saved as sent. */
  shown?: boolean;
  /** What else belongs to this turn (a plan, an alert); all or nothing. Use `tx` alone, and nothing slow. */
  also?: (tx: Db) => Promise<void>;
}

export interface Turn extends Omit<SystemTurn, 'at' | 'outbound'> {
  outbound: MessageBody[];
  /** The platform's id of the message; taken once for each account. */
  messageId: string;
  content: InboundMessage['content'];
  receivedAt: Date;
  /** What the client said about themselves. */
  client?: AboutClient;
  consent?: ConsentSaid;
  /** The turn was taken by what an earlier one had left (turn-memory.ts): it is stale if this is not the basis any more. */
  basis?: string;
}

/** What the client said to the disclosure, and its entry in the practice's trail. */
export interface ConsentSaid {
  said: NewConsent;
  entry: AuditEvent;
}

/** A part of a client's record; what is absent stays as it is. */
export interface AboutClient {
  id: string;
  name?: string;
  country?: string | null;
  language?: string;
}

export type Saved = SavedRow & {
  /** As in the turn: nothing is to be sent. */
  shown?: boolean;
};

/** How long a process has to deliver what it wrote before another one does. */
export const claimSeconds = 60;

/** Takes a message: one statement, and a transaction around it where the turn also writes something else. */
export const saveTurn = (store: Store, turn: Turn): Promise<Saved | NotSaved> => {
  const { client, seal, accountId, messageId, basis, consent, receivedAt } = turn;
  const { name, country, language } = client ?? {};
  return save(store, turn, {
    ...rowOf({ ...turn, at: receivedAt }),
    messageId: storable(messageId),
    content: seal.seal(inboundPlace(accountId, messageId), turn.content),
    basis: basis ?? null,
    told: name === undefined && country === undefined && language === undefined ? null
      : { country, language, ...(name !== undefined && { name: sealedName(seal, client!.id, name) }) },
    consent: consent ? { ...consent.said, shown: seal.seal(consentPlace(consent.said.id), consent.said.shown) } : null,
    entry: consent ? entryOf(consent.entry, receivedAt) : null,
  });
};

/** The same without a message; it is never a duplicate. */
export const saveSystemTurn = (store: Store, turn: SystemTurn): Promise<Saved | NotSaved> =>
  save(store, turn, { ...rowOf(turn), messageId: null, content: null, basis: null, told: null, consent: null, entry: null });

const rowOf = ({ accountId, at, seal, conversation, answers, outbound, shown }: SystemTurn) => ({
  account: accountId,
  conversation: conversation.id,
  version: conversation.version,
  snapshot: seal.seal(snapshotPlace(conversation.id), conversation.snapshot),
  state: conversation.state,
  at: at.toISOString(),
  answers: answers.length === 0 ? null : answers.map(({ id, key, value, at: given }) => ({ id, key, value: seal.seal(answerPlace(conversation.id, id), value), at: given })),
  outbound: sealedOutbound(seal, outbound),
  claimUntil: shown ? null : new Date(at.getTime() + claimSeconds * 1000).toISOString(),
});

const save = async (store: Store, { conversation, also, shown, seal }: Pick<SystemTurn, 'conversation' | 'also' | 'shown' | 'seal'>, row: TurnRow): Promise<Saved | NotSaved> => {
  const resultOf = (saved: SavedRow | NotSaved): Saved | NotSaved => (saved.outcome === 'saved' && shown ? { ...saved, shown } : saved);
  const { opens } = conversation;
  if (!also && !opens) return resultOf(await store.saves.save(row));
  return store.prisma
    .$transaction(async (tx) => {
      if (opens && !(await createConversation(tx, conversation.id, opens, seal))) throw new NotTaken({ outcome: 'stale' });
      const result = resultOf(await savePatiently((text, values) => tx.$queryRawUnsafe(text, ...values), row));
      if (result.outcome !== 'saved') throw new NotTaken(result);
      await also?.(tx);
      return result;
    })
    .catch((error: unknown) => {
      if (error instanceof NotTaken) return error.result;
      throw error;
    });
};

/** Rolls the transaction back; a conversation opened in it must not stay behind without its first turn. */
class NotTaken extends Error {
  readonly result: NotSaved;
  constructor(result: NotSaved) {
    super(result.outcome);
    this.result = result;
  }
}

import type { InboundMessage } from '../channels/channel.ts';
import { lockConversations } from './conversations.ts';
import type { Db, Store } from './open-store.ts';
import { enqueueOutbound, type OutboundBody } from './outbound.ts';
import { inboundPlace } from './places.ts';

/** A message that is no turn of a conversation: a code, a therapist's word to the bot. */
export interface Aside {
  accountId: string;
  clientId: string | null;
  messageId: string;
  content: InboundMessage['content'];
  receivedAt: Date;
  outbound: OutboundBody[];
  /** What else belongs to it; all or nothing. */
  also?: (tx: Db) => Promise<void>;
}

/** Takes the message and queues what answers it. False, and nothing is written, when the message was taken before. */
export const saveAside = ({ prisma }: Pick<Store, 'prisma'>, aside: Aside): Promise<boolean> =>
  prisma.$transaction(async (tx) => {
    const { accountId, clientId, receivedAt, outbound } = aside;
    if (clientId) await lockConversations(tx, clientId);
    if (!(await takeAside(tx, aside))) return false;
    await aside.also?.(tx);
    if (outbound.length > 0) await enqueueOutbound(tx, { accountId, bodies: outbound }, receivedAt);
    return true;
  });

/** The message alone, in the caller's transaction; false when it was taken before. */
export const takeAside = async (tx: Db, { accountId, messageId, content, receivedAt }: Omit<Aside, 'clientId' | 'outbound'>): Promise<boolean> => {
  const seal = await tx.vault.ofAccount(tx, accountId);
  const row = { accountId, messageId, content: seal.seal(inboundPlace(accountId, messageId), content), receivedAt };
  return (await tx.inboundMessage.createMany({ data: [row], skipDuplicates: true })).count === 1;
};

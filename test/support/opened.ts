import { answersOf, findConversation } from '../../src/store/conversations.ts';
import { consentsOf } from '../../src/store/consents.ts';
import { historyBefore } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { outboundPlace } from '../../src/store/places.ts';
import { findClient } from '../../src/store/practices.ts';

/** Rows as a test wants to read them: with what is stored sealed opened. */

/** What waits in, or went through, the queue of an account. */
export async function bodiesOf({ prisma, vault }: Store, accountId: string, unsent = false): Promise<Record<string, unknown>[]> {
  const seal = await vault.ofAccount(prisma, accountId);
  const rows = await prisma.outboundMessage.findMany({ where: { accountId, ...(unsent && { sentAt: null }) }, orderBy: { seq: 'asc' } });
  return rows.map(({ id, body }) => seal.open(outboundPlace(id), body));
}

/** Every value of theirs there is: what they are called and where they live, what was said, what was answered. */
export async function everythingOf(store: Store, { account, client }: { account: string; client: string }): Promise<string[]> {
  const { prisma } = store;
  const conversations = await prisma.conversation.findMany({ where: { clientId: client }, select: { id: true } });
  return [
    await findClient(prisma, client),
    ...await historyBefore(prisma, account, 10_000),
    ...await consentsOf(prisma, client),
    ...(await Promise.all(conversations.map(async ({ id }) => [await findConversation(prisma, id), ...await answersOf(prisma, id)]))).flat(),
  ].map((each) => JSON.stringify(each));
}

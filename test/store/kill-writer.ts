/**
 * Takes turns without end, on all the conversations it is given at once, as a caller of the store does: read, save, and
 * again where another turn came first. Prints `sender message-id` for each turn that the store has acknowledged.
 */
import type { Sender } from '../../src/channels/channel.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { enqueueOutbound } from '../../src/store/outbound.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { saveTurn } from '../../src/store/save-turn.ts';

const { options, senders, prefix } = JSON.parse(process.argv[2]!);

const take = async (store: Store, sender: Sender, messageId: string, inTransaction: boolean): Promise<void> => {
  const { seen, account, conversation, seal } = await readTurn(store, sender, messageId);
  if (seen) return;
  const { id, version, snapshot } = conversation!;
  const now = new Date();
  const { outcome } = await saveTurn(store, {
    accountId: account!.id,
    seal: seal!,
    messageId,
    content: { kind: 'text', text: `what ${messageId} says` },
    receivedAt: now,
    conversation: { id, version, snapshot: { turns: [...(snapshot as { turns: string[] }).turns, messageId] }, state: 'open' },
    answers: [{ id: `step#${messageId}`, key: 'step', step: 'step', value: messageId, at: now.toISOString() }],
    outbound: [{ text: `first to ${messageId}` }],
    also: inTransaction
      ? (tx) => enqueueOutbound(tx, { accountId: account!.id, bodies: [{ text: `also to ${messageId}` }] }, now)
      : undefined,
  });
  if (outcome === 'stale') await take(store, sender, messageId, inTransaction);
};

const store = await openStore(options);
await Promise.all(senders.map(async (sender: Sender) => {
  for (let turn = 0; ; turn++) {
    const messageId = `${prefix}-${turn}`;
    await take(store, sender, messageId, turn % 3 === 0);
    console.log(`${sender.userId} ${messageId}`);
    if (turn % 5 === 0) await take(store, sender, messageId, false); // a platform that did not hear the acknowledgement
  }
}));

import { STOPPED } from '../core/flow/compile.ts';
import { takeTurn } from '../core/conversation/take-turn.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import type { Sender } from '../channels/channel.ts';
import { readTurn } from '../store/read-turn.ts';
import { saveSystemTurn } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { bodiesOf } from './begin-talk.ts';
import { deliverSaved } from './deliver.ts';
import { wordsFor } from './words-for.ts';

/** Asks the question that was open before something more important came up. Does nothing when somebody was faster. */
export async function goOn(app: App, sender: Sender, address: string): Promise<void> {
  const now = app.now();
  const read = await readTurn(app.store, sender, '');
  const { account, conversation, client } = read;
  if (!account || !client || conversation?.state !== 'open') return;
  // Whoever said stop is not asked again.
  if ((conversation.snapshot as ConversationState).value === STOPPED) return;
  const flow = await app.shelf.byHash(conversation.flowHash);
  const { language } = conversation;
  const turn = takeTurn(flow.flow, conversation.snapshot as ConversationState, { kind: 'again' }, {
    now: now.toISOString(), lastTurnAt: conversation.lastTurnAt.toISOString(),
    words: wordsFor(app, { flow, language, inputs: (conversation.snapshot as ConversationState).context.inputs }, { practice: read.practice!, client, therapist: read.therapist }),
  });
  const outbound = bodiesOf(turn);
  const saved = await saveSystemTurn(app.store, {
    accountId: account.id, seal: read.seal!, at: now, answers: [], outbound,
    conversation: { id: conversation.id, version: conversation.version, snapshot: turn.state, state: 'open' },
  });
  if (saved.outcome === 'saved') app.inBackground('deliver', () => deliverSaved(app, { accountId: account.id, sender, address, language }, outbound, saved));
}

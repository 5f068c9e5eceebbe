import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '../channels/channel.ts';
import { beginConversation, takeTurn } from '../core/conversation/take-turn.ts';
import { isOver, type ConversationState } from '../core/conversation/state.ts';
import type { Turn, TurnInput, World } from '../core/conversation/turn.ts';
import { CairnError } from '../errors.ts';
import { moveAddress } from '../store/accounts.ts';
import { readTurn, type TurnRead } from '../store/read-turn.ts';
import { saveTurn, type Saved } from '../store/save-turn.ts';
import { answerDanger, hearMessage } from './answer-danger.ts';
import type { App } from './app.ts';
import { INTAKE_FLOW, intakeInputs, meet } from './begin-intake.ts';
import { deliver, deliverSaved, rowsAreShown } from './deliver.ts';
import { performAll, PlanMovedOn, type Consequences } from './effects.ts';
import { goOn } from './go-on.ts';
import { offerReview } from './offer-review.ts';
import { wordsFor } from './words-for.ts';

/** More people than this do not write into one conversation within a few milliseconds. */
const MOST_TRIES = 25;

/**
 * A person has written. Resolves once the message and all it leads to are stored; the answers go out after that.
 * The same message twice is taken once. Two at once are both taken, one after the other.
 */
export async function handleMessage(app: App, message: InboundMessage): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const read = await readTurn(app.store, message.sender, message.messageId);
    if (read.seen) return app.count('message-duplicate');
    if (!read.account) {
      await meet(app, message.sender, message.address);
      continue;
    }
    if (!read.client) return;
    // People change places, and answers follow them.
    if (read.account.address !== message.address) await moveAddress(app.store.prisma, read.account.id, message.address);
    const outcome = await takeMessage(app, message, read);
    if (outcome === 'saved') return app.count('message-taken');
    if (outcome === 'duplicate') return app.count('message-duplicate');
    app.count('turn-retaken');
  }
  throw new CairnError('conflict', 'A conversation kept changing while a message was being taken.', { remedy: 'Send the message again.' });
}

async function takeMessage(app: App, message: InboundMessage, read: TurnRead): Promise<'saved' | 'stale' | 'duplicate'> {
  const now = app.now();
  const heard = hearMessage(app, message.content);
  const { conversation } = read;
  const flow = conversation ? await app.shelf.byHash(conversation.flowHash) : app.shelf.current(INTAKE_FLOW);
  const language = conversation?.language ?? read.client!.language;
  const world: World = {
    now: now.toISOString(),
    lastTurnAt: conversation?.lastTurnAt.toISOString() ?? null,
    words: wordsFor(app, { flow, language, inputs: (conversation?.snapshot as ConversationState | undefined)?.context.inputs }, { practice: read.practice!, client: read.client, therapist: read.therapist }),
  };
  const before = conversation ? (conversation.snapshot as ConversationState) : null;
  const turn: Turn = before
    ? takeTurn(flow.flow, before, inputOf(message.content), world)
    : beginConversation(flow.flow, intakeInputs(read), world);
  const consequences = await performAll(app, { read, turn, words: world.words, now, shown: before });
  if (heard) answerDanger(app, heard, message, read, now, consequences);
  const id = conversation?.id ?? randomUUID();
  try {
    const saved = await saveTurn(app.store, {
      accountId: read.account!.id,
      messageId: message.messageId,
      content: message.content,
      receivedAt: now,
      conversation: {
        id,
        version: conversation?.version ?? 0,
        snapshot: turn.state,
        state: isOver(flow.flow, turn.state) ? 'finished' : 'open',
        ...(!conversation && { opens: {
          practiceId: read.practice!.id, clientId: read.client!.id, flow: INTAKE_FLOW, flowHash: flow.flow.hash,
          language, snapshot: turn.state, openedAt: now,
        } }),
      },
      answers: turn.answers,
      outbound: consequences.outbound,
      shown: rowsAreShown(app, message.sender),
      client: { id: read.client!.id, ...consequences.client },
      ...(consequences.writes.length > 0 && { also: async (tx) => {
        for (const write of consequences.writes) await write(tx, id);
      } }),
    });
    if (saved.outcome === 'saved') afterwards(app, message, read, consequences, saved);
    return saved.outcome;
  } catch (error) {
    if (error instanceof PlanMovedOn) return 'stale';
    throw error;
  }
}

const inputOf = (content: InboundMessage['content']): TurnInput => content.kind === 'unsupported' ? { kind: 'unsupported' } : content;

/** Everything that may happen once the turn is safe. */
function afterwards(app: App, message: InboundMessage, read: TurnRead, consequences: Consequences, saved: Saved): void {
  for (const event of consequences.events) app.count(event);
  const { sender, address } = message;
  app.inBackground('deliver', () => deliverSaved(app, { accountId: read.account!.id, sender, address }, consequences.outbound, saved));
  for (const other of consequences.alsoDeliver) app.inBackground('deliver', () => deliver(app, other));
  if (consequences.goOn) app.inBackground('go-on', () => goOn(app, sender, address));
  const { reviewOf } = consequences;
  if (reviewOf) app.inBackground('offer-review', () => offerReview(app, read.client!.id, reviewOf));
}

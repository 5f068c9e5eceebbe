import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '../channels/channel.ts';
import { readCode } from '../core/codes.ts';
import { beginConversation, takeTurn } from '../core/conversation/take-turn.ts';
import { isOver, type ConversationState } from '../core/conversation/state.ts';
import type { Turn, TurnInput, World } from '../core/conversation/turn.ts';
import { CairnError } from '../errors.ts';
import { moveAddress } from '../store/accounts.ts';
import { readTurn, type TurnRead } from '../store/read-turn.ts';
import { safetyFlows } from '../store/safety-talks.ts';
import { saveTurn, type Saved } from '../store/save-turn.ts';
import { answerDanger, answerDangerApart, hearMessage, isUnderAge } from './answer-danger.ts';
import { answerOfMessage } from './answer-of-message.ts';
import { within, type App } from './app.ts';
import { intakeInputs } from './begin-intake.ts';
import { deliverSaved, deliverSoon, rowsAreShown } from './deliver.ts';
import { performAll, PlanMovedOn, type Consequences } from './effects.ts';
import { goOn } from './go-on.ts';
import { takeJoinAnswer } from './join-accounts.ts';
import { eraseWithin } from './erase-client.ts';
import { keepInvite } from './invite-link.ts';
import { meet } from './meet.ts';
import { remindLater } from './remind.ts';
import { sayToStranger } from './say-aside.ts';
import { offerReview } from './offer-review.ts';
import { takeCode } from './take-code.ts';
import { CONSENT_FLOW, openingFlow } from './take-up.ts';
import { answerTherapist } from './therapist-chat.ts';
import { wordsFor } from './words-for.ts';

/** More people than this do not write into one conversation within a few milliseconds. */
const MOST_TRIES = 25;

/**
 * A person has written. Resolves once the message and all it leads to are stored; the answers go out after that.
 * The same message twice is taken once. Two at once are both taken, one after the other.
 */
export async function handleMessage(app: App, message: InboundMessage): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const remembered = attempt === 0 ? rememberedFor(app, message) : null;
    const read = remembered ?? await readTurn(app.store, message.sender, message.messageId);
    if (read.seen) return app.count('message-duplicate');
    // People change places, and answers follow them.
    if (read.account && (read.account.address !== message.address || read.account.goneAt)) await moveAddress(app.store.prisma, read.account.id, message.address);
    const code = await takeCode(app, message, read);
    if (code === 'met') continue;
    if (code === 'taken' || await takeJoinAnswer(app, message, read)) return app.count('message-taken');
    if (!read.account) {
      if (await meet(app, message)) continue;
      return app.count('message-taken');
    }
    if (!read.client) return answerTherapist(app, message, read);
    // Whose practice it is was found out among all of them; from here on there is only that one.
    const inside = within(app, read.account.practiceId);
    // Whoever opened an invite's link uses it up with their first word.
    if (read.account.inviteId && !(await keepInvite(inside, read.account.inviteId, read.client.id))) continue;
    const outcome = await takeMessage(inside, message, read, remembered?.basis)
      .catch((error: unknown) => (remembered ? 'stale' : answerDangerApart(inside, message, read, error)));
    if (outcome === 'saved') return app.count('message-taken');
    if (outcome === 'duplicate') return app.count('message-duplicate');
    app.count('turn-retaken');
  }
  throw new CairnError('conflict', 'A conversation kept changing while a message was being taken.', { remedy: 'Send the message again.' });
}

/** What the turn before left of this person's conversation; for a code, which is counted, and for a person who has moved, all is read. */
function rememberedFor(app: App, { sender, address, content }: InboundMessage): TurnRead | null {
  const remembered = app.store.turns.take(sender);
  if (remembered?.account?.address !== address) return null;
  return content.kind === 'text' && readCode(content.text) !== null ? null : remembered;
}

/** `basis`: what the turn goes by was remembered, and has to be so still. */
async function takeMessage(app: App, message: InboundMessage, read: TurnRead, basis?: string): Promise<'saved' | 'stale' | 'duplicate'> {
  const now = app.now();
  const heard = hearMessage(app, message.content);
  // What is said and done in this very turn is held back, too.
  if (heard) read.client!.held = true;
  const { conversation } = read;
  const flow = conversation ? await app.shelf.byHash(conversation.flowHash) : await openingFlow(app, read);
  const language = conversation?.language ?? read.client!.language;
  const worldIn = (spoken: string): World => ({
    now: now.toISOString(),
    lastTurnAt: conversation?.lastTurnAt.toISOString() ?? null,
    lastHeardAt: read.lastHeardAt?.toISOString() ?? null,
    living: read.client!.hasPlan && ![...safetyFlows, CONSENT_FLOW].includes(flow.flow.name),
    words: wordsFor(app, { flow, language: spoken, inputs: (conversation?.snapshot as ConversationState | undefined)?.context.inputs }, { practice: read.practice!, client: read.client, therapist: read.therapist }),
  });
  const before = conversation ? (conversation.snapshot as ConversationState) : null;
  const input = before && await inputOf(app, message.content, read);
  const takenIn = async (world: World): Promise<[Turn, Consequences]> => {
    const turn = before ? takeTurn(flow.flow, before, input!, world) : beginConversation(flow.flow, intakeInputs(read), world);
    return [turn, await performAll(app, { read, turn, words: world.words, now, shown: before })];
  };
  let [turn, consequences] = await takenIn(worldIn(language));
  // Whoever has just chosen a language is answered in it.
  const { language: chosen } = consequences.client;
  const answeredIn = chosen ?? language;
  if (answeredIn !== language) [turn, consequences] = await takenIn(worldIn(answeredIn));
  const underAge = isUnderAge(flow.flow, before);
  if (heard) await answerDanger(app, heard, message, read, now, consequences, { underAge: underAge || isUnderAge(flow.flow, turn.state) });
  const id = conversation?.id ?? randomUUID();
  if (consequences.farewell) eraseWith(consequences, read.client!.id, now);
  if (!conversation) consequences.writes.push((tx) => remindLater(app, tx, { practiceId: read.practice!.id, clientId: read.client!.id }, now));
  try {
    const saved = await saveTurn(app.store, {
      accountId: read.account!.id,
      seal: read.seal!,
      messageId: message.messageId,
      content: underAge ? { kind: 'text', text: '' } : message.content,
      receivedAt: now,
      conversation: {
        id,
        version: conversation?.version ?? 0,
        snapshot: turn.state,
        state: isOver(flow.flow, turn.state) ? 'finished' : 'open',
        ...(!conversation && { opens: {
          practiceId: read.practice!.id, clientId: read.client!.id, flow: flow.flow.name, flowHash: flow.flow.hash,
          language, snapshot: turn.state, openedAt: now,
        } }),
      },
      answers: turn.answers,
      outbound: consequences.outbound,
      shown: rowsAreShown(app, message.sender),
      client: { id: read.client!.id, ...consequences.client },
      ...(consequences.consent && { consent: consequences.consent }),
      ...(basis !== undefined && { basis }),
      ...(consequences.writes.length > 0 && { also: async (tx) => {
        for (const write of consequences.writes) await write(tx, id);
      } }),
    });
    if (saved.outcome !== 'saved') return saved.outcome;
    // After any other turn more has changed than is known here.
    const isPlain = consequences.writes.length === 0 && !read.account!.goneAt;
    const basisNow = Object.keys(consequences.client).length === 0 ? read.basis : saved.basis;
    if (isPlain && basisNow !== null && conversation?.state === 'open' && !isOver(flow.flow, turn.state)) {
      app.store.turns.keep(message.sender, read, { snapshot: turn.state, at: now, client: consequences.client, basis: basisNow });
    }
    afterwards(app, message, read, answeredIn, consequences, saved);
    return 'saved';
  } catch (error) {
    if (error instanceof PlanMovedOn) return 'stale';
    throw error;
  }
}

/** The platform's own commands are those that people type, by another way. */
const commands: Record<Extract<InboundMessage['content'], { kind: 'command' }>['command'], TurnInput> = {
  intake: { kind: 'choice', step: '#command', ids: ['resume'] },
  plan: { kind: 'choice', step: '#command', ids: ['my-plan'] },
  'check-in': { kind: 'choice', step: '#command', ids: ['check-in'] },
};

async function inputOf(app: App, content: InboundMessage['content'], read: TurnRead): Promise<TurnInput> {
  switch (content.kind) {
    case 'text':
    case 'choice': return content;
    case 'unsupported':
    case 'mention': return { kind: content.kind };
    case 'edited':
    case 'deleted': {
      const key = await answerOfMessage(app, read, content.of);
      return { ...content, ...(key !== undefined && { key }) };
    }
    // Before there is a plan there is nothing to look at.
    case 'command': return content.command === 'check-in' && !read.client!.hasPlan ? { kind: 'no-check-in' } : commands[content.command];
  }
}

/** Everything of theirs goes in the transaction of the turn that said so: it is either not taken, or nothing of it is left. */
function eraseWith(consequences: Consequences, clientId: string, now: Date): void {
  // What a turn like any other would leave behind has nobody to belong to.
  delete consequences.consent;
  consequences.writes = [async (tx) => {
    const erased = await eraseWithin(tx, clientId, 'client-asked', now);
    for (const account of erased?.deliver ?? []) consequences.alsoDeliver.add(account);
  }];
}

/** Everything that may happen once the turn is safe. */
function afterwards(app: App, message: InboundMessage, read: TurnRead, language: string, consequences: Consequences, saved: Saved): void {
  for (const event of consequences.events) app.count(event);
  const { sender, address } = message;
  if (consequences.farewell) sayToStranger(app, message, language, consequences.farewell);
  else app.inBackground('deliver', () => deliverSaved(app, { accountId: read.account!.id, sender, address, language }, consequences.outbound, saved));
  deliverSoon(app, consequences.alsoDeliver);
  if (consequences.goOn) app.inBackground('go-on', () => goOn(app, sender, address));
  const { reviewOf } = consequences;
  if (reviewOf) app.inBackground('offer-review', () => offerReview(app, read.client!.id, reviewOf));
}

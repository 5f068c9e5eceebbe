import type { InboundMessage } from '../channels/channel.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import type { CompiledFlow } from '../core/flow/compile.ts';
import { fill } from '../core/flow/wording.ts';
import { hear, lineTexts, type Heard } from '../core/safety/hear.ts';
import { safetyFlows, somethingWaits } from '../store/safety-talks.ts';
import type { TurnRead } from '../store/read-turn.ts';
import { recordDisclosure } from '../store/risk-disclosures.ts';
import { saveAside } from '../store/save-aside.ts';
import type { App } from './app.ts';
import { deliverSoon, errorCode } from './deliver.ts';
import { noConsequences, PlanMovedOn, type Consequences } from './effects.ts';
import { raiseAlert } from './raise-alert.ts';
import { prepareTalk } from './safety-talk.ts';

/** What is to be heard in a message; every text is read, in every state of every conversation, before anything else answers it. */
export const hearMessage = (app: App, content: InboundMessage['content']): Heard | null =>
  'text' in content ? hear(content.text, app.flows.screens) : null;

/** Whether somebody has said that they are younger than the practice's age: nothing they write is kept. */
export const isUnderAge = (flow: CompiledFlow, state: ConversationState | null): boolean =>
  state !== null && flow.layout.steps.get(state.value)?.step.effect === 'under-age';

/**
 * The client has written something that may mean danger. Their answer is kept as any other, but what would have been said
 * next gives way to the safety conversation, which asks, shows who to call, and leads back when they want to. An alert is
 * opened or raised, and somebody is told, without a word of it.
 */
export async function answerDanger(app: App, heard: Heard, message: InboundMessage, read: TurnRead, now: Date, out: Consequences, { underAge }: { underAge: boolean }): Promise<void> {
  const { practice, conversation, account } = read;
  const client = read.client!;
  const said = underAge ? null : { accountId: account!.id, messageId: message.messageId };
  out.writes.unshift(async (tx) => {
    const { alertId, accounts } = await raiseAlert(tx, { practiceId: practice!.id, clientId: client.id }, heard.level, now);
    // What stays of somebody too young is the fact, for whoever has to act on it; not what it was about.
    const categories = underAge ? [] : heard.categories;
    await recordDisclosure(tx, { practiceId: practice!.id, clientId: client.id, alertId, level: heard.level, categories, said }, now);
    for (const other of accounts) out.alsoDeliver.add(other);
  });
  out.events.push('danger-heard');
  out.goOn = false;
  out.reviewOf = null;
  if (underAge) {
    out.outbound = [{ text: underAgeWords(app, read) }];
    return;
  }
  const people = { practice: practice!, client, therapist: read.therapist };
  const waits = !conversation || (conversation.state === 'open' && !safetyFlows.includes(conversation.flow)) || await somethingWaits(app.store.prisma, client.id);
  const talk = await prepareTalk(app, people, heard, waits, now);
  out.outbound = talk.outbound;
  // Whoever was away for long is told here, in other words, that this is software; those are the words to be kept.
  out.disclosed = out.disclosed.map((each) => ({ ...each, text: talk.outbound[0]!.text }));
  out.writes.push(async (tx) => {
    if (!(await talk.write(tx))) throw new PlanMovedOn('another talk about danger was begun');
  });
}

/**
 * The turn that words of danger were said in could not be taken, whatever the reason: they are answered without it. The
 * message is kept and the conversation stays as it was. With anything else in it, the message fails as it did.
 */
export async function answerDangerApart(app: App, message: InboundMessage, read: TurnRead, failure: unknown): Promise<'saved' | 'stale' | 'duplicate'> {
  const heard = hearMessage(app, message.content);
  if (!heard) throw failure;
  app.log.error({ error: errorCode(failure) }, 'a turn could not be taken; the words of danger in it are answered apart');
  const now = app.now();
  const out = noConsequences();
  await answerDanger(app, heard, message, read, now, out, { underAge: false });
  const accountId = read.account!.id;
  const taken = await saveAside(app.store, {
    accountId, clientId: read.client!.id, messageId: message.messageId, content: message.content, receivedAt: now, outbound: out.outbound,
    also: async (tx) => {
      for (const write of out.writes) await write(tx, '');
    },
  }).catch((error: unknown) => {
    if (error instanceof PlanMovedOn) return null;
    throw error;
  });
  if (taken === null) return 'stale';
  deliverSoon(app, [accountId, ...out.alsoDeliver]);
  return taken ? 'saved' : 'duplicate';
}

/** Lines, a way to the practice, and no question: nothing that they could answer would be kept. */
function underAgeWords(app: App, { practice, client }: TurnRead): string {
  const { language, client: words } = app.flows.notices[client!.language]!;
  const { lines, emergency } = lineTexts(app.flows.helplines, null, language);
  return fill(words['under-age-danger'], language, { practice: practice!.name, contact: practice!.contact, lines, emergency });
}

import { pickedId, type Answer } from '../core/conversation/answer.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import type { Effect, Turn } from '../core/conversation/turn.ts';
import type { Words } from '../core/conversation/voice.ts';
import { fill } from '../core/flow/wording.ts';
import { levelOfAnswer } from '../core/safety/alert.ts';
import type { EffectName } from '../core/intake/lend.ts';
import { recordStatement } from '../store/disclosure-statements.ts';
import type { Db } from '../store/open-store.ts';
import { plansOfClient } from '../store/plans.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { AboutClient, ConsentSaid } from '../store/save-turn.ts';
import type { App, CountedEvent } from './app.ts';
import { checkInPerformers } from './check-in.ts';
import { draftFromIntake } from './draft-from-intake.ts';
import { makeJoinCode } from './join-accounts.ts';
import { deletionAsked, showMyData } from './my-data-in-chat.ts';
import { keepNothing } from './keep-nothing.ts';
import { livingCommand } from './living-command.ts';
import { notifyTherapist } from './notify.ts';
import { raiseAlert } from './raise-alert.ts';
import { consentGiven } from './record-consent.ts';
import { answerProposal, approvePlan, PlanInReview, sayAboutProposal } from './review-in-chat.ts';
import { revisitPerformers } from './revisit.ts';
import { reviewPerformers } from './review-plan.ts';
import { setRhythm } from './rhythm.ts';
import { takeUp } from './take-up.ts';
import { consentWithdrawn } from './withdraw-consent.ts';

export { PlanMovedOn } from './review-in-chat.ts';

/** What a turn leads to besides its own answers: more to say, and writes that belong to its save. */
export interface Consequences {
  outbound: MessageBody[];
  /** What the client said about themselves. */
  client: Omit<AboutClient, 'id'>;
  consent?: ConsentSaid;
  writes: ((tx: Db, conversationId: string) => Promise<void>)[];
  /** Other people's accounts that got something in their queue. */
  alsoDeliver: Set<string>;
  /** Counted once the turn is safe. */
  events: CountedEvent[];
  /** Something the client did was not possible any more; they have been told, and are not thanked for it. */
  refused: boolean;
  /** The question that was open before is to be asked once more. */
  goOn?: boolean;
  /** The plan whose review is to be brought up to date once the turn is safe. */
  reviewOf: string | null;
  /** Everything of theirs is deleted with this turn; the last words, which go out without a row of their own. */
  farewell?: MessageBody;
  /** What was said about ourselves, to be kept word for word. */
  disclosed: { because: 'away' | 'asked'; text: string }[];
}

export interface TurnAtHand {
  read: TurnRead;
  turn: Turn;
  words: Words;
  now: Date;
  /** The state before the turn: what the client had in front of them. */
  shown: ConversationState | null;
}

/** What every performer works on. */
export interface EffectContext extends TurnAtHand {
  app: App;
  out: Consequences;
  /** The plan under review in this turn, read once and saved once. */
  plan: PlanInReview;
  answer?: Answer;
}

export const noConsequences = (): Consequences => ({ outbound: [], client: {}, writes: [], alsoDeliver: new Set(), events: [], refused: false, reviewOf: null, disclosed: [] });

/** Turns the effects of a turn into messages and writes. Reads, but writes nothing itself: the turn may still be taken again. */
export async function performAll(app: App, atHand: TurnAtHand): Promise<Consequences> {
  const out = noConsequences();
  const context: EffectContext = { ...atHand, app, out, plan: new PlanInReview(app, atHand) };
  for (const effect of atHand.turn.effects) await perform(effect, context);
  context.plan.saveInto(out);
  const { client, practice } = atHand.read;
  if (out.disclosed.length > 0) {
    out.writes.push(async (tx) => {
      for (const { because, text } of out.disclosed) await recordStatement(tx, { practiceId: practice!.id, clientId: client!.id, because, shown: text }, atHand.now);
    });
  }
  return out;
}

/** What one effect of a flow does. */
export type Performer = (context: EffectContext) => void | Promise<void>;

async function perform(effect: Effect, context: EffectContext): Promise<void> {
  switch (effect.do) {
    case 'send': {
      const text = context.out.refused ? (effect.ifRefused ?? effect.body.text) : effect.body.text;
      if (text !== '') context.out.outbound.push({ ...effect.body, text });
      break;
    }
    case 'show-plan': await showPlan(context); break;
    case 'show-my-data': showMyData(context); break;
    case 'delete-my-data': await deletionAsked(context); break;
    case 'living': await livingCommand(context, effect.command); break;
    case 'make-join-code': makeJoinCode(context); break;
    case 'tell-therapist': tellTherapist(context); break;
    case 'disclosed': context.out.disclosed.push({ because: effect.because, text: effect.text }); break;
    case 'withdraw-consent': consentWithdrawn(context); break;
    case 'perform': await performers[effect.effect as EffectName]({ ...context, ...(effect.answer && { answer: effect.answer }) }); break;
  }
}

const performers: Record<EffectName, Performer> = {
  'record-consent': consentGiven,
  'set-name': ({ out, answer }) => {
    if (typeof answer!.value === 'string') out.client.name = answer!.value.slice(0, 200);
  },
  'set-country': ({ out, answer }) => {
    out.client.country = pickedId(answer!.value);
  },
  'set-language': ({ out, answer }) => {
    const language = pickedId(answer!.value);
    if (language === null) return;
    out.client.language = language;
    out.writes.push(async (tx, id) => { await tx.conversation.update({ where: { id }, data: { language } }); });
  },
  'under-age': keepNothing,
  'draft-plan': draftFromIntake,
  'decide-proposal': answerProposal,
  'say-about-proposal': sayAboutProposal,
  'answer-question': sayAboutProposal,
  'approve-plan': approvePlan,
  'safety-talked': ({ out }) => {
    out.goOn = true;
    // Whatever was going on before answers again, also when that is over.
    out.writes.push(async (tx, id) => void (await tx.conversation.update({ where: { id }, data: { state: 'set-aside' } })));
  },
  'safety-answer': ({ out, answer, read, now }) => {
    const picked = pickedId(answer!.value);
    const level = picked === null ? null : levelOfAnswer(picked);
    if (!level) return;
    out.writes.push(async (tx) => {
      const { accounts } = await raiseAlert(tx, { practiceId: read.practice!.id, clientId: read.client!.id }, level, now);
      for (const account of accounts) out.alsoDeliver.add(account);
    });
  },
  'take-up': takeUp,
  ...checkInPerformers,
  'set-rhythm': setRhythm,
  'rhythm-left': ({ out }) => {
    out.goOn = true;
  },
  ...revisitPerformers,
  ...reviewPerformers,
  'review-answered': async ({ out, plan, turn, now }) => {
    const stored = await plan.load();
    if (!stored) return;
    out.reviewOf = stored.plan.id;
    const answered = Object.values(turn.state.context.answers).some(({ value }) => value !== null);
    if (!answered || plan.becameAgreed) return;
    out.writes.push(async (tx) => {
      for (const account of await notifyTherapist(tx, stored.therapistId, 'client-answered', stored.plan.id, now)) out.alsoDeliver.add(account);
    });
  },
};

async function showPlan({ app, out, read, words }: EffectContext): Promise<void> {
  const { common, wording, values } = words;
  const [plan] = await plansOfClient(app.store.prisma, read.client!.id);
  if (!plan) {
    out.outbound.push({ text: fill(common.says['no-plan'], wording.language, values) });
    return;
  }
  const label = fill(app.flows.notices[wording.language]!.client['plan-link'], wording.language, values);
  out.outbound.push({ text: fill(common.says['my-plan'], wording.language, values), link: { label, url: `/p/${read.practice!.slug}/my-plan` } });
}

function tellTherapist({ out, read, now }: EffectContext): void {
  const { therapist } = read;
  if (!therapist) return;
  out.writes.push(async (tx) => {
    for (const account of await notifyTherapist(tx, therapist.id, 'asked-for-a-person', undefined, now)) out.alsoDeliver.add(account);
  });
}


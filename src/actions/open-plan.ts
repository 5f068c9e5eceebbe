import type { Step } from '../core/flow/document.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { Voice } from '../core/conversation/voice.ts';
import type { Actor, PlanAct, Refusal } from '../core/plan/act.ts';
import { diffVersions } from '../core/plan/diff.ts';
import type { Party, TreatmentPlan } from '../core/plan/plan.ts';
import { goalFacts, smartPoints } from '../core/plan/smart.ts';
import { statusOf } from '../core/plan/status.ts';
import { suggestForPlan } from '../core/plan/suggest.ts';
import { currentVersion } from '../core/plan/versions.ts';
import { visibleTo } from '../core/plan/visible.ts';
import { audit, lastOf } from '../store/audit.ts';
import { mayAsk } from '../store/consents.ts';
import { findConversation } from '../store/conversations.ts';
import { addNote, notesOn } from '../store/notes.ts';
import { loadPlan, plansOfClient, type StoredPlan } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { findReviewLink, markOpened } from '../store/review-links.ts';
import { isHeld } from '../store/safety-alerts.ts';
import { within, type App } from './app.ts';
import { changePlan } from './change-plan.ts';
import { accountOfToken } from './chat-on-web.ts';
import type { ClientWord, PlanView, SafetyAlert } from './plan-view.ts';
import { hearOnPage } from './hear-on-page.ts';
import { openHelpNow, type HelpNowPage } from './help-now.ts';
import { alertsOf } from './safety-alerts.ts';
import { withdrawConsent } from './withdraw-consent.ts';
import { wordsFor } from './words-for.ts';

/** Which plan a page is about: a review or plan link's token, a desk's token and one of its plans, or a web chat's token. */
export interface PlanKey {
  token: string;
  planId?: string;
}

export interface Holder {
  by: Actor;
  planId: string;
  practiceId: string;
  /** Marked as used with the first act: a look changes nothing, since scanners look too. */
  linkId?: string;
}

/** Who holds a token and which plan it opens; null for unknown, expired and revoked alike. */
export async function holderOf(app: App, { token, planId }: PlanKey): Promise<Holder | null> {
  const { prisma } = app.store;
  const link = await findReviewLink(prisma, token, app.now());
  if (!link) return chatHolder(app, token);
  if (link.purpose === 'plan') return link.planId && link.clientId ? { by: { party: 'client', person: link.clientId }, planId: link.planId, practiceId: link.practiceId, linkId: link.id } : null;
  const wanted = link.purpose === 'review' ? link.planId : planId;
  if (!link.therapistId || !wanted) return null;
  // A therapist's links open their own plans and no others, also when a plan went to somebody else after the link was made.
  const own = await prisma.treatmentPlan.findFirst({ where: { id: wanted, therapistId: link.therapistId }, select: { id: true } });
  return own && { by: { party: 'therapist', person: link.therapistId }, planId: own.id, practiceId: link.practiceId, linkId: link.id };
}

/** A client of the web chat needs no link: the cookie of their chat opens their plan. */
async function chatHolder(app: App, token: string): Promise<Holder | null> {
  const account = await accountOfToken(app, token);
  if (!account?.clientId) return null;
  const [plan] = await plansOfClient(app.store.prisma, account.clientId);
  return plan ? { by: { party: 'client', person: account.clientId }, planId: plan.id, practiceId: account.practiceId } : null;
}

export interface OpenedPlan {
  view: PlanView;
  /** Therapist: every safety alert of the client, the open one first. */
  alerts: SafetyAlert[];
  /** Client: who to call, while a safety alert of theirs is open. */
  help: HelpNowPage | null;
  /** Client: they have taken their consent back. */
  withdrawn: boolean;
  language: string;
}

/** The plan as the holder of the token may see it; null for a token that opens nothing, or nothing as this party. */
export async function openPlan(app: App, key: PlanKey, as: Party): Promise<OpenedPlan | null> {
  const holder = await holderOf(app, key);
  if (!holder || holder.by.party !== as) return null;
  const own = within(app, holder.practiceId);
  const stored = await loadPlan(own.store.prisma, holder.planId);
  if (!stored) return null;
  if (as === 'therapist') await noteReading(own, stored, holder.by.person);
  return viewOf(own, stored, holder.by);
}

/** A therapist reads for a while and loads the page again and again; within an hour it is one reading. */
const ONE_READING_MS = 3_600_000;

/** Who has read a client's plan is theirs to know. */
async function noteReading(app: App, { practiceId, clientId, plan }: StoredPlan, therapistId: string): Promise<void> {
  const now = app.now();
  const action = 'plan.read';
  const last = await lastOf(app.store.prisma, { practiceId, clientId, action, actorId: therapistId });
  if (last && now.getTime() - last.getTime() < ONE_READING_MS) return;
  await app.store.prisma.$transaction((tx) => audit(tx, { practiceId, by: { actor: 'therapist', id: therapistId }, action, clientId, subject: { plan: plan.id } }, now));
}

/** What became of an act. `heard`: the client's words may mean danger, and the talk about it has begun in the chat. */
export type PlanActed = ({ ok: true } | { ok: false; refusal: Refusal }) & { heard?: true };

/**
 * One act of whoever holds the token. A client's words are heard before anything is done with them; `form` is all they sent,
 * also what is no part of the act.
 */
export async function actOnPlan(app: App, key: PlanKey, what: PlanAct, form?: unknown): Promise<PlanActed | null> {
  const holder = await holderOf(app, key);
  if (!holder) return null;
  const own = within(app, holder.practiceId);
  if (holder.linkId) await markOpened(own.store.prisma, holder.linkId, app.now());
  const heard = holder.by.party === 'client' && await hearOnPage(own, holder.by.person, [what, form]);
  const result = await changePlan(own, holder.planId, holder.by, what);
  return result && { ...(result.ok ? { ok: true } : result), ...(heard && { heard }) };
}

/** What a client has written in a form that makes no act. True when it may mean danger. */
export async function hearForm(app: App, key: PlanKey, form: unknown): Promise<boolean> {
  const holder = await holderOf(app, key);
  return holder?.by.party === 'client' && hearOnPage(within(app, holder.practiceId), holder.by.person, form);
}

/** The client who holds the token takes their consent back. */
export async function withdrawOnPlan(app: App, key: PlanKey): Promise<true | null> {
  const holder = await holderOf(app, key);
  if (holder?.by.party !== 'client') return null;
  await withdrawConsent(within(app, holder.practiceId), holder.by.person);
  return true;
}

export async function noteOnPlan(app: App, key: PlanKey, text: string): Promise<true | null> {
  const holder = await holderOf(app, key);
  if (holder?.by.party !== 'therapist') return null;
  await addNote(within(app, holder.practiceId).store.prisma, { planId: holder.planId, therapistId: holder.by.person, text }, app.now());
  return true;
}

async function viewOf(app: App, stored: StoredPlan, { party, person }: Actor): Promise<OpenedPlan> {
  const { prisma } = app.store;
  const client = (await findClient(prisma, stored.clientId))!;
  const therapist = await prisma.therapist.findUniqueOrThrow({ where: { id: stored.therapistId } });
  const language = party === 'client' ? client.language : therapist.language;
  const { practice } = client;
  const plan = visibleTo(stored.plan, party);
  const current = currentVersion(plan);
  const forTherapist = party === 'therapist';
  const held = await isHeld(prisma, client.id);
  const knowledge = app.flows.knowledge[language]!;
  return {
    language,
    alerts: forTherapist ? await alertsOf(app, client.id) : [],
    help: held && !forTherapist ? openHelpNow(app)(client.country, language) : null,
    withdrawn: !forTherapist && !(await mayAsk(prisma, client.id)),
    view: {
      viewer: party,
      practice: { slug: practice.slug, name: practice.name, accent: practice.accent, contact: practice.contact },
      therapist: { id: therapist.id, name: therapist.name },
      client: { id: client.id, name: client.name },
      plan, current,
      status: statusOf(stored.plan), held,
      words: await clientWords(app, stored, { practice, therapist, client }),
      points: forTherapist ? pointsOf(current.items, knowledge.goalWording) : {},
      suggestions: forTherapist ? suggestForPlan({ plan: stored.plan, ...knowledge, orientations: therapist.orientations, answers: await answersOf(app, stored) }) : [],
      notes: forTherapist ? (await notesOn(prisma, plan.id, person)).map(({ id, text, at }) => ({ id, text, at: at.toISOString() })).reverse() : [],
      history: plan.versions.map((version, at) => ({ version, diff: at === 0 ? [] : diffVersions(plan.versions[at - 1]!.items, version.items) })).reverse(),
    },
  };
}

const pointsOf = (items: TreatmentPlan['versions'][number]['items'], rules: Parameters<typeof smartPoints>[1]) =>
  Object.fromEntries(items.filter(({ kind }) => kind === 'goal').map((goal) => [goal.id, smartPoints(goalFacts(goal, items), rules)]));

async function answersOf(app: App, { conversationId }: StoredPlan) {
  const conversation = conversationId ? await findConversation(app.store.prisma, conversationId) : null;
  return conversation ? Object.values((conversation.snapshot as ConversationState).context.answers) : [];
}

/** The client's own words of the intake the plan was drafted from, in the order of the conversation. */
export async function clientWords(app: App, { conversationId, plan }: StoredPlan, people: Parameters<typeof wordsFor>[2]): Promise<ClientWord[]> {
  const conversation = conversationId ? await findConversation(app.store.prisma, conversationId) : null;
  if (!conversation) return [];
  const shelved = await app.shelf.byHash(conversation.flowHash);
  const state = conversation.snapshot as ConversationState;
  const voice = new Voice(shelved.flow, wordsFor(app, { flow: shelved, language: conversation.language }, people));
  return Object.values(state.context.answers).flatMap((answer): ClientWord[] => {
    const step = shelved.flow.layout.steps.get(answer.step)?.step;
    if (answer.value === null || !step || !holdsWords(step)) return [];
    const goal = answer.item ? goalAbout(plan, answer.item, state) : undefined;
    return [{
      answer: answer.id, step: answer.step,
      question: voice.short(answer, state.context),
      text: voice.show(answer, state),
      ...(goal && { goal }),
      outOfPlan: 'out-of-plan' in step && step['out-of-plan'] === true,
    }];
  });
}

/** Ratings, yes and no, a name or a country are no words to read beside a line; they stand elsewhere on the page. */
const holdsWords = (step: Step): boolean => (step.type === 'text' || step.type === 'list' || step.type === 'choices') && !step.effect && !step.unlisted;

/** The plan's goal that a listed goal of the intake became: any of its answers may be the one its line quotes. */
function goalAbout(plan: TreatmentPlan, item: string, { context }: ConversationState): string | undefined {
  const about = new Set(Object.values(context.answers).filter((answer) => answer.item === item).map(({ id }) => id));
  return plan.versions[0]!.items.find(({ kind, sources }) => kind === 'goal' && sources.some((source) => 'answer' in source && source.answer !== undefined && about.has(source.answer)))?.id;
}

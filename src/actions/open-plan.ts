import type { ConversationState } from '../core/conversation/state.ts';
import type { Knowledge } from '../core/intake/knowledge.ts';
import type { PlanAct, Refusal } from '../core/plan/act.ts';
import { diffVersions } from '../core/plan/diff.ts';
import type { Party, PlanItem, TreatmentPlan } from '../core/plan/plan.ts';
import { foreignInSuggestion, foreignLines, type Languages } from '../core/plan/reading.ts';
import { goalFacts, smartPoints } from '../core/plan/smart.ts';
import { statusOf } from '../core/plan/status.ts';
import { suggestForPlan } from '../core/plan/suggest.ts';
import { currentVersion } from '../core/plan/versions.ts';
import { visibleTo } from '../core/plan/visible.ts';
import { faceOf } from '../core/practice-face.ts';
import { audit, lastOf } from '../store/audit.ts';
import { mayAsk } from '../store/consents.ts';
import { findConversation, type Conversation } from '../store/conversations.ts';
import { addNote, notesOn } from '../store/notes.ts';
import type { StoredPlan } from '../store/plans.ts';
import { markOpened } from '../store/review-links.ts';
import { isHeld } from '../store/safety-alerts.ts';
import { within, type App } from './app.ts';
import { changePlan } from './change-plan.ts';
import { clientWords, languagesFor } from './client-words.ts';
import { hearOnPage } from './hear-on-page.ts';
import { openHelpNow, type HelpNowPage } from './help-now.ts';
import { heldPlan, holderOf, type HeldPlan, type PlanKey } from './plan-holder.ts';
import type { PlanView, SafetyAlert } from './plan-view.ts';
import { closePlan } from './review-plan.ts';
import { alertsOf } from './safety-alerts.ts';
import { withdrawConsent } from './withdraw-consent.ts';
import { zoneOfTherapist } from './write-first.ts';

export interface OpenedPlan {
  /** What the view was made of, for whatever else is shown of the same plan. */
  held: HeldPlan;
  view: PlanView;
  /** Therapist: every safety alert of the client, the open one first. */
  alerts: SafetyAlert[];
  /** Client: who to call, while a safety alert of theirs is open. */
  help: HelpNowPage | null;
  /** Client: they have taken their consent back. */
  withdrawn: boolean;
  language: string;
  /** IANA name, for dates: where the therapist is, or Cairn itself. */
  timeZone: string;
}

/** The plan as the holder of the token may see it; null for a token that opens nothing, or nothing as this party. */
export async function openPlan(app: App, key: PlanKey, as: Party): Promise<OpenedPlan | null> {
  const held = await heldPlan(app, key, as);
  if (!held) return null;
  if (as === 'therapist') await noteReading(held.own, held.stored, held.by.person);
  return viewOf(held);
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
  const { by, planId } = holder;
  const heard = by.party === 'client' && await hearOnPage(own, by.person, [what, form]);
  // Closing takes up what the client has said of each goal.
  const result = by.party === 'therapist' && what.do === 'close' ? await closePlan(own, planId, by.person, what) : await changePlan(own, planId, by, what);
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

async function viewOf(of: HeldPlan): Promise<OpenedPlan> {
  const { own: app, stored, client, by: { party, person } } = of;
  const { prisma } = app.store;
  const therapist = client.therapist?.id === stored.therapistId ? client.therapist : await prisma.therapist.findUniqueOrThrow({ where: { id: stored.therapistId } });
  const intake = stored.conversationId ? await findConversation(prisma, stored.conversationId) : null;
  const forTherapist = party === 'therapist';
  const language = forTherapist ? therapist.language : client.language;
  const languages = languagesFor(app, language, intake?.language ?? client.language);
  const plan = visibleTo(stored.plan, party);
  const current = currentVersion(plan);
  const held = await isHeld(prisma, client.id);
  return {
    held: of,
    language,
    timeZone: forTherapist ? zoneOfTherapist(app, therapist) : app.timeZone,
    alerts: forTherapist ? await alertsOf(app, client.id, language) : [],
    help: held && !forTherapist ? openHelpNow(app)(client.country, language) : null,
    withdrawn: !forTherapist && !(await mayAsk(prisma, client.id)),
    view: {
      viewer: party,
      ...(languages.client !== language && { clientLanguage: languages.client }),
      foreign: foreignLines(plan, languages),
      practice: faceOf(client.practice),
      therapist: { id: therapist.id, name: therapist.name },
      client: { id: client.id, name: client.name },
      plan, current,
      status: statusOf(stored.plan), held,
      words: await clientWords(app, plan, intake, { ...client, client, therapist }, language),
      points: forTherapist ? pointsOf(current.items, languages) : {},
      suggestions: forTherapist ? suggestions(stored.plan, intake, therapist.orientations, languages) : [],
      notes: forTherapist ? (await notesOn(prisma, plan.id, person)).map(({ id, text, at }) => ({ id, text, at: at.toISOString() })).reverse() : [],
      history: plan.versions.map((version, at) => ({ version, diff: at === 0 ? [] : diffVersions(plan.versions[at - 1]!.items, version.items) })).reverse(),
    },
  };
}

/** A goal is looked at in the language it is written in, and the note on it is in the reader's. */
const pointsOf = (items: PlanItem[], { client, reader, all }: Languages): PlanView['points'] => {
  const rules = inLanguage(all, client).goalWording;
  return Object.fromEntries(items.filter(({ kind }) => kind === 'goal').map((goal) => [goal.id, smartPoints(goalFacts(goal, items), rules, reader.goalWording)]));
};

/** What is suggested would stand in the client's plan, and so is in their language. */
const suggestions = (plan: TreatmentPlan, intake: Conversation | null, orientations: string[], languages: Languages): PlanView['suggestions'] => {
  const answers = intake ? Object.values((intake.snapshot as ConversationState).context.answers) : [];
  return suggestForPlan({ plan, ...inLanguage(languages.all, languages.client), orientations, answers })
    .map((suggestion) => ({ ...suggestion, foreign: foreignInSuggestion(suggestion, languages) }));
};

const inLanguage = (all: readonly Knowledge[], language: string): Knowledge => all.find((one) => one.language === language)!;

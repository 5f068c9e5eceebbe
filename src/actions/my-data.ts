import type { Answer } from '../core/conversation/answer.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { Voice } from '../core/conversation/voice.ts';
import { languageName } from '../core/language-name.ts';
import { directionOf } from '../core/direction.ts';
import type { PageWords } from '../core/page-words.ts';
import { foreignLines } from '../core/plan/reading.ts';
import { visibleTo } from '../core/plan/visible.ts';
import { faceOf } from '../core/practice-face.ts';
import { CairnError } from '../errors.ts';
import type { Copy } from '../export/copy.ts';
import type { MyConversation, MyData } from '../export/my-data.ts';
import { accountsOf, type Account } from '../store/accounts.ts';
import { audit, auditOfClient } from '../store/audit.ts';
import { checkInsOf, type CheckIn } from '../store/check-ins.ts';
import { answersOf, findConversation } from '../store/conversations.ts';
import { statementsOf } from '../store/disclosure-statements.ts';
import { historyAfter, type HistoryEntry } from '../store/history.ts';
import { loadPlan, plansOfClient } from '../store/plans.ts';
import { findClient } from '../store/practices.ts';
import { ratingsOf, type GivenRating } from '../store/ratings.ts';
import { reviewsOfPlan } from '../store/reviews.ts';
import { rhythmOf } from '../store/rhythms.ts';
import type { App } from './app.ts';
import { chatLine } from './chat-on-web.ts';
import { CHECK_IN_FLOW } from './check-in.ts';
import { clientWords, languagesFor } from './client-words.ts';
import { sayingOf } from './page-words.ts';
import { copiedConsents } from './plan-copy.ts';
import { answeredCheckIns, signsOf } from './plan-inputs.ts';
import { wordsFor } from './words-for.ts';

type Client = NonNullable<Awaited<ReturnType<typeof findClient>>>;

/** Everything that is held about a client, as a ZIP file for them, and on record. Throws `not-found`. */
export async function exportMyData(app: App, clientId: string): Promise<Uint8Array> {
  const client = await findClient(app.store.prisma, clientId);
  if (!client) throw new CairnError('not-found', 'There is no such client.');
  const now = app.now();
  const words = copyWords(app, client.language);
  const data = await gather(app, client, words, now);
  // Fonts and pictures: only when somebody asks for them.
  const { myDataZip } = await import('../export/my-data.ts');
  const file = await myDataZip(data, words);
  const { practiceId } = client;
  await app.store.prisma.$transaction((tx) => audit(tx, { practiceId, by: { actor: 'client', id: clientId }, action: 'data.exported', clientId }, now));
  return file;
}

const copyWords = (app: App, language: string): PageWords =>
  ({ language, direction: directionOf(language), t: sayingOf(app, language).t });

/** What the therapist wrote for themselves, what they have not sent, and notes about safety never belong in it. */
async function gather(app: App, client: Client, words: PageWords, now: Date): Promise<MyData> {
  const { prisma } = app.store;
  const { id, name, language, country, practice, practiceId } = client;
  const accounts = await accountsOf(prisma, { clientId: id });
  const checkIns = await checkInsOf(prisma, id);
  const ratings = await ratingsOf(prisma, id);
  const consents = await copiedConsents(app, id);
  const plans = await plansOf(app, client, { checkIns, ratings, consents }, now);
  const reviews = (await Promise.all(plans.map(({ plan }) => reviewsOfPlan(prisma, plan.id)))).flat();
  const heard = await prisma.riskDisclosure.findMany({ where: { clientId: id }, orderBy: { at: 'asc' }, select: { at: true } });
  return {
    at: now.toISOString(),
    timeZone: app.timeZone,
    practice: faceOf(practice),
    client: {
      id, name,
      language: languageName(language, words.language),
      country: country && (new Intl.DisplayNames(words.language, { type: 'region' }).of(country) ?? country),
      since: client.createdAt.toISOString(),
      chats: accounts.map(({ sender, createdAt }) => ({ name: words.t('my-data.channel', { channel: sender.channel }), since: createdAt.toISOString() })),
    },
    consents,
    conversations: await conversationsOf(app, client),
    messages: await messagesOf(app, accounts),
    plans,
    checkIns: answeredCheckIns(checkIns),
    disclosures: heard.map(({ at }) => ({ at: at.toISOString() })),
    releases: [],
    more: {
      statements: await statementsOf(prisma, id),
      rhythm: await rhythmOf(prisma, id),
      checkIns, reviews, ratings,
      // Whoever did something with it: ids and codes, as they are on record.
      record: (await auditOfClient(prisma, practiceId, id, ALL)).map(({ at, by, action, subject }) => ({ at, by, action, subject })),
    },
  };
}

/** More than anybody's record has: nothing of it is left out. */
const ALL = 1_000_000;

/** Newest first. */
async function plansOf(app: App, client: Client, { checkIns, ratings, consents }: { checkIns: CheckIn[]; ratings: GivenRating[]; consents: Copy['consents'] }, now: Date): Promise<Copy[]> {
  const { prisma } = app.store;
  const { id, name, language, practice } = client;
  const wording = app.shelf.current(CHECK_IN_FLOW).wording(language);
  const copies: Copy[] = [];
  for (const summary of await plansOfClient(prisma, id)) {
    const stored = (await loadPlan(prisma, summary.id))!;
    const intake = stored.conversationId ? await findConversation(prisma, stored.conversationId) : null;
    const therapist = await prisma.therapist.findUniqueOrThrow({ where: { id: stored.therapistId }, select: { id: true, name: true } });
    const plan = visibleTo(stored.plan, 'client');
    const own = checkIns.filter(({ planId, answeredAt }) => planId === summary.id && answeredAt);
    const languages = languagesFor(app, language, intake?.language ?? language);
    copies.push({
      at: now.toISOString(), timeZone: app.timeZone,
      practice: faceOf(practice),
      therapist, client: { id, name }, plan, consents,
      ...(languages.client !== language && { clientLanguage: languages.client }),
      foreign: foreignLines(plan, languages),
      words: await clientWords(app, plan, intake, { practice, therapist, client }, language),
      ratings: ratings.filter(({ checkIn }) => own.some((one) => one.id === checkIn)).map(({ goal, at, value }) => ({ goal, at, value })),
      signs: signsOf(own, wording),
    });
  }
  return copies;
}

/** Every conversation with every answer, also those that were changed later, oldest first. */
async function conversationsOf(app: App, client: Client): Promise<MyConversation[]> {
  const { prisma } = app.store;
  const rows = await prisma.conversation.findMany({ where: { clientId: client.id }, orderBy: { openedAt: 'asc' }, select: { id: true, flow: true, openedAt: true } });
  const all: MyConversation[] = [];
  for (const { id, flow, openedAt } of rows) {
    const { flowHash, language, snapshot } = (await findConversation(prisma, id))!;
    const shelved = await app.shelf.byHash(flowHash);
    const state = snapshot as ConversationState;
    const voice = new Voice(shelved.flow, wordsFor(app, { flow: shelved, language, inputs: state.context.inputs }, { ...client, client }));
    const answers = (await answersOf(prisma, id)).flatMap(({ id: answerId, key, value, at }): MyConversation['answers'] => {
      const [name, item] = key.split('@');
      const step = shelved.flow.layout.steps.get(name!)?.step;
      if (!step) return [];
      const answer: Answer = { id: answerId, key, step: name!, ...(item && { item }), value: value as Answer['value'], at: at.toISOString() };
      return [{
        question: voice.short(answer, state.context),
        text: answer.value === null ? null : voice.show(answer, state),
        at: answer.at,
        outOfPlan: 'out-of-plan' in step && step['out-of-plan'] === true,
      }];
    });
    all.push({ title: sayingOf(app, client.language).t('my-data.flow', { flow: flow.replaceAll('-', '_') }), at: openedAt.toISOString(), answers });
  }
  return all;
}

/** A press is shown by its label, which stands in one of so many messages before it. */
const LOOK_BACK = 40;
const PAGE = 500;

/** Every message of every chat of theirs, in the order of their times. */
async function messagesOf(app: App, accounts: Account[]): Promise<MyData['messages']> {
  const all: { seq: number; at: string; from: 'client' | 'cairn'; text: string }[] = [];
  for (const { id } of accounts) {
    const entries: HistoryEntry[] = [];
    for (;;) {
      const page = await historyAfter(app.store.prisma, id, entries.at(-1)?.seq ?? 0, PAGE);
      entries.push(...page);
      if (page.length < PAGE) break;
    }
    for (const [place, entry] of entries.entries()) {
      for (const { seq, at, from, body } of chatLine(entry, entries.slice(Math.max(0, place - LOOK_BACK), place))) all.push({ seq, at, from, text: body.text });
    }
  }
  return all.sort((one, other) => one.seq - other.seq).map(({ at, from, text }) => ({ at, from, text }));
}

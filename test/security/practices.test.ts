import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { App } from '../../src/actions/app.ts';
import type { SignInRules } from '../../src/actions/sign-in.ts';
import type { PlanAct } from '../../src/core/plan/act.ts';
import type { Due, DueKind } from '../../src/store/due.ts';
import type { Db, Store } from '../../src/store/open-store.ts';
import { days, deskToken, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { loaded } from '../support/flows.ts';
import { createWords, type WordTree } from '../../src/web/words.ts';

/**
 * Two practices on one database. Whatever somebody of the one can call, with whatever they hold, gives them nothing of the other and
 * changes nothing there. Every action stands here, or in the list of those that are given nothing of anybody's choosing.
 */

const folder = path.join(import.meta.dirname, '../../src/actions');
const modules = await Promise.all(readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => import(path.join(folder, name)) as Promise<Record<string, unknown>>));
const actions = modules.flatMap((module) => Object.entries(module)).flatMap(([name, value]) => (typeof value === 'function' && !/^[A-Z]/.test(name) ? [name] : []));
/** By their names, so that the table below reads as it would be called. */
const call = Object.assign({}, ...modules) as
  typeof import('../../src/actions/admin.ts') & typeof import('../../src/actions/alert-values.ts') & typeof import('../../src/actions/app.ts') & typeof import('../../src/actions/ask-again.ts')
  & typeof import('../../src/actions/begin-on-web.ts') & typeof import('../../src/actions/change-plan.ts') & typeof import('../../src/actions/chat-on-web.ts')
  & typeof import('../../src/actions/chat-person.ts') & typeof import('../../src/actions/check-in.ts') & typeof import('../../src/actions/clear-alert.ts') & typeof import('../../src/actions/deliver.ts')
  & typeof import('../../src/actions/desk-chats.ts') & typeof import('../../src/actions/desk-holder.ts') & typeof import('../../src/actions/desk-intake.ts') & typeof import('../../src/actions/desk-invites.ts')
  & typeof import('../../src/actions/desk-settings.ts') & typeof import('../../src/actions/erase-client.ts') & typeof import('../../src/actions/escalate-alert.ts') & typeof import('../../src/actions/hand-over.ts')
  & typeof import('../../src/actions/handle-message.ts') & typeof import('../../src/actions/hear-on-page.ts') & typeof import('../../src/actions/home.ts') & typeof import('../../src/actions/intake-progress.ts')
  & typeof import('../../src/actions/invite-link.ts') & typeof import('../../src/actions/invites.ts') & typeof import('../../src/actions/join-accounts.ts') & typeof import('../../src/actions/link-therapist.ts')
  & typeof import('../../src/actions/living-view.ts') & typeof import('../../src/actions/my-data-page.ts') & typeof import('../../src/actions/my-data.ts') & typeof import('../../src/actions/notify.ts')
  & typeof import('../../src/actions/offer-review.ts') & typeof import('../../src/actions/open-desk.ts') & typeof import('../../src/actions/open-plan.ts') & typeof import('../../src/actions/person-left.ts')
  & typeof import('../../src/actions/plan-copy.ts') & typeof import('../../src/actions/plan-holder.ts') & typeof import('../../src/actions/raise-alert.ts') & typeof import('../../src/actions/read-record.ts')
  & typeof import('../../src/actions/remind.ts') & typeof import('../../src/actions/review-plan.ts') & typeof import('../../src/actions/rhythm.ts')
  & typeof import('../../src/actions/safety-alerts.ts') & typeof import('../../src/actions/safety-talk.ts') & typeof import('../../src/actions/sign-in.ts') & typeof import('../../src/actions/therapist-chat.ts')
  & typeof import('../../src/actions/therapist-settings.ts') & typeof import('../../src/actions/withdraw-consent.ts') & typeof import('../../src/actions/word-notice.ts') & typeof import('../../src/actions/write-first.ts');

/** Given what their caller has just read, made or looked up, and no id or token of anybody's choosing; or nothing of a practice at all. */
const givenNothingForeign = [
  // What begins: a practice, the demo, a stranger at a practice.
  'addPractice', 'ensureDemoPractice', 'demoDesk', 'beginOnWeb', 'canBeginOnWeb', 'beginIntake', 'meet', 'makeClient', 'openShelf', 'practiceOf', 'mayComeFrom', 'inboxOf', 'within',
  // What the operator does for all practices, or names a practice by for which there is no other word.
  'runDue', 'sweep', 'applyRetention', 'examineStore', 'clockFinding', 'addWorkspace', 'removeWorkspace', 'practiceBySlug', 'changePractice', 'intakeSteps', 'recordsKept', 'addTherapist',
  // A turn that was read for its own sender.
  'answerDanger', 'answerDangerApart', 'answerOfMessage', 'performAll', 'noConsequences', 'goOn', 'answerTherapist', 'takeCode', 'takeJoinAnswer', 'askToJoin', 'join', 'linkTherapist', 'takeInviteCode', 'acceptInvite', 'changeTherapist',
  'sayAside', 'sayBeside', 'sayToStranger', 'openingFlow', 'takeUp', 'makeJoinCode', 'consentGiven', 'consentWithdrawn', 'setRhythm', 'showMyData', 'deletionAsked', 'keepNothing', 'draftFromIntake', 'livingCommand',
  'answerProposal', 'sayAboutProposal', 'approvePlan', 'refused', 'languageFor', 'tryCode', 'openChat', 'inviteOfLink',
  // A plan, a client, an alert or a talk that was loaded before.
  'auditPlan', 'tell', 'planSaved', 'planReviewMoved', 'planProgress', 'livingView', 'clientWords', 'answersRead', 'closingSummary', 'draftInto', 'openTalk', 'checkInTalk', 'caseloadOf', 'revisitTalk', 'rhythmTalk', 'prepareTalk', 'beginTalk', 'deliverSaved',
  'deliverSoon', 'tellNext', 'raiseAlert', 'remindLater', 'setClientReminders', 'beginCheckIns', 'endCheckIns', 'sendOtherwise',
  // Pure.
  'hearMessage', 'isUnderAge', 'intakeInputs', 'bodiesOf', 'chatLine', 'readToken', 'chosenRhythm', 'languagesFor', 'errorCode', 'rowsAreShown', 'chatPlatforms', 'textsIn', 'openHelpNow', 'sayingOf', 'isNotice', 'answeredCheckIns', 'goalInputs',
  'lineInputs', 'linesInForce', 'runningGoals', 'signsOf', 'proposedNext', 'withoutRatings', 'chatText', 'yesOrNo', 'checkLanguages', 'wordsFor', 'quietOf', 'zoneOf', 'zoneOfTherapist',
];

/** Marks of everything that is written at a practice. */
const MARKS = { ours: 'Brambleworth', theirs: 'Quillifex' };

/** One practice: its people, one client with a plan, and what opens something there. */
interface Side {
  test: TestApp;
  app: App;
  client: TestClient;
  clientId: string;
  planId: string;
  accountId: string;
  alertId: string;
  therapistId: string;
  colleagueId: string;
  email: string;
  inviteId: string;
  inviteCode: string;
  joinCode: string;
  therapistCode: string;
  desk: string;
  review: string;
  plan: string;
  session: string;
  proposal: string;
}

const rules: SignInRules = { deviceMs: days(30), idleMs: days(1) };
const tokenOf = (link: string): string => link.split('/').at(-1)!;

async function open(store: Store, slug: string, mark: string): Promise<Side> {
  const testing = await openTestApp(store, { practice: { slug, name: `${mark} Practice` }, therapist: { name: `${mark} Hale` } });
  const { app, practice, therapist } = testing;
  const client = testing.newClient(`token-${slug}`);
  // As the web's own channel would: whoever holds the token is who it says.
  Object.assign(client.sender, { userId: createHash('sha256').update(`${slug}.secret`).digest('hex') });
  await client.holdIntake({ name: mark, hope: `${mark} hopes`, 'private-note': `${mark} keeps`, country: 'Ireland' });
  const { plan, clientId } = await client.storedPlan();
  await client.act('therapist', { do: 'ask', question: `${mark}?`, seen: 1, send: true });
  await client.write('another chat');
  const joinCode = /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(client.heard.map(({ text }) => text).join(' '))![0];
  await client.write(`I want to kill myself tonight. ${mark}`);
  const { prisma } = store;
  const alert = await prisma.safetyAlert.findFirstOrThrow({ where: { clientId } });
  const colleague = await call.addTherapist(app, { practiceId: practice.id, name: `${mark} Colleague`, email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });
  const owner = { practiceId: practice.id, therapistId: therapist.id };
  const invite = await call.inviteClient(app, owner);
  const { code: therapistCode } = await call.makeTherapistCode(app, owner);
  const session = `session-of-${slug}`;
  await prisma.deviceSession.create({ data: { ...owner, tokenHash: createHash('sha256').update(session).digest('hex'), createdAt: app.now(), seenAt: app.now(), expiresAt: new Date(app.now().getTime() + days(1)) } });
  const linkOf = async (link: object): Promise<string> => tokenOf(await call.linkTo(app, { practiceId: practice.id, ...link } as Parameters<typeof call.linkTo>[1], 14));
  return {
    test: testing, app, client, clientId, planId: plan.id, accountId: (await client.ids()).account, alertId: alert.id, therapistId: therapist.id, colleagueId: colleague.id, email: `robin.hale@willow.example`,
    inviteId: (await prisma.invite.findFirstOrThrow({ where: { therapistId: therapist.id } })).id, inviteCode: invite.code, joinCode, therapistCode,
    desk: await deskToken(testing), review: await linkOf({ purpose: 'review', therapistId: therapist.id, planId: plan.id }), plan: await linkOf({ purpose: 'plan', clientId, planId: plan.id }),
    session, proposal: (await client.plan()).proposals[0]!.id,
  };
}

const due = (kind: DueKind, { test: { practice } }: Side, about: string): Due => ({ id: 'due', practiceId: practice.id, kind, about, at: new Date(0), attempts: 0 });
const ask: PlanAct = { do: 'ask', question: 'And now?', seen: 1, send: true };
const pages = createWords('en', loaded.pages.en as WordTree);
/** What they hold: a key of ours that names a plan of theirs. */
const keys = (a: Side, b: Side) => [{ token: a.desk, planId: b.planId }, { token: a.review, planId: b.planId }, { token: a.plan, planId: b.planId }];
const each = <T>(a: Side, b: Side, work: (key: { token: string; planId: string }) => Promise<T>): Promise<T[]> => Promise.all(keys(a, b).map(work));
const onlyDesk = (a: Side, b: Side) => ({ token: a.desk, planId: b.planId });
const inTransaction = <T>(app: App, work: (tx: Db) => Promise<T>): Promise<T> => app.store.prisma.$transaction(work);

type Tried = Record<string, (a: Side, b: Side) => unknown>;

/** What somebody calls from outside with what they hold, and with ids of the other practice. */
const fromOutside: Tried = {
  openPlan: (a, b) => each(a, b, (key) => call.openPlan(a.app, key, 'therapist').then((opened) => opened?.view)),
  heldPlan: (a, b) => each(a, b, async (key) => [(await call.heldPlan(a.app, key, 'therapist'))?.stored, (await call.heldPlan(a.app, key, 'client'))?.stored]),
  holderOf: (a, b) => each(a, b, (key) => call.holderOf(a.app, key)),
  actOnPlan: (a, b) => call.actOnPlan(a.app, onlyDesk(a, b), ask, {}),
  hearForm: (a, b) => call.hearForm(a.app, onlyDesk(a, b), { text: 'I want to die' }),
  withdrawOnPlan: (a, b) => call.withdrawOnPlan(a.app, onlyDesk(a, b)),
  noteOnPlan: (a, b) => call.noteOnPlan(a.app, onlyDesk(a, b), 'A note.'),
  copyOf: (a, b) => each(a, b, (key) => call.copyOf(a.app, key, 'therapist')),
  giveCopy: (a, b) => call.giveCopy(a.app, onlyDesk(a, b), 'therapist', 'fhir', () => pages),
  openHandover: (a, b) => call.openHandover(a.app, onlyDesk(a, b)),
  handOver: async (a, b) => [await call.handOver(a.app, onlyDesk(a, b), a.colleagueId), await call.handOver(a.app, { token: a.desk, planId: a.planId }, b.therapistId)],
  openMyData: (a, b) => each(a, b, (key) => call.openMyData(a.app, key)),
  practiceOfMyData: (a, b) => each(a, b, (key) => call.practiceOfMyData(a.app, key)),
  downloadMyData: (a, b) => call.downloadMyData(a.app, onlyDesk(a, b)),
  deleteMyData: (a, b) => call.deleteMyData(a.app, onlyDesk(a, b)),
  actOnAlert: async (a, b) => [await call.actOnAlert(a.app, a.desk, b.alertId, { do: 'acknowledge' }), await call.actOnAlert(a.app, a.desk, b.alertId, { do: 'clear', note: 'All well.' })],
  deskHolder: async (a) => ({ ...await call.deskHolder(a.app, a.desk), own: null, app: null }),
  openDesk: (a) => call.openDesk(a.app, a.desk),
  openDeskInvites: (a) => call.openDeskInvites(a.app, a.desk),
  inviteFromDesk: (a) => call.inviteFromDesk(a.app, a.desk),
  endDeskInvites: (a) => call.endDeskInvites(a.app, a.desk),
  connectFromDesk: (a) => call.connectFromDesk(a.app, a.desk),
  disconnectFromDesk: (a) => call.disconnectFromDesk(a.app, a.desk),
  openDeskSettings: (a) => call.openDeskSettings(a.app, a.desk),
  changeDeskSettings: (a) => call.changeDeskSettings(a.app, a.desk, { reminders: 'off' }),
  openDeskIntake: (a) => call.openDeskIntake(a.app, a.desk),
  lookAtDoor: async (a, b) => (await call.lookAtDoor(a.app, rules, { token: b.desk, purpose: 'desk' }, holding(a)))?.open,
  enterCode: async (a, b) => [await call.enterCode(a.app, rules, { token: b.desk, purpose: 'review' }, '000000', holding(a)), await call.enterCode(a.app, rules, { token: a.desk, purpose: 'desk' }, '000000', holding(b))],
  sendCode: (a, b) => call.sendCode(a.app, { token: b.desk, purpose: 'plan' }),
  sendNewLink: (a, b) => call.sendNewLink(a.app, b.planId),
  signOut: (a) => call.signOut(a.app, rules, 'therapist', holding(a), { everywhere: true }),
  accountOfToken: (a, b) => Promise.all(mixed(a, b).map((token) => call.accountOfToken(a.app, token))),
  chatHistory: (a, b) => Promise.all(mixed(a, b).map((token) => call.chatHistory(a.app, token, { limit: 10 }))),
  personOfToken: (a, b) => Promise.all(mixed(a, b).map((token) => call.personOfToken(a.app, token))),
  openInvite: (a, b) => call.openInvite(a.app, b.inviteId),
  beginWithInvite: (a, b) => call.beginWithInvite(a.app, b.inviteId),
  beginWithCode: async (a, b) => [await call.beginWithCode(a.app, a.test.practice.slug, b.inviteCode, '198.51.100.7'), await call.beginWithCode(a.app, a.test.practice.slug, b.joinCode, '198.51.100.7'), await call.beginWithCode(a.app, a.test.practice.slug, b.therapistCode, '198.51.100.7')],
  handleMessage: async (a, b) => {
    for (const text of [b.joinCode, b.therapistCode, b.inviteCode, 'yes', 'my plan']) await a.client.write(text);
    return a.client.heard.map(({ text }) => text);
  },
  openHome: (a, b) => call.openHome(a.app, { ...b.client.sender, workspace: a.test.practice.slug }),
  therapistByEmail: (a) => call.therapistByEmail(a.app, a.test.practice.slug, 'only@elsewhere.example'),
  deskLink: (a) => call.deskLink(a.app, a.test.practice.slug, 'only@elsewhere.example'),
  revokeTherapistLinks: (a) => call.revokeTherapistLinks(a.app, a.test.practice.slug, 'only@elsewhere.example'),
  setBackup: (a) => call.setBackup(a.app, a.test.practice.slug, a.email, 'only@elsewhere.example'),
  assignClient: (a, b) => call.assignClient(a.app, b.clientId, a.test.practice.slug, a.email),
  readRecord: (a, b) => call.readRecord(a.app, a.test.practice.id, b.clientId),
};

const holding = ({ session, test: { practice } }: Side) => ({ device: () => session, chat: (slug: string) => (slug === practice.slug ? `${slug}.secret` : null) });
/** The token of their chat, as somebody of the other practice would bend it. */
const mixed = (a: Side, b: Side): string[] => [`${a.test.practice.slug}.${b.client.sender.userId}`, b.client.sender.userId, `${b.test.practice.slug}.${a.test.practice.slug}.secret`];

/** What is called inside a practice with an id that was looked up there: should one of another practice ever get so far, the database knows better. */
const inside: Tried = {
  changePlan: (a, b) => call.changePlan(a.app, b.planId, { party: 'therapist', person: a.therapistId }, ask),
  closePlan: (a, b) => call.closePlan(a.app, b.planId, a.therapistId, { seen: 1, goals: [], words: '' }),
  eraseClient: (a, b) => call.eraseClient(a.app, b.clientId, 'practice-asked'),
  eraseWithin: (a, b) => inTransaction(a.app, (tx) => call.eraseWithin(tx, b.clientId, 'practice-asked', a.app.now())),
  exportMyData: (a, b) => call.exportMyData(a.app, b.clientId),
  withdrawConsent: (a, b) => call.withdrawConsent(a.app, b.clientId),
  hearOnPage: (a, b) => call.hearOnPage(a.app, b.clientId, 'I want to kill myself tonight'),
  copiedConsents: (a, b) => call.copiedConsents(a.app, b.clientId),
  alertValues: (a, b) => call.alertValues(a.app, b.alertId),
  alertsFor: (a, b) => call.alertsFor(a.app, b.therapistId, 'en'),
  alertsOf: (a, b) => call.alertsOf(a.app, b.clientId, 'en'),
  deliver: (a, b) => call.deliver(a.app, b.accountId),
  offerReview: (a, b) => call.offerReview(a.app, b.clientId, b.planId),
  personLeft: (a, b) => call.personLeft(a.app, b.accountId),
  keepInvite: (a, b) => call.keepInvite(a.app, b.inviteId, a.clientId),
  linkForClient: (a, b) => call.linkForClient(a.app, b.accountId, b.client.address),
  linkTo: (a, b) => call.linkTo(a.app, { purpose: 'desk', practiceId: b.test.practice.id, therapistId: b.therapistId }, 1),
  wordNotice: (a, b) => call.wordNotice(a.app, b.accountId, { notice: 'review-ready', planId: b.planId, tried: [] } as never),
  inviteClient: (a, b) => call.inviteClient(a.app, { practiceId: b.test.practice.id, therapistId: b.therapistId }),
  endInvites: (a, b) => call.endInvites(a.app, b.therapistId),
  makeTherapistCode: (a, b) => call.makeTherapistCode(a.app, { practiceId: b.test.practice.id, therapistId: b.therapistId }),
  disconnectChats: (a, b) => call.disconnectChats(a.app, b.therapistId),
  plansWaitingFor: (a, b) => call.plansWaitingFor(a.app, b.therapistId),
  therapistSettings: (a, b) => call.therapistSettings(a.app, b.therapistId),
  setTherapistSettings: (a, b) => call.setTherapistSettings(a.app, b.therapistId, { remindersOff: true }),
  hasAnswers: (a, b) => call.hasAnswers(a.app, b.clientId),
  planInForce: (a, b) => call.planInForce(a.app.store.prisma, b.clientId),
  nextAsked: (a, b) => call.nextAsked(a.app.store.prisma, b.clientId, { every: 'weekly', weekday: 1, time: '18:00', timeZone: 'UTC' } as never, a.app.now()),
  clientAccount: (a, b) => call.clientAccount(a.app.store.prisma, b.clientId),
  therapistAccount: (a, b) => call.therapistAccount(a.app.store.prisma, b.therapistId),
  notifyClient: (a, b) => inTransaction(a.app, (tx) => call.notifyClient(a.app, tx, b.clientId, 'plan-is-closed', {}, a.app.now())),
  notifyTherapist: (a, b) => inTransaction(a.app, (tx) => call.notifyTherapist(tx, b.therapistId, 'client-erased', undefined, a.app.now())),
  reachableFor: (a, b) => call.reachableFor(a.app.store.prisma, b.clientId),
  tellNewTherapist: (a, b) => inTransaction(a.app, (tx) => call.tellNewTherapist(tx, b.clientId, a.app.now())),
  toldTo: (a, b) => call.toldTo(a.app.store.prisma, b.clientId),
  mayWriteFirst: (a, b) => inTransaction(a.app, (tx) => call.mayWriteFirst(a.app, tx, b.clientId, a.app.now(), { over: 'all' })),
  askAgain: (a, b) => inTransaction(a.app, (tx) => call.askAgain(a.app, tx, due('ask-again', b, b.clientId), a.app.now())),
  askCheckIn: (a, b) => inTransaction(a.app, (tx) => call.askCheckIn(a.app, tx, due('check-in', b, b.clientId), a.app.now())),
  escalateAlert: (a, b) => inTransaction(a.app, (tx) => call.escalateAlert(a.app, tx, due('escalate-alert', b, b.alertId), a.app.now())),
  offerRhythm: (a, b) => inTransaction(a.app, (tx) => call.offerRhythm(a.app, tx, due('offer-rhythm', b, b.clientId), a.app.now())),
  openPlanReview: (a, b) => inTransaction(a.app, (tx) => call.openPlanReview(a.app, tx, due('plan-review', b, b.planId), a.app.now())),
  remindClient: (a, b) => inTransaction(a.app, (tx) => call.remindClient(a.app, tx, due('remind-client', b, b.clientId), a.app.now())),
  remindTherapist: (a, b) => inTransaction(a.app, (tx) => call.remindTherapist(a.app, tx, due('remind-therapist', b, b.therapistId), a.app.now())),
};

test('every action is tried, or is given nothing of anybody’s choosing', () => {
  const known = [...Object.keys(fromOutside), ...Object.keys(inside), ...givenNothingForeign];
  expect(actions.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !actions.includes(name))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

eachDatabase('of two practices, one', (openStore) => {
  let store: Store;
  let ours: Side;
  let theirs: Side;
  beforeAll(async () => {
    store = await openStore();
    [ours, theirs] = [await open(store, 'ours', MARKS.ours), await open(store, 'theirs', MARKS.theirs)];
    await call.addTherapist(theirs.app, { practiceId: theirs.test.practice.id, name: 'Kim', email: 'only@elsewhere.example', language: 'en', takesNew: false, orientations: ['cbt'] });
  });

  /** Every row of the other practice. */
  async function rows(): Promise<string[]> {
    const { rows: tables } = await store.pool.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'practice_id' ORDER BY 1`);
    const all = await Promise.all(tables.map(async ({ name }) => (await store.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t WHERE practice_id = $1`, [theirs.test.practice.id])).rows.map(({ row }) => `${name} ${row}`)));
    return all.flat().toSorted();
  }
  /** What of the other practice stands in something that was given. */
  const foundIn = (given: unknown): string[] => {
    const text = given instanceof Uint8Array ? Buffer.from(given).toString('latin1') : JSON.stringify(given, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? '';
    return [MARKS.theirs, theirs.clientId, theirs.planId, theirs.accountId, theirs.alertId, theirs.therapistId, theirs.colleagueId].filter((mark) => text.includes(mark));
  };

  async function tries(work: (a: Side, b: Side) => unknown, a: Side): Promise<{ found: string[]; changed: string[] }> {
    const before = await rows();
    const given = await Promise.resolve().then(() => work(a, theirs)).catch((error: unknown) => ({ refused: (error as { code?: string }).code ?? (error as Error).name }));
    await Promise.all([ours.test.settle(), theirs.test.settle()]);
    const after = await rows();
    return { found: foundIn(given), changed: [...after.filter((row) => !before.includes(row)), ...before.filter((row) => !after.includes(row))] };
  }
  const nothing = { found: [], changed: [] };

  it('has a client, a plan and an alert that the other sees when it is asked for by whom it is for', async () => {
    expect(foundIn((await call.openPlan(theirs.app, { token: theirs.desk, planId: theirs.planId }, 'therapist'))?.view)).toContain(MARKS.theirs);
    expect(foundIn(await call.alertsOf(theirs.app, theirs.clientId, 'en')).length).toBeGreaterThan(0);
    expect((await rows()).length).toBeGreaterThan(30);
  });

  describe('reaches nothing of the other with what it holds, whatever ids it names:', () => {
    it.each(Object.entries(fromOutside))('%s', async (_, work) => expect(await tries(work, ours)).toEqual(nothing));
  });

  // The embedded database is for trying: its one user may see everything.
  describe('reaches nothing of the other, even with its ids, once it works within its own rows:', () => {
    it.for(Object.entries(inside))('%s', async ([, work], { skip }) => {
      if (store.kind === 'embedded') return skip();
      expect(await tries(work, { ...ours, app: call.within(ours.app, ours.test.practice.id) })).toEqual(nothing);
    });
  });
});

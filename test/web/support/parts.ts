import { randomUUID } from 'node:crypto';
import type { IntakeProgress } from '../../../src/actions/intake-progress.ts';
import type { DeskSettings, SettingsWish } from '../../../src/actions/desk-settings.ts';
import type { PlanProgress } from '../../../src/actions/plan-progress.ts';
import type { DeskRow, PlanView } from '../../../src/actions/plan-view.ts';
import type { Inbox } from '../../../src/channels/channel.ts';
import { createWebChannel } from '../../../src/channels/web.ts';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { act } from '../../../src/core/plan/act.ts';
import type { Party, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { statusOf } from '../../../src/core/plan/status.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { progressOf } from '../../../src/core/progress/progress.ts';
import { sinceAgreed, type SinceFrom } from '../../../src/core/progress/since.ts';
import { progressChart } from '../../../src/export/progress-chart.ts';
import type { ChatEntry, LivingPlanPage, MyDataPage, PlanKey, WebParts } from '../../../src/web/parts.ts';
import { freshPlan, practice, viewOf } from './plan.ts';
import { english } from './words.ts';

interface Person {
  token: string;
  userId: string;
  entries: ChatEntry[];
  taken: Set<string>;
}

/** What the bot of these tests says after each message: enough of a conversation to show every kind of question. */
export type Script = (entry: ChatEntry, turn: number) => MessageBody[];

const noScript: Script = () => [{ text: 'Thank you for saying that.' }];

/**
 * Cairn behind the web, in memory: conversations that follow a script over the real web channel, and one plan that the
 * real core decides about. Only our own ports are played here.
 */
export async function memoryParts(script: Script = noScript, opening: MessageBody[] = [{ text: 'Hello. I am software.' }]) {
  const people = new Map<string, Person>();
  const channel = createWebChannel();
  let seq = 0;
  let failing = false;
  const at = (): string => new Date(Date.UTC(2026, 8, 4, 9, 30, seq)).toISOString();

  const say = (person: Person, body: MessageBody): void => {
    seq += 1;
    person.entries.push({ seq, from: 'cairn', at: at(), body });
  };
  const find = (userId: string): Person => [...people.values()].find((person) => person.userId === userId)!;

  const message: Inbox['message'] = async ({ sender, messageId, content }) => {
    if (failing) throw new Error('the database does not answer');
    const person = find(sender.userId);
    if (person.taken.has(messageId)) return;
    person.taken.add(messageId);
    seq += 1;
    const text = content.kind === 'text' ? content.text : content.kind === 'choice' ? labels(person, content.ids) : '';
    const entry: ChatEntry = { seq, from: 'client', at: at(), messageId, body: { text } };
    person.entries.push(entry);
    for (const body of script(entry, person.taken.size)) say(person, body);
    await channel.send({ seq, sender, address: sender.userId, body: { text: '' }, language: 'en' });
  };
  await channel.start({ message, gone: async () => {}, home: async () => null, language: async () => 'en' });

  let plan: TreatmentPlan = freshPlan();
  let life: Omit<SinceFrom, 'plan' | 'viewer'> | null = null;
  let review: PlanProgress['review'] = { on: null, due: false, open: null, earlier: [], next: '2027-03-04' };
  let read: Partial<PlanView> = {};
  const notes = [{ id: 'n1', text: 'Ask about sleep next time.', at: '2026-09-04T09:30:00.000Z' }];
  const page = (viewer: Party) => ({ view: viewOf(plan, viewer, viewer === 'therapist' ? { notes, ...read } : {}), language: 'en', timeZone: 'UTC', alerts: [] });
  const livingPage = (viewer: Party): LivingPlanPage => ({
    ...page(viewer),
    async living(words) {
      if (!life) return null;
      const progress = progressOf({ plan, ...life });
      const pictures = Object.fromEntries(progress.goals.flatMap((goal) => {
        const picture = goal.ratings.length > 0 ? progressChart(goal, progress, words, 'UTC') : null;
        return picture ? [[goal.goal, picture]] : [];
      }));
      return { progress, pictures, since: sinceAgreed({ plan, ...life, viewer }), review };
    },
  });
  const partyOf = ({ token, planId }: PlanKey): Party | null =>
    token === 'review-token' || (token === 'desk-token' && planId === plan.id) ? 'therapist' : token === 'plan-token' || people.has(token) ? 'client' : null;
  let rowMore: Partial<DeskRow> = {};
  const rows = (): DeskRow[] => [{
    planId: plan.id, client: { id: 'c1', name: 'Mara' }, status: statusOf(plan), waiting: 'therapist', since: '2026-09-04T09:30:00.000Z',
    version: currentVersion(plan).number, openProposals: 0, reviewOn: '2027-03-04', reviewPath: `/desk/desk-token/plan/${plan.id}`,
    lastCheckIn: null, goneQuiet: false, drop: null, review: null, ...rowMore,
  }];

  const myData: MyDataPage = {
    practice, language: 'en', name: 'Mara', therapist: 'Dr. Ines Albrecht', keptYears: 7, held: false, timeZone: 'UTC',
    log: [
      { at: '2026-09-05T10:00:00.000Z', who: { actor: 'therapist', name: 'Dr. Ines Albrecht' }, action: 'plan.read' },
      { at: '2026-09-04T09:40:00.000Z', who: { actor: 'cairn' }, action: 'plan.drafted' },
      { at: '2026-09-04T09:30:00.000Z', who: { actor: 'client' }, action: 'consent.given' },
    ],
  };

  let invites = 0;
  const settings: DeskSettings = {
    practice, language: 'en', timeZone: 'UTC', chats: [{ channel: 'slack', since: '2026-09-04T09:30:00.000Z' }], platforms: ['slack', 'teams'],
    reminders: true, notices: 'chats', noticeWays: ['chats', 'mail', 'mail-only'], routes: [], languages: ['en', 'es'],
    zone: null, otherwise: 'Europe/Dublin', zones: { likely: ['Europe/Dublin'], all: ['America/New_York', 'Europe/Dublin', 'Europe/Madrid'] },
  };
  const wishes: SettingsWish[] = [];
  const progress: IntakeProgress = {
    labels: { beginning: 'Before we begin', hopes: 'What you hope for', goals: 'Your goals', ways: 'What may help', end: 'The end' },
    finished: 41, underWay: null,
    groups: [
      { topics: [null], reached: 63, stopped: 6 }, { topics: ['beginning', 'hopes'], reached: 57, stopped: 9 },
      { topics: ['goals', 'ways', 'end'], reached: 48, stopped: 7 },
    ],
  };
  const onDesk = <T>(what: () => T) => async (token: string): Promise<T | null> => (token === 'desk-token' ? what() : null);

  const parts: WebParts = {
    practice: async (slug) => (slug === undefined || slug === practice.slug ? { face: practice, language: 'en', country: 'IE', invitedOnly: false, timeZone: 'Europe/Dublin' } : null),
    invites: { open: async (token) => (token === 'invite-token' ? { practice, therapist: { name: 'Dr. Ines Albrecht' }, language: 'en' } : null), accept: async () => null, typed: async () => null },
    words: () => english,
    chat: {
      async begin() {
        const person: Person = { token: randomUUID(), userId: randomUUID(), entries: [], taken: new Set() };
        people.set(person.token, person);
        for (const body of opening) say(person, body);
        return { token: person.token };
      },
      canBegin: async () => true,
      async identify(token) {
        const person = people.get(token);
        return person ? { accountKey: person.userId, practice, language: 'en' } : null;
      },
      async history(token, { after, before, limit }) {
        const entries = people.get(token)?.entries;
        if (!entries) return null;
        return after !== undefined ? entries.filter((entry) => entry.seq > after).slice(0, limit) : entries.filter((entry) => before === undefined || entry.seq < before).slice(-limit);
      },
      receive: (token, message) => channel.receive({ practice: practice.slug, userId: people.get(token)!.userId }, message),
      subscribe: (token, onSignal) => channel.subscribe(people.get(token)!.userId, onSignal),
      commandWords: (_language, command) => command,
    },
    plans: {
      openReview: async (key) => (partyOf(key) === 'therapist' ? livingPage('therapist') : null),
      openClientPlan: async (key) => (partyOf(key) === 'client' ? livingPage('client') : null),
      async act(key, what) {
        const party = partyOf(key);
        if (!party) return null;
        const result = act(plan, { party, person: party }, what, '2026-09-05T10:00:00.000Z');
        if (result.ok) plan = result.plan;
        return result.ok ? { ok: true } : result;
      },
      hear: async () => false,
      copy: async (key, as, format) => (partyOf(key) === as ? { type: 'text/plain', body: `the ${format} for the ${as}` } : null),
      withdrawConsent: async (key) => (partyOf(key) === 'client' ? true : null),
      async addNote(key, text) {
        if (partyOf(key) !== 'therapist') return null;
        notes.unshift({ id: `n${notes.length + 1}`, text, at: '2026-09-05T10:00:00.000Z' });
        return true;
      },
    },
    myData: {
      open: async (key) => (partyOf(key) === 'client' ? myData : null),
      at: async (key) => (partyOf(key) === 'client' ? practice : null),
      download: async (key) => (partyOf(key) === 'client' ? new Uint8Array([80, 75]) : null),
      delete: async (key) => {
        if (partyOf(key) !== 'client') return null;
        if (myData.held) return 'held';
        people.delete(key.token);
        return 'deleted';
      },
    },
    desk: {
      open: async (token) => (token === 'desk-token' ? { practice, therapist: { name: 'Dr. Ines Albrecht' }, language: 'en', timeZone: 'UTC', rows: rows(), alerts: [] } : null),
      history: async (token, planId) => (token === 'desk-token' && planId === plan.id ? page('therapist') : null),
      invites: onDesk(() => ({ practice, language: 'en', timeZone: 'UTC', open: invites, lastUntil: invites ? '2026-10-04T09:30:00.000Z' : null })),
      invite: onDesk(() => {
        invites += 1;
        return { practice, language: 'en', timeZone: 'UTC', link: 'https://cairn.example.org/i/8kPq0bqXw1JtQm4nq2uG6sV9yTzL3rE5dHcA7fB1xYo', code: 'K7RM3-QFH9T', until: '2026-10-04T09:30:00.000Z', platforms: ['slack', 'teams', 'web'] };
      }),
      endInvites: onDesk(() => {
        const ended = invites;
        invites = 0;
        return { ended };
      }),
      settings: onDesk(() => settings),
      connect: onDesk(() => ({ practice, language: 'en', timeZone: 'UTC', code: 'W4TN8-KD2XC', minutes: 15, platforms: settings.platforms })),
      change: async (token, wish) => {
        if (token !== 'desk-token') return null;
        wishes.push(wish);
        return true;
      },
      intake: onDesk(() => ({ practice, language: 'en', timeZone: 'UTC', progress })),
      disconnect: onDesk(() => ({ ended: settings.chats.splice(0).length })),
    },
    // Whoever holds a link of these tests is signed in; what the door does is told in tests of its own.
    door: {
      look: async ({ token, purpose }) => (token === `${purpose}-token` ? { open: true } : null),
      sendCode: async () => 'sent',
      enter: async () => 'wrong',
      signOut: async () => {},
      newLink: () => {},
    },
    safety: { act: async (token) => (token === 'review-token' || token === 'desk-token' ? { ok: true } : null) },
    handover: {
      open: async (key) => (partyOf(key) === 'therapist' ? { practice, language: 'en', client: { name: 'Mara' }, colleagues: [{ id: 't2', name: 'Ana Ruiz' }] } : null),
      give: async (key, to) => (partyOf(key) === 'therapist' && to === 't2' ? { to: 'Ana Ruiz' } : null),
    },
    helpNow: (country) => ({
      country, emergency: country === 'IE' ? '112' : undefined,
      countries: [{ code: 'IE', name: 'Ireland' }, { code: 'US', name: 'United States' }],
      lines: country === 'IE' ? [{ name: 'Samaritans', about: 'Free, day and night.', ways: [{ kind: 'call', label: 'Call 116 123', href: 'tel:116123' }] }] : [],
    }),
    mailbox: async () => [{ to: 'ines@linden.example', subject: 'A draft plan is ready for your review', at: '2026-09-04T09:30:00.000Z', text: 'Dear Ines,\n\nread it here:\nhttp://127.0.0.1:8080/review/review-token\n\nLinden Street' }],
    ready: async () => !failing,
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'cairn_up 1\n' }),
  };

  return {
    parts, channel, myData, settings, wishes, progress,
    plan: () => plan,
    setPlan: (next: TreatmentPlan) => void (plan = next),
    /** What was said in check-ins. */
    setLife: (next: typeof life) => void (life = next),
    /** The look at the whole plan: the one that is due, and what the client said in it. */
    setReview: (more: Partial<typeof review>) => void (review = { ...review, ...more }),
    /** What the therapist has before them of a plan in another language. */
    setRead: (next: Partial<PlanView>) => void (read = next),
    setRow: (more: Partial<DeskRow>) => void (rowMore = more),
    /** As if the bot wrote by itself. */
    async sayTo(token: string, body: MessageBody) {
      const person = people.get(token)!;
      say(person, body);
      channel.wake(person.userId);
    },
    entriesOf: (token: string) => people.get(token)!.entries,
    everyone: () => [...people.values()],
    fail: (now: boolean) => void (failing = now),
  };
}

const labels = ({ entries }: Person, ids: string[]): string => {
  const choices = entries.flatMap(({ body }) => body.question?.choices ?? []);
  return ids.map((id) => choices.find((choice) => choice.id === id)?.label ?? id).join(', ');
};

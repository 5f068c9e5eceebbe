import { randomUUID } from 'node:crypto';
import { addPractice, addTherapist } from '../../src/actions/admin.ts';
import type { App, CountedEvent } from '../../src/actions/app.ts';
import { changePlan, type PlanChanged } from '../../src/actions/change-plan.ts';
import { openShelf, type FlowShelf } from '../../src/actions/flow-shelf.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { livingView, type LivingView } from '../../src/actions/living-view.ts';
import { runDue } from '../../src/actions/run-due.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { Channel, ChannelName, InboundMessage, OutboundMessage, Sender } from '../../src/channels/channel.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import type { Actor, PlanAct } from '../../src/core/plan/act.ts';
import type { ItemKind, Party, PlanItem, TreatmentPlan } from '../../src/core/plan/plan.ts';
import { findAccountOf } from '../../src/store/accounts.ts';
import { historyBefore, type HistoryEntry } from '../../src/store/history.ts';
import type { LoadedFlows } from '../../src/store/load-flows.ts';
import type { Store } from '../../src/store/open-store.ts';
import { findClient } from '../../src/store/practices.ts';
import { outboundPlace } from '../../src/store/places.ts';
import { loadPlan, plansOfClient, type StoredPlan } from '../../src/store/plans.ts';
import { loaded } from './flows.ts';

/** A channel at Cairn's own port that keeps what it is given to send, and fails as it is told. */
export interface CollectingChannel extends Channel {
  /** What was sent, in the order it was. */
  sent: OutboundMessage[];
  /** Every try, also those that failed. */
  tried: OutboundMessage[];
  /** What a try fails with; null lets it through. Stays until it is set again. */
  failing: (message: OutboundMessage) => Error | null;
}

export function collectingChannel(name: ChannelName): CollectingChannel {
  const channel: CollectingChannel = {
    name, sent: [], tried: [],
    failing: () => null,
    start: async () => {},
    stop: async () => {},
    async send(message) {
      channel.tried.push(message);
      const failure = channel.failing(message);
      if (failure) throw failure;
      channel.sent.push(message);
      return { platformId: `${name}-${message.seq}` };
    },
  };
  return channel;
}

/** A clock that stands still but for a millisecond at each look, so that everything that happens has its own time. */
export interface TestClock {
  now(): Date;
  later(milliseconds: number): void;
}

export function testClock(at = '2026-03-02T10:00:00.000Z'): TestClock {
  let time = Date.parse(at);
  return { now: () => new Date((time += 1)), later: (milliseconds) => void (time += milliseconds) };
}

export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => count * 86_400_000;

export interface TestApp extends TestClock {
  app: App;
  web: CollectingChannel;
  slack: CollectingChannel;
  mail: CollectingChannel;
  practice: { id: string; slug: string; name: string };
  therapist: { id: string; name: string };
  counted: CountedEvent[];
  logged: { facts: Record<string, unknown>; message: string }[];
  /** Waits until nothing is done in the background any more. */
  settle(): Promise<void>;
  /** Somebody who has not written yet, or who writes from that address; on Slack they come from the team `T1`. */
  newClient(address?: string, on?: 'web' | 'slack'): TestClient;
}

export interface TestAppOptions {
  flows?: LoadedFlows;
  clock?: TestClock;
  /** A real channel, in the place of the collecting one of its name. */
  channel?: Channel;
  practice?: { slug?: string; name?: string; contact?: string; newClients?: 'self-referral' | 'invited-only'; selfReferralsPerDay?: number; language?: string };
  therapist?: { name?: string };
}

const shelves = new WeakMap<Store, Promise<FlowShelf>>();

/** The flows that ship are put on the shelf of a store once, as a process does when it starts; a practice of their own is all that tests need besides. */
function shippedOn(store: Store, now: Date): Promise<FlowShelf> {
  const shelf = shelves.get(store) ?? openShelf(store, loaded, now);
  shelves.set(store, shelf);
  return shelf;
}

/** Cairn's actions on a store, with a practice of their own, as `main.ts` puts them together. */
export async function openTestApp(store: Store, { flows = loaded, clock = testClock(), channel, practice: named, therapist: called }: TestAppOptions = {}): Promise<TestApp> {
  const background = new Set<Promise<void>>();
  const counted: CountedEvent[] = [];
  const logged: TestApp['logged'] = [];
  const log = (facts: Record<string, unknown>, message: string): void => void logged.push({ facts, message });
  const [web, slack, mail] = [collectingChannel('web'), collectingChannel('slack'), collectingChannel('mail')];
  const app: App = {
    store, flows,
    channels: new Map<ChannelName, Channel>([['web', web], ['slack', slack], ['mail', mail], ...(channel ? [[channel.name, channel] as const] : [])]),
    shelf: await (flows === loaded ? shippedOn(store, clock.now()) : openShelf(store, flows, clock.now())),
    publicUrl: 'https://cairn.example.org',
    timeZone: 'Europe/Dublin',
    now: clock.now,
    log: { info: log, warn: log, error: log },
    count: (event) => void counted.push(event),
    inBackground(name, work) {
      const done: Promise<void> = work()
        .catch((error: unknown) => log({ work: name, error }, 'work in the background failed'))
        .finally(() => background.delete(done));
      background.add(done);
    },
  };
  const settle = async (): Promise<void> => {
    while (background.size > 0) await Promise.all(background);
  };
  const practice = await addPractice(app, { slug: `willow-${randomUUID()}`, name: 'Willow Practice', contact: 'call 0555 014 220', country: 'IE', selfReferralsPerDay: 1_000, ...named });
  const therapist = await addTherapist(app, {
    practiceId: practice.id, name: 'Robin Hale', email: 'robin.hale@willow.example', language: 'en', takesNew: true, orientations: ['cbt', 'act'], ...called,
  });
  const all = { app, web, slack, mail, practice, therapist, counted, logged, settle, now: clock.now, later: clock.later };
  return { ...all, newClient: (address, on) => new TestClient(all, address, on) };
}

/** What a client does at a question: words to write, or the ids of choices to press. */
export type Move = string | { press: string[] };
/** By step (`hope`) or by the question's key (`rating@g1`); a list of moves is taken one after the other. */
export type Moves = Record<string, Move | Move[]>;

/** Somebody in a conversation, whatever it is held through. */
export interface Talker {
  /** Of the last message; undefined when it asks nothing. */
  question: Question | undefined;
  write(text: string): Promise<void>;
  press(...ids: string[]): Promise<void>;
}

/**
 * Answers one question after the other until `until` is asked, or nothing is. What `moves` does not name is answered with
 * the first choice, a number in the middle, or a few words.
 */
export async function talkThrough(person: Talker, moves: Moves = {}, until?: string): Promise<void> {
  const turns = new Map<string, number>();
  for (let turn = 0; person.question; turn += 1) {
    const { step: key, kind, choices } = person.question;
    const step = key.split('@')[0]!;
    if (step === until) return;
    if (turn > 80) throw new Error(`The conversation does not end; it is at ${key}.`);
    const nth = turns.get(key) ?? 0;
    turns.set(key, nth + 1);
    const named = [moves[key] ?? moves[step] ?? []].flat()[nth];
    const middle = kind === 'scale' ? choices[Math.floor(choices.length / 2)] : choices[0];
    const move: Move = named ?? (middle ? { press: [middle.id] } : `a few words about ${key}`);
    await (typeof move === 'string' ? person.write(move) : person.press(...move.press));
  }
}

/** A person on the web or on Slack: what they write, and what they have been sent. */
export class TestClient implements Talker {
  readonly sender: Sender;
  readonly address: string;
  private readonly cairn: Omit<TestApp, 'newClient'>;

  constructor(cairn: Omit<TestApp, 'newClient'>, address: string = randomUUID(), on: 'web' | 'slack' = 'web') {
    this.cairn = cairn;
    this.address = address;
    this.sender = { channel: on, workspace: on === 'web' ? cairn.practice.slug : 'T1', userId: this.address };
  }

  /** The same person, writing to another Cairn on the same database: another process, or one that was started anew. */
  at(other: TestApp): TestClient {
    return Object.assign(Object.create(TestClient.prototype) as TestClient, this, { cairn: other });
  }

  /** Resolves once the message is taken and what follows from it is done. */
  async send(content: InboundMessage['content'], messageId: string = randomUUID()): Promise<void> {
    await this.only(content, messageId);
    await this.cairn.settle();
  }

  /** The message alone, for doing several things at once. */
  only(content: InboundMessage['content'], messageId: string = randomUUID()): Promise<void> {
    return handleMessage(this.cairn.app, { sender: this.sender, address: this.address, messageId, content });
  }

  write(text: string): Promise<void> {
    return this.send({ kind: 'text', text });
  }

  /** Presses buttons of the question that was asked last. */
  press(...ids: string[]): Promise<void> {
    return this.send(this.pressing(...ids));
  }

  pressing(...ids: string[]): InboundMessage['content'] {
    return { kind: 'choice', step: this.question!.step, ids };
  }

  /** The text of the last message sent to them. */
  get last(): string {
    return this.heard.at(-1)?.text ?? '';
  }

  /** Everything sent to them so far. */
  get heard(): MessageBody[] {
    return (this.sender.channel === 'slack' ? this.cairn.slack : this.cairn.web).sent.filter(({ address }) => address === this.address).map(({ body }) => body);
  }

  /** Of the last message; undefined when it asks nothing. */
  get question(): Question | undefined {
    return this.heard.at(-1)?.question;
  }

  /** Step that the last message asks about, without its item. */
  get step(): string | undefined {
    return this.question?.step.split('@')[0];
  }

  /** Answers one question after the other until `until` is asked, or nothing is. */
  talk(moves: Moves = {}, until?: string): Promise<void> {
    return talkThrough(this, moves, until);
  }

  /** The whole intake, from the first hello until it is sent. */
  async holdIntake(moves: Moves = {}): Promise<StoredPlan> {
    await this.write('hello');
    await this.talk(moves);
    return this.storedPlan();
  }

  async ids(): Promise<{ account: string; client: string }> {
    const account = await findAccountOf(this.cairn.app.store.prisma, this.sender);
    return { account: account!.id, client: account!.clientId! };
  }

  async storedPlan(): Promise<StoredPlan> {
    const { prisma } = this.cairn.app.store;
    const [summary] = await plansOfClient(prisma, (await this.ids()).client);
    return (await loadPlan(prisma, summary!.id))!;
  }

  async plan(): Promise<TreatmentPlan> {
    return (await this.storedPlan()).plan;
  }

  /** As it is stored: what came in, and what went or will go out. */
  async history(): Promise<HistoryEntry[]> {
    return historyBefore(this.cairn.app.store.prisma, (await this.ids()).account, 1_000);
  }

  actor(party: Party, { clientId, therapistId }: StoredPlan): Actor {
    return { party, person: party === 'client' ? clientId : therapistId };
  }

  /** One act on their plan's page, by either side; fails when it is refused. */
  async act(party: Party, what: PlanAct): Promise<TreatmentPlan> {
    const changed = await this.tries(party, what);
    if (!changed.ok) throw new Error(`refused: ${JSON.stringify(changed.refusal)}`);
    return changed.plan;
  }

  async tries(party: Party, what: PlanAct): Promise<PlanChanged> {
    const stored = await this.storedPlan();
    const changed = await changePlan(this.cairn.app, stored.plan.id, this.actor(party, stored), what);
    await this.cairn.settle();
    return changed!;
  }

  /** What is put into their therapist's queue and theirs while something is done: names of notices, and texts. */
  async newsOf(work: () => Promise<unknown>): Promise<{ therapist: string[]; client: string[] }> {
    const { prisma } = this.cairn.app.store;
    const { clientId, therapistId } = await this.storedPlan();
    const last = (await prisma.outboundMessage.aggregate({ _max: { seq: true } }))._max.seq ?? 0n;
    await work();
    await this.cairn.settle();
    const queuedFor = async (account: { clientId: string } | { therapistId: string }): Promise<string[]> => {
      const rows = await prisma.outboundMessage.findMany({ where: { account, seq: { gt: last } }, orderBy: { seq: 'asc' } });
      return Promise.all(rows.map(async ({ id, accountId, body }) => {
        const said = (await prisma.vault.ofAccount(prisma, accountId)).open<{ notice?: string; text: string }>(outboundPlace(id), body);
        return said.notice ?? said.text;
      }));
    };
    return { therapist: await queuedFor({ therapistId }), client: await queuedFor({ clientId }) };
  }
}

/** The token of a fresh link to the desk of a therapist. */
export const deskToken = async ({ app, practice, therapist }: TestApp, therapistId: string = therapist.id): Promise<string> =>
  (await linkTo(app, { purpose: 'desk', practiceId: practice.id, therapistId }, 1)).split('/').at(-1)!;

/** What is due just now. */
export async function dueNow({ app, settle }: TestApp): Promise<void> {
  await runDue(app);
  await settle();
}

/** The lines of one kind, as the plan stands. */
export const linesOf = (plan: TreatmentPlan, kind: ItemKind): PlanItem[] => plan.versions.at(-1)!.items.filter((item) => item.kind === kind);

/** The life of a plan as one side is shown it. */
export async function lifeOf(app: App, planId: string, party: Party): Promise<LivingView> {
  const stored = (await loadPlan(app.store.prisma, planId))!;
  const client = (await findClient(app.store.prisma, stored.clientId))!;
  return livingView({ own: app, stored, client, by: { party, person: party === 'client' ? stored.clientId : stored.therapistId } });
}

/**
 * Fills the embedded database with one client's half year: an intake, an agreement, check-ins with gaps, a revisit, a look at the
 * plan that has just come due. Made by the same actions that real people use, with a clock that is moved, so every page is full.
 *
 *     node src/half-year.ts        then: npm start
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { App } from './actions/app.ts';
import { changePlan } from './actions/change-plan.ts';
import { demoDesk, DEMO_SLUG, ensureDemoPractice } from './actions/demo.ts';
import { handleMessage } from './actions/handle-message.ts';
import { runDue } from './actions/run-due.ts';
import { linkTo } from './actions/word-notice.ts';
import type { Channel, ChannelName, InboundContent, Sender } from './channels/channel.ts';
import { mailChannel } from './channels/mail.ts';
import { readConfig } from './config.ts';
import type { Question } from './core/conversation/message.ts';
import type { PlanAct } from './core/plan/act.ts';
import type { ItemKind, PlanItem } from './core/plan/plan.ts';
import { currentVersion } from './core/plan/versions.ts';
import { CairnError } from './errors.ts';
import { explain } from './explain.ts';
import { openApp } from './main.ts';
import { mailDirectory } from './open-channels.ts';
import { findAccountOf } from './store/accounts.ts';
import { loadPlan, plansOfClient, type StoredPlan } from './store/plans.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** So long ago it begins; the look at the plan comes due in the days before today. */
const DAYS_AGO = 186;

type Move = string | { press: string[] };

/** One life of a clock: it stands, and is moved by hand. */
class Clock {
  private at: number;
  constructor(at: Date) {
    this.at = at.getTime();
  }
  readonly now = (): Date => new Date((this.at += 1));
  later(milliseconds: number): void {
    this.at += Math.max(0, milliseconds);
  }
}

/** A client of the web chat, with the question in front of them. */
class Person {
  question: Question | undefined;
  readonly sender: Sender = { channel: 'web', workspace: DEMO_SLUG, userId: randomUUID() };
  private readonly app: App;
  private readonly clock: Clock;
  private readonly settle: () => Promise<void>;

  constructor(app: App, clock: Clock, settle: () => Promise<void>) {
    this.app = app;
    this.clock = clock;
    this.settle = settle;
  }

  async does(...moves: Move[]): Promise<void> {
    for (const move of moves) {
      this.clock.later(MINUTE_MS / 2);
      const content: InboundContent = typeof move === 'string' ? { kind: 'text', text: move } : { kind: 'choice', step: this.question!.step, ids: move.press };
      await handleMessage(this.app, { sender: this.sender, address: this.sender.userId, messageId: randomUUID(), content });
      await this.settle();
    }
  }

  /** Answers every question by its step; a list is taken one after the other. */
  async answers(moves: Record<string, Move | Move[]>): Promise<void> {
    const turns = new Map<string, number>();
    while (this.question) {
      const key = this.question.step;
      const nth = turns.get(key) ?? 0;
      turns.set(key, nth + 1);
      const move = [moves[key] ?? moves[key.split('@')[0]!] ?? 'skip'].flat()[nth];
      if (move === undefined || nth > 9) throw new CairnError('invalid-input', `The conversation stays at ${key}.`);
      await this.does(move);
    }
  }

  async stored(): Promise<StoredPlan> {
    const { prisma } = this.app.store;
    const [plan] = await plansOfClient(prisma, (await findAccountOf(prisma, this.sender))!.clientId!);
    return (await loadPlan(prisma, plan!.id))!;
  }

  async lines(kind: ItemKind): Promise<PlanItem[]> {
    return currentVersion((await this.stored()).plan).items.filter((item) => item.kind === kind);
  }

  /** Their therapist does something on the plan's page. */
  async therapist(act: (seen: number) => PlanAct): Promise<void> {
    this.clock.later(MINUTE_MS * 2);
    const { plan, therapistId } = await this.stored();
    const done = await changePlan(this.app, plan.id, { party: 'therapist', person: therapistId }, act(currentVersion(plan).number));
    if (!done?.ok) throw new CairnError('invalid-input', 'The plan did not take what the therapist did.', { details: done });
    await this.settle();
  }

  async therapistApproves(): Promise<void> {
    const { number, hash } = currentVersion((await this.stored()).plan);
    await this.therapist(() => ({ do: 'approve', version: number, hash }));
  }
}

/** Lets days go by, from one thing that is due to the next, until `until` holds. */
async function goesBy(app: App, clock: Clock, settle: () => Promise<void>, days: number, until: () => boolean = () => false): Promise<void> {
  const end = clock.now().getTime() + days * DAY_MS;
  for (;;) {
    const next = await app.store.prisma.due.findFirst({ where: { doneAt: null, at: { lte: new Date(end) } }, orderBy: { at: 'asc' }, select: { at: true } });
    clock.later((next?.at.getTime() ?? end) - clock.now().getTime());
    await runDue(app);
    await settle();
    if (!next || until()) return;
  }
}

const press = (...ids: string[]): Move => ({ press: ids });

async function live(app: App, clock: Clock, settle: () => Promise<void>, sam: Person): Promise<void> {
  const time = (days: number, until?: () => boolean) => goesBy(app, clock, settle, days, until);

  // The intake, on a Tuesday evening.
  await sam.does('hello');
  await sam.answers({
    consent: press('agree'), age: press('yes'), name: 'Sam', country: 'Ireland',
    hope: 'I would like to stop lying awake over work, and to have evenings that are mine again.',
    hardest: 'Sunday nights. My head goes through every mail of the week, and by Monday I am worn out.',
    areas: press('work', 'sleep'),
    better: 'I would put the laptop away at six and not think about it until morning.',
    'more-of': 'Running with Noa. Cooking something that takes an hour.',
    goals: ['Sleep through most nights', 'Say no to extra work without feeling guilty for days', press('done'), press('as-is')],
    'goal-wording': press('own'),
    'why-it-matters': 'I am short with the people I love when I am tired.',
    signs: 'I wake up and the first thing I think of is not a mail.',
    'rating@g1': press('3'), 'rating@g2': press('2'), 'good-enough': press('7'),
    'helped-before': 'Writing the list for tomorrow before I go home.',
    'would-try': press('writing', 'home-practice'), 'rather-not': press('joint-sessions'),
    'review-rhythm': press('six-months'), 'private-note': 'My sister does not know that I am here.', summary: press('send'),
  });

  // The therapist looks two days later, suggests one thing and asks another; both agree.
  await time(2);
  const [, guilt] = await sam.lines('goal');
  await sam.therapist((seen) => ({ do: 'change', item: guilt!.id, to: { text: 'Say no to extra work, and let the guilt pass sooner' }, reason: 'Guilt may still come. Getting over it sooner is something you can notice.', seen, send: true }));
  await sam.does(press('accept'));
  await sam.therapistApproves();
  await sam.does(press('approve'));
  await time(1, () => sam.question?.step === 'every');
  await sam.does(press('fortnightly'), press('sunday'), press('18:00'), press('Europe/Dublin'));

  const asked = (): boolean => sam.question?.step === 'hello';
  const checkIn = async (sleep: string, no: string, noticed: Move, bring: Move = press('nothing-now')): Promise<void> => {
    await time(60, asked);
    await sam.does(press('begin'), sleep, no, noticed, bring);
  };
  await checkIn('3', '2', 'I wrote the list on Friday and did not look at it again until Monday');
  await checkIn('4', '3', press('aware', 'harder'), 'The week in which everybody was ill.');
  await checkIn('5', '3', press('self-kind'));

  // Two that come while they are away, and an offer of another rhythm that waits until they are back.
  await time(46);
  await sam.does('something changed', 'I have a new manager. She asks before she sends things, and I still cannot say no.');
  const question = (await sam.stored()).plan.proposals.at(-1)!;
  await time(1);
  await sam.therapist(() => ({ do: 'reply', proposal: question.id, text: 'Then let us make the step smaller. I have suggested something.' }));
  await sam.therapist((seen) => ({
    do: 'add', seen, send: true, reason: 'A sentence that is ready is easier to say than one you have to find.',
    item: { kind: 'strategy', text: 'One sentence for saying no, tried out loud first', goal: guilt!.id, sources: [], what: 'You write one sentence that fits you, and say it out loud at home before you need it.', why: 'What has been said once is easier to say again.' },
  }));
  await sam.does(press('accept'));
  await sam.therapistApproves();
  await sam.does(press('approve'));

  await checkIn('6', '4', 'I said I would look at it on Monday, and nobody minded', 'How to do that with my father');
  await checkIn('7', '5', press('responded', 'self-kind'));
  await checkIn('6', '6', 'I cooked on a Sunday night');
  await checkIn('7', '3', press('harder'), 'I said yes again, and I know why');
  await checkIn('8', '5', 'I told her on the same day that I could not do it');
  await checkIn('7', '6', press('self-kind', 'aware'), 'What I will do about December.');

  // The day of the look at the whole plan.
  await time(60, () => sam.question?.step === 'look');
  await sam.does(press('keep'));
  await sam.does('how am i doing');
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig();
  if (config.databaseUrl) throw new CairnError('config-invalid', 'This fills the embedded database only: a server has real clients.', { remedy: 'Run it without DATABASE_URL.' });
  const evening = new Date(Date.now() - DAYS_AGO * DAY_MS);
  evening.setUTCHours(18, 40, 0, 0);
  const clock = new Clock(evening);
  const { app, settle, close } = await openApp(config, clock.now);
  try {
    await ensureDemoPractice(app);
    const sam = new Person(app, clock, settle);
    const web: Channel = { name: 'web', start: async () => {}, stop: async () => {}, send: async ({ address, body }) => {
      if (address === sam.sender.userId) sam.question = body.question;
      return {};
    } };
    const channels = app.channels as Map<ChannelName, Channel>;
    // Made-up mail stays on this machine, whatever is set up.
    for (const channel of [web, mailChannel({ smtp: null, directory: mailDirectory(config) })]) channels.set(channel.name, channel);
    await live(app, clock, settle, sam);
    const { plan, clientId, practiceId } = await sam.stored();
    // Links are made now, so that they are not half a year old.
    clock.later(Date.now() - clock.now().getTime());
    process.stdout.write([
      '',
      '  Half a year of one client is in the database. Start Cairn (npm start) and open:',
      '',
      `  The therapist's desk  ${await demoDesk(app) ?? 'see the mail page'}`,
      `  The client's plan     ${await linkTo(app, { purpose: 'plan', practiceId, clientId, planId: plan.id }, 14)}`,
      '', '',
    ].join('\n'));
  } finally {
    await close();
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${explain(error, 'The half year could not be made')}\n`);
    process.exitCode = 1;
  });
}

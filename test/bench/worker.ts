import pg from 'pg';
import { tidy } from '../../src/store/tidy.ts';
import { openCairn, type CairnContender } from './cairn.ts';
import { openPool, type Contender, type Place } from './contender.ts';
import { fill } from './fill.ts';
import { openFloor } from './floor.ts';
import type { Rehearsed, RecordedTurn } from './lap.ts';
import { percentile } from './numbers.ts';

/** One contender in a process of its own; `contenders.ts` is the other end. */

export type ContenderName = 'cairn' | 'floor' | 'botbuilder' | 'botbuilder-transcript';

export interface Requests {
  open: { ask: { name: ContenderName; place: Place; rehearsed?: Rehearsed }; answer: void };
  rehearse: { ask: object; answer: Rehearsed };
  /** Stores this many conversations of other people, as they are half-way. */
  fill: { ask: { conversations: number }; answer: void };
  /**
   * Makes conversations under a name and takes each some turns on its way, unmeasured: to places all along the lap, or
   * through the opening and so many turns of the edits.
   */
  seat: { ask: { group: string; conversations: number; edits?: number }; answer: void };
  /** Takes every conversation of a group some turns further, all at once; one after another in each. */
  play: { ask: { group: string; script: Script; turns: number }; answer: Round };
  /** Statements sent to the database in a number of turns of one conversation, before and after the acknowledgement. */
  count: { ask: { group: string; script: Script; turns: number }; answer: { before: number; after: number } };
  close: { ask: object; answer: void };
}

/** Which recorded turns are sent, over and over. */
export type Script = 'lap' | 'edits';

export interface Round {
  turns: number;
  /** Until all was done, what follows the acknowledgements included. */
  seconds: number;
  /** Milliseconds to the acknowledgement. */
  p50: number;
  p99: number;
  /** Milliseconds of CPU that the process spent on a turn; PostgreSQL's own are not in it. */
  cpu: number;
}

interface Seat {
  take(turn: RecordedTurn): Promise<void>;
  at: number;
}

let statements = 0;
let contender: Contender;
let rehearsed: Rehearsed;
let place: Place;
const seats = new Map<string, Seat[]>();

// Every statement of every pool and client passes here, Prisma's too.
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (this: pg.Client, ...all: unknown[]) {
  const text = typeof all[0] === 'string' ? all[0] : (all[0] as { text?: string }).text;
  if (!text?.includes('pgboss')) statements += 1; // the job queue looks for work by itself
  return Reflect.apply(query, this, all);
} as typeof query;

async function advance(seat: Seat, script: Script, turns: number, latencies: number[] = []): Promise<void> {
  const recorded = rehearsed[script];
  for (let turn = 0; turn < turns; turn += 1) {
    const before = performance.now();
    await seat.take(recorded[seat.at % recorded.length]!);
    latencies.push(performance.now() - before);
    seat.at += 1;
  }
}

const handlers: { [Name in keyof Requests]: (ask: Requests[Name]['ask']) => Promise<Requests[Name]['answer']> } = {
  async open(ask) {
    place = ask.place;
    if (ask.rehearsed) rehearsed = ask.rehearsed;
    contender = await openContender(ask.name);
  },
  async rehearse() {
    return (rehearsed = await (contender as CairnContender).rehearse());
  },
  async fill({ conversations }) {
    const { store } = (contender as CairnContender).app;
    await fill(store.pool, rehearsed, conversations);
    // As a server does by itself within a minute, and the daily job on the embedded database.
    await (store.kind === 'server' ? store.pool.query('ANALYZE') : tidy(store));
  },
  async seat({ group, conversations, edits }) {
    const made: Seat[] = [];
    for (let n = 0; n < conversations; n += 1) made.push({ take: await contender.begin(), at: 0 });
    const { lap, opening } = rehearsed;
    await Promise.all(made.map(async (seat, n) => {
      if (edits === undefined) return advance(seat, 'lap', Math.floor((n * lap.length) / conversations));
      await advance(seat, 'lap', opening);
      seat.at = 0;
      await advance(seat, 'edits', edits);
    }));
    await contender.settle();
    seats.set(group, made);
  },
  async play({ group, script, turns }) {
    const latencies: number[] = [];
    const playing = seats.get(group)!;
    const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
    await Promise.all(playing.map((seat) => advance(seat, script, turns, latencies)));
    await contender.settle();
    const [seconds, { user, system }] = [(performance.now() - before) / 1000, process.cpuUsage(cpuBefore)];
    return { turns: latencies.length, seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), cpu: (user + system) / 1000 / latencies.length };
  },
  async count({ group, script, turns }) {
    const [seat] = seats.get(group)!;
    const counted = { before: 0, after: 0 };
    (contender as Partial<CairnContender>).holdBack?.();
    for (let turn = 0; turn < turns; turn += 1) {
      const start = statements;
      await advance(seat!, script, 1);
      const acknowledged = statements;
      await contender.settle();
      counted.before += acknowledged - start;
      counted.after += statements - acknowledged;
    }
    return counted;
  },
  async close() {
    await contender.close();
  },
};

async function openContender(name: ContenderName): Promise<Contender> {
  if (name === 'cairn') return openCairn(place);
  if (name === 'floor') return openFloor(place);
  // Outside of the type checker: its packages are installed by the bench, in that folder.
  const { openBot } = await import(new URL('botbuilder/bot.mjs', import.meta.url).href);
  const { pool, close } = await openPool(place);
  const bot: Omit<Contender, 'close'> = await openBot(pool, rehearsed.lap, { transcript: name === 'botbuilder-transcript' });
  return { ...bot, close };
}

process.on('message', ({ id, name, ask }: { id: number; name: keyof Requests; ask: never }) => {
  handlers[name](ask).then(
    (answer) => process.send!({ id, answer }),
    (error: Error) => process.send!({ id, error: error.stack ?? String(error) }),
  );
});
process.on('disconnect', () => process.exit());

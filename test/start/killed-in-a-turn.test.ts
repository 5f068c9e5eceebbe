import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Question } from '../../src/core/conversation/message.ts';
import { talkThrough, type Moves, type Talker } from '../support/app.ts';
import { removeData, settingsFor } from '../support/cairn.ts';
import { eachDatabase } from '../support/database.ts';
import { randomFrom } from '../support/random-from.ts';
import { endAll, startMain, type Started } from './process.ts';
import { WebClient } from './web-client.ts';

/** More for a longer look: CAIRN_KILL_ROUNDS=20. The seed is printed, so that a failure can be had again. */
const kills = Number(process.env.CAIRN_KILL_ROUNDS ?? 4);
const seed = Number(process.env.CAIRN_KILL_SEED ?? Date.now() % 1_000_000);
/** Fewer than an intake has. */
const MESSAGES = 20;
/** A turn and its answer take about this long. */
const TURN_MS = 12;

/** Somebody whose Cairn dies under them, and whose browser sends again what was not acknowledged, under the same id. */
class Unlucky implements Talker {
  sent = 0;
  acknowledged: string[] = [];
  private client: WebClient;
  private readonly kill: (sent: number, sending: Promise<unknown>) => Promise<string | null>;

  constructor(client: WebClient, kill: Unlucky['kill']) {
    this.client = client;
    this.kill = kill;
  }

  get question(): Question | undefined { return this.client.question; }

  private async send(content: object): Promise<void> {
    const messageId = randomUUID();
    this.sent += 1;
    for (;;) {
      const body = this.client.body(content, messageId);
      const sending = fetch(`${this.client.url}/api/chat/messages`, { method: 'POST', headers: this.client.headers, body }).then(({ status }) => status, () => null);
      const newUrl = await this.kill(this.sent, sending);
      const status = await sending;
      if (newUrl) this.client = await this.client.at(newUrl);
      if (status === null) continue;
      expect(status).toBe(202);
      this.acknowledged.push(messageId);
      return this.client.look();
    }
  }

  write = (text: string): Promise<void> => this.send({ kind: 'text', text });
  press = (...ids: string[]): Promise<void> => this.send({ kind: 'choice', step: this.question!.step, ids });
  history = () => this.client.history();
}

const said: Moves = { name: 'Sam', goals: ['Sleep through most nights', { press: ['done'] }] };

eachDatabase(`an intake under kill -9 (seed ${seed})`, (_open, place) => {
  let settings: Record<string, string>;
  let cairn: Started;
  beforeAll(async () => {
    settings = await settingsFor(await place());
    cairn = await startMain(settings);
  });
  afterAll(async () => {
    await endAll();
    await removeData(settings);
  });

  it(`stands to the letter as one that nothing happened to, after ${kills} kills`, { timeout: 60_000 + kills * 30_000 }, async () => {
    const undisturbed = await WebClient.begin(cairn.url);
    await talkThrough(undisturbed, said);
    const expected = (await undisturbed.history()).map(({ from, body }) => [from, body.text]);

    const random = randomFrom(seed);
    const due = new Set<number>();
    while (due.size < kills) due.add(1 + Math.floor(random() * MESSAGES));
    const unlucky = new Unlucky(await WebClient.begin(cairn.url), async (sent, sending) => {
      if (!due.delete(sent)) return null;
      await Promise.race([wait(random() * TURN_MS), sending]);
      cairn.kill('SIGKILL');
      await cairn.ended;
      cairn = await startMain(settings);
      return cairn.url;
    });
    await talkThrough(unlucky, said);
    expect(due.size).toBe(0);

    const entries = await unlucky.history();
    expect(entries.map(({ from, body }) => [from, body.text])).toEqual(expected);
    expect(new Set(unlucky.acknowledged).size).toBe(unlucky.sent);
  });
});

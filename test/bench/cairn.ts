import { randomUUID } from 'node:crypto';
import type { App } from '../../src/actions/app.ts';
import { beginIntake } from '../../src/actions/begin-intake.ts';
import { DEMO_SLUG, ensureDemoPractice } from '../../src/actions/demo.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import type { Sender } from '../../src/channels/channel.ts';
import { readConfig } from '../../src/config.ts';
import type { Answer } from '../../src/core/conversation/answer.ts';
import type { MessageBody } from '../../src/core/conversation/message.ts';
import { start } from '../../src/main.ts';
import { answersOf as answersIn } from '../../src/store/conversations.ts';
import { historyBefore } from '../../src/store/history.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import type { Contender, Place } from './contender.ts';
import { rehearse, type Rehearsed, type RecordedTurn, type Teller } from './lap.ts';

export interface CairnContender extends Contender {
  app: App;
  rehearse(): Promise<Rehearsed>;
  /** From now on, what follows an acknowledgement waits for `settle`, so that the two can be told apart. */
  holdBack(): void;
}

/** All of Cairn, as `npm start` runs it. A person on the web chat, one channel of several. */
export async function openCairn({ databaseUrl, dataDir, poolSize, encryptionKeys }: Place): Promise<CairnContender> {
  const { app, stop } = await start(readConfig({
    PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir, DATABASE_POOL: String(poolSize), ...(databaseUrl && { DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: encryptionKeys }),
  }));
  await ensureDemoPractice(app);
  // Everybody here comes on one day.
  await app.store.prisma.practice.updateMany({ data: { selfReferralsPerDay: 1_000_000 } });
  // Cairn goes on after a fault and tries again; a figure taken meanwhile would be wrong.
  const faults: string[] = [];
  app.log = { info: () => {}, warn: (facts, message) => faults.push(`${message} ${JSON.stringify(facts)}`), error: (facts, message) => faults.push(`${message} ${JSON.stringify(facts)}`) };
  const underWay = new Set<Promise<void>>();
  const heldBack: (() => Promise<void>)[] = [];
  let holding = false;
  app.inBackground = (_name, work) => {
    if (holding) return void heldBack.push(work);
    const done: Promise<void> = work().finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const settle = async (): Promise<void> => {
    while (underWay.size + heldBack.length > 0) await Promise.all([...underWay, ...heldBack.splice(0).map((work) => work())]);
    if (faults.length > 0) throw new Error(`${faults.length} faults while measuring, the first: ${faults[0]}`);
  };

  const meet = async (): Promise<Sender> => {
    const sender: Sender = { channel: 'web', workspace: DEMO_SLUG, userId: randomUUID() };
    await beginIntake(app, sender, sender.userId);
    await settle();
    return sender;
  };
  const take = (sender: Sender, { content }: Pick<RecordedTurn, 'content'>): Promise<void> =>
    handleMessage(app, { sender, address: sender.userId, messageId: randomUUID(), content });

  return {
    app, settle,
    begin: async () => {
      const sender = await meet();
      return (turn) => take(sender, turn);
    },
    async rehearse() {
      const [one, other] = [await meet(), await meet()];
      const { question } = (await outboundOf(app, one)).findLast((body) => body.question)!;
      return rehearse(question!, teller(app, one, take), teller(app, other, take));
    },
    holdBack: () => { holding = true; },
    close: stop,
  };
}

/** Takes a turn and reads back what it stored. */
function teller(app: App, sender: Sender, take: (sender: Sender, turn: Pick<RecordedTurn, 'content'>) => Promise<void>): Teller {
  return async (content) => {
    const before = { outbound: (await outboundOf(app, sender)).length, answers: (await answersOf(app, sender)).map(({ id }) => id) };
    await take(sender, { content });
    const { conversation } = await readTurn(app.store, sender, '');
    return {
      content,
      snapshot: conversation!.snapshot,
      answers: (await answersOf(app, sender)).filter(({ id }) => !before.answers.includes(id)),
      outbound: (await outboundOf(app, sender)).slice(before.outbound),
    };
  };
}

const outboundOf = async ({ store }: App, sender: Sender): Promise<MessageBody[]> => {
  const { account } = await readTurn(store, sender, '');
  return (await historyBefore(store.prisma, account!.id, 10_000)).flatMap((entry) => (entry.direction === 'out' ? [entry.body as MessageBody] : []));
};

const answersOf = async ({ store }: App, sender: Sender): Promise<Answer[]> => {
  const { conversation } = await readTurn(store, sender, '');
  return conversation ? (await answersIn(store.prisma, conversation.id))
    .map(({ id, key, value, at }) => ({ id, key, value: value as Answer['value'], at: at.toISOString(), step: key.replace(/@.*/, '') })) : [];
};

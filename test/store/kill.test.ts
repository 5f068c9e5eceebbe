import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { answersOf, findConversation } from '../../src/store/conversations.ts';
import { historyBefore } from '../../src/store/history.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startChild } from '../support/child.ts';
import { eachDatabase } from '../support/database.ts';
import { randomFrom } from '../support/random-from.ts';
import { aConversation } from './fixtures.ts';

/** More rounds for a longer look: CAIRN_KILL_ROUNDS=200. The seed is printed, so that a failure can be had again. */
const rounds = Number(process.env.CAIRN_KILL_ROUNDS ?? 10);
const seed = Number(process.env.CAIRN_KILL_SEED ?? Date.now() % 1_000_000);

eachDatabase(`turns under kill -9 (seed ${seed})`, (_open, place) => {
  it(`are all there once, after ${rounds} kills`, { timeout: rounds * 10_000 }, async () => {
    const random = randomFrom(seed);
    const options = await place();
    const before = await openStore(options);
    const conversations = [await aConversation(before), await aConversation(before), await aConversation(before)];
    await before.close();
    const senders = conversations.map(({ sender }) => sender);

    const acknowledged = new Map(senders.map(({ userId }) => [userId, new Set<string>()]));
    for (let round = 0; round < rounds; round++) {
      // On a server two processes take turns on the same conversations.
      const children = Array.from({ length: options.databaseUrl ? 2 : 1 }, (_, process) =>
        startChild('store/kill-writer.ts', JSON.stringify({ options, senders, prefix: `${round}.${process}` })));
      await Promise.all(children.map(async (child) => {
        const started = new Promise<void>((resolve, reject) => {
          child.lines.on('line', (line) => {
            const [userId, messageId] = line.split(' ') as [string, string];
            acknowledged.get(userId)!.add(messageId);
            resolve();
          });
          void child.gone.then(() => reject(new Error('The writer ended before it took a turn.')));
        });
        await started;
        await wait(random() * 700);
        child.process.kill('SIGKILL');
        await child.gone;
      }));
    }

    const after = await openStore(options);
    for (const { conversationId, accountId, sender } of conversations) {
      const { version, snapshot } = (await findConversation(after.prisma, conversationId))!;
      const { turns } = snapshot as { turns: string[] };
      const history = await historyBefore(after.prisma, accountId, 1_000_000);
      const inbound = history.filter((entry) => entry.direction === 'in').map((entry) => entry.messageId);
      const outbound = history.filter((entry) => entry.direction === 'out').map((entry) => (entry.body as { text: string }).text);

      const kept = new Set(inbound);
      expect([...acknowledged.get(sender.userId)!].filter((messageId) => !kept.has(messageId))).toEqual([]);
      expect(new Set(turns).size).toBe(turns.length);
      expect(version).toBe(turns.length);
      expect(inbound).toEqual(turns);
      expect(outbound.filter((text) => text.startsWith('first'))).toEqual(turns.map((turn) => `first to ${turn}`));
      const thirds = turns.filter((turn) => Number(turn.split('-')[1]) % 3 === 0);
      expect(outbound.filter((text) => text.startsWith('also'))).toEqual(thirds.map((turn) => `also to ${turn}`));
      const answers = await answersOf(after.prisma, conversationId);
      expect(answers.map((answer) => answer.value).toSorted()).toEqual(turns.toSorted());
    }
    await after.close();
    const total = [...acknowledged.values()].reduce((sum, ids) => sum + ids.size, 0);
    expect(total).toBeGreaterThan(rounds);
    console.info(`${total} acknowledged turns, ${rounds} kills, none lost, none doubled (seed ${seed})`);
  });
});

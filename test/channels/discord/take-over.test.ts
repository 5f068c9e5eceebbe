import { GatewayDispatchEvents } from 'discord.js';
import { expect, it } from 'vitest';
import { sweep } from '../../../src/actions/sweep.ts';
import { discordChannel } from '../../../src/channels/discord/discord.ts';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { historyBefore } from '../../../src/store/history.ts';
import { bindWorkspace } from '../../../src/store/workspaces.ts';
import { openTestApp } from '../../support/app.ts';
import { startChild, type Child } from '../../support/child.ts';
import { eachDatabase } from '../../support/database.ts';
import { seenOf } from './screen.ts';
import { TOKEN, Twin } from './twin.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'discord');

eachDatabase('several processes on Discord', (_, place) => {
  it('one holds the line; when it is killed the other has it within seconds, and nothing that was written is lost or taken twice', async ({ skip }) => {
    const { databaseUrl, encryptionKeys } = await place();
    if (!databaseUrl) return skip('the embedded database has one process');
    const store = await openStore({ databaseUrl, encryptionKeys, dataDir: '' });
    const twin = await Twin.start();
    // A third process, which only sends.
    const channel = discordChannel({
      token: TOKEN, applicationId: twin.applicationId, api: twin.api, words,
      lastSeen: { of: async () => [] }, lock: () => ({ release: async () => {} }), onError: () => {},
    });
    const cairn = await openTestApp(store, { channel });
    await bindWorkspace(store.prisma, { channel: 'discord', workspace: '', practiceId: cairn.practice.id });
    const children: Child[] = [];
    const startOne = async (): Promise<Child> => {
      const child = startChild('channels/discord/process.ts', databaseUrl, encryptionKeys!, twin.api, twin.applicationId);
      children.push(child);
      expect(await child.next()).toBe('started');
      return child;
    };
    const stored = async () => (await store.prisma.inboundMessage.findMany({ orderBy: { seq: 'asc' } })).map(({ messageId }) => messageId);
    try {
      const ready = twin.ready();
      const first = await startOne();
      expect(await first.next()).toBe('held');
      await ready;
      const second = await startOne();
      expect(twin.connections).toBe(1);

      // Three people are in the middle of something; the process is killed while they go on writing.
      const people = await Promise.all(Array.from({ length: 3 }, () => twin.addPerson()));
      const written: Record<string, string[]> = {};
      const writes = async ({ userId, channelId }: (typeof people)[number], text: string): Promise<void> => {
        const message = await twin.write(userId, channelId, text);
        (written[channelId] ??= []).push(message.id);
        twin.tell(GatewayDispatchEvents.MessageCreate, message);
      };
      for (const person of people) await writes(person, 'hello');
      await expect.poll(stored, { timeout: 10_000 }).toHaveLength(3);
      const again = twin.ready();
      const killed = Date.now();
      for (let n = 0; n < 6; n += 1) {
        if (n === 2) first.process.kill('SIGKILL');
        for (const person of people) await writes(person, `words ${n}`);
      }
      expect(await second.next()).toBe('held');
      const heldAfter = Date.now() - killed;
      await again;
      for (const person of people) await writes(person, 'and on');
      await expect.poll(stored, { timeout: 15_000 }).toHaveLength(3 * 8);
      expect(heldAfter).toBeLessThan(5_000);
      expect(twin.connections).toBe(1);

      // What the dead process had begun to send is sent once its claim has run out, in order, and nothing of it twice.
      second.process.kill('SIGKILL');
      await second.gone;
      cairn.later(3_600_000);
      await sweep(cairn.app);
      await cairn.settle();
      for (const { userId, channelId } of people) {
        const account = await store.prisma.account.findFirstOrThrow({ where: { channel: 'discord', userId } });
        const entries = await historyBefore(store.prisma, account.id, 1_000);
        expect(entries.flatMap((entry) => (entry.direction === 'in' ? [entry.messageId] : []))).toEqual(written[channelId]);
        const said = (await twin.said(channelId)).map((message) => seenOf(message).text);
        expect(said.length).toBeGreaterThan(8);
        expect(said).toEqual(entries.flatMap((entry) => (entry.direction === 'out' ? [(entry.body as MessageBody).text] : [])));
      }
    } finally {
      for (const child of children) {
        child.process.kill('SIGKILL');
        await child.gone;
      }
      await channel.stop();
      await twin.stop();
      await store.close();
    }
  }, 60_000);
});

import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { ConversationState } from '../../src/core/conversation/state.ts';
import { isOver } from '../../src/core/conversation/state.ts';
import { createConversation } from '../../src/store/conversations.ts';
import { everyPlace } from '../core/conversation/places.ts';
import { flowNames, flowOf } from '../support/flows.ts';
import { minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

/** Said in every state of every flow: plain, near, misspelt, and in the middle of an answer. */
const words = ['I want to kill myself', 'im going to end it tonight', 'i want to kms', 'My job is fine but honestly I do not want to be alive any more'];

/**
 * Every question, pause, stop, small question and end of every flow, found by walking the statecharts; at each of them a
 * client writes words of danger. None of the lists is written by hand, so a new step is in it by itself.
 */
eachDatabase('in every state of every flow', (open) => {
  let cairn: TestApp;
  beforeAll(async () => {
    cairn = await openTestApp(await open());
  });

  /** A client in Ireland whose conversation stands exactly there. */
  const standingAt = async (flow: string, state: ConversationState): Promise<TestClient> => {
    const { prisma } = cairn.app.store;
    const client = cairn.newClient();
    await client.write('hello');
    const { client: clientId } = await client.ids();
    await prisma.client.update({ where: { id: clientId }, data: { country: 'IE' } });
    await prisma.conversation.deleteMany({ where: { clientId } });
    const { hash } = flowOf(flow);
    const id = randomUUID();
    await createConversation(prisma, id, { practiceId: cairn.practice.id, clientId, flow, flowHash: hash, language: 'en', snapshot: state, openedAt: cairn.now() }, await prisma.vault.ofClient(prisma, clientId));
    if (isOver(flowOf(flow), state)) await prisma.conversation.update({ where: { id }, data: { state: 'finished' } });
    return client;
  };

  for (const flow of flowNames) {
    test(`${flow}: words of danger lead to the lines and to a question, somebody is told, and typing goes on`, { timeout: 120_000 }, async () => {
      const here = everyPlace.filter((each) => each.flow === flow);
      expect(here.length).toBeGreaterThan(2);
      for (const [at, { place, there }] of here.entries()) {
        const client = await standingAt(flow, there.state);
        const from = client.heard.length;
        const mails = cairn.mail.sent.length;
        const text = words[at % words.length]!;
        await client.write(text);
        const said = client.heard.slice(from).map((body) => body.text).join('\n\n');
        const tooYoung = place === 'under-age';
        expect(said, `${place}: ${text}`).toContain(tooYoung ? '• Call the emergency number where you are.' : 'Samaritans: Call 116 123 (free, day and night)');
        expect(said, place).not.toMatch(/I am sorry, I could not|cannot talk about|undefined/);
        const told = cairn.mail.sent.slice(mails).filter(({ body }) => /a client(.s safety| may be in danger)/.test(body.subject!));
        expect(told, place).toHaveLength(1);
        if (!tooYoung) expect(client.question, place).toBeDefined();

        // Whatever is written next is taken and answered.
        const after = client.heard.length;
        cairn.later(minutes(1));
        await client.write('I do not know what to say');
        expect(client.heard.length, place).toBeGreaterThan(after);
        const { client: clientId } = await client.ids();
        expect(await cairn.app.store.prisma.safetyAlert.count({ where: { clientId, clearedAt: null } }), place).toBe(1);
      }
    });
  }
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changePlan } from '../../../src/actions/change-plan.ts';
import { inboxOf } from '../../../src/actions/inbox.ts';
import { sweep } from '../../../src/actions/sweep.ts';
import type { Channel } from '../../../src/channels/channel.ts';
import type { MessageBody, Question } from '../../../src/core/conversation/message.ts';
import type { PlanAct } from '../../../src/core/plan/act.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { findAccountOf } from '../../../src/store/accounts.ts';
import { loadPlan, plansOfClient, type StoredPlan } from '../../../src/store/plans.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { bindWorkspace } from '../../../src/store/workspaces.ts';
import { linesOf, openTestApp, talkThrough, type Talker, type TestApp } from '../../support/app.ts';
import { makeEmbedded } from '../../support/database.ts';
import { discordHarness, type DiscordHarness, type DiscordPerson } from './harness.ts';
import { lastSeenIn } from './last-seen.ts';

let store: Store;
let remove: () => Promise<void>;
let harness: DiscordHarness;
let cairn: TestApp;
let person: DiscordPerson;
let client: Talker;
/** What Cairn gave the channel to say. */
let given: MessageBody[];

beforeEach(async () => {
  const made = await makeEmbedded();
  ({ remove } = made);
  store = await openStore(made.options);
  harness = await discordHarness({ lastSeen: { of: () => lastSeenIn(store.prisma).of() } });
  given = [];
  const channel: Channel = { ...harness.channel, send: async (message) => {
    const receipt = await harness.channel.send(message);
    given.push(message.body);
    return receipt;
  } };
  cairn = await openTestApp(store, { channel });
  await bindWorkspace(store.prisma, { channel: 'discord', workspace: '', practiceId: cairn.practice.id });
  await harness.start(inboxOf(cairn.app));
  person = await harness.newPerson();
  client = {
    get question(): Question | undefined { return given.at(-1)?.question; },
    async write(text) {
      await (await person.writes(text)).deliver();
      await cairn.settle();
    },
    async press(...ids) {
      const { choices } = client.question!;
      await (await person.presses(...ids.map((id) => choices.find((choice) => choice.id === id)!.label))).deliver();
      await cairn.settle();
    },
  };
});
afterEach(async () => {
  await cairn.settle();
  await harness.stop();
  await store.close();
  await remove();
});

const stored = async (): Promise<StoredPlan> => {
  const account = await findAccountOf(store.prisma, { channel: 'discord', workspace: '', userId: person.userId });
  const [summary] = await plansOfClient(store.prisma, account!.clientId!);
  return (await loadPlan(store.prisma, summary!.id))!;
};
const therapistDoes = async (what: PlanAct): Promise<void> => {
  const { plan, therapistId } = await stored();
  expect(await changePlan(cairn.app, plan.id, { party: 'therapist', person: therapistId }, what)).toMatchObject({ ok: true });
  await cairn.settle();
};
const lastSeen = async () => (await person.seen()).at(-1)!;

describe('on Discord (discord-digital-twin)', () => {
  it('a client comes from hello to a plan that both have agreed to', async () => {
    await (await person.uses('intake', 'direct')).deliver();
    await cairn.settle();
    await talkThrough(client, {}, 'hope');
    await (await person.writesInBox('To sleep through the night.\nAnd to laugh again.')).deliver();
    await cairn.settle();
    await talkThrough(client, { hardest: 'I lie awake and worry about work.', goals: ['Sleep through most nights', { press: ['done'] }] });
    const draft = await stored();
    expect(linesOf(draft.plan, 'goal').map(({ text }) => text)).toEqual(['Sleep through most nights']);

    await therapistDoes({ do: 'add', item: { kind: 'strategy', text: 'Walk before supper', sources: [{ from: 'person', party: 'therapist' }] }, reason: 'Daylight helps.', seen: 1, send: false });
    await therapistDoes({ do: 'send' });
    expect((await lastSeen()).text).toContain('Walk before supper');
    await client.press('accept');
    expect(client.question!.step).toMatch(/^approve/);
    await client.press('approve');
    const { plan } = await stored();
    const { number, hash } = currentVersion(plan);
    await therapistDoes({ do: 'approve', version: number, hash });
    const agreed = await stored();
    expect(agreed.status).toBe('agreed');
    expect(new Set(agreed.plan.approvals.map(({ party }) => party))).toEqual(new Set(['client', 'therapist']));
    expect(new Set(agreed.plan.approvals.map((approval) => approval.hash))).toEqual(new Set([hash]));

    await (await person.uses('plan', 'direct')).deliver();
    await cairn.settle();
    expect((await person.seen()).map(({ whole }) => whole).join('\n')).toContain('Walk before supper');
    expect(harness.errors.map(String)).toEqual([]);
  });

  it('an outage in the middle costs nobody a word: what was written meanwhile is taken, and all answers come, in order', async () => {
    await client.write('hello');
    await talkThrough(client, {}, 'hope');
    const before = (await person.seen()).length;
    // Discord is down: the line is cut, and nothing goes out.
    const there = harness.twin.ready();
    await harness.fails!('down');
    harness.twin.cut();
    await harness.twin.write(person.userId, person.channelId, 'Calmer mornings, and time for my kids.');
    await harness.twin.write(person.userId, person.channelId, 'Work never stops.');
    await there;
    await expect.poll(() => store.prisma.answer.findMany({ where: { key: { in: ['hope', 'hardest'] } } })).toHaveLength(2);
    await cairn.settle();
    expect(await person.seen()).toHaveLength(before);
    await harness.fails!(null);
    cairn.later(3_600_000);
    await sweep(cairn.app);
    await cairn.settle();
    expect((await person.seen()).slice(before).map(({ text }) => text)).toEqual(given.slice(-((await person.seen()).length - before)).map(({ text }) => text));
    expect(client.question!.step).toBe('areas');
    expect((await lastSeen()).choices.length).toBeGreaterThan(1);
  });
});

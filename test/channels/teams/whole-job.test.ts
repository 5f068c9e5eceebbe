import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxOf } from '../../../src/actions/inbox.ts';
import type { PlanAct } from '../../../src/core/plan/act.ts';
import { agreed } from '../../../src/core/plan/status.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { bindWorkspace } from '../../../src/store/workspaces.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../../support/app.ts';
import { makeEmbedded } from '../../support/database.ts';
import type { Person } from '../harness.ts';
import { teamsHarness, type TeamsHarness } from './support/harness.ts';
import { startPlayground, type Playground } from './support/playground.ts';

/** From a first hello in Teams to a plan that both agreed to, with the real app, the real SDK and Microsoft's playground. */

let playground: Playground;
let harness: TeamsHarness;
let cairn: TestApp;
let person: Person;
/** The same client, for what is done on pages: by the therapist, and in asking how things stand. */
let client: TestClient;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const made = await makeEmbedded();
  const store = await openStore(made.options);
  closing.push(made.remove, store.close);
  playground = await startPlayground();
  closing.push(playground.stop);
  harness = teamsHarness(playground);
  cairn = await openTestApp(store, { channel: harness.channel });
  await bindWorkspace(store.prisma, { channel: 'teams', workspace: harness.workspace, practiceId: cairn.practice.id });
  await harness.start(inboxOf(cairn.app));
  closing.push(harness.stop);
  person = await harness.newPerson();
  client = Object.assign(cairn.newClient(), { sender: { channel: 'teams' as const, workspace: harness.workspace, userId: playground.user.aadObjectId } });
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const last = async () => (await person.seen()).at(-1)!;
/** The last thing Cairn says after this holds these words. */
async function hears(words: string): Promise<void> {
  await cairn.settle();
  expect((await last()).text).toContain(words);
}
async function says(text: string, then: string): Promise<void> {
  expect(await (await person.writes(text)).deliver()).toBe(true);
  await hears(then);
}
async function presses(labels: string[], then: string): Promise<void> {
  expect(await (await person.presses(...labels)).deliver()).toBe(true);
  await hears(then);
}

test('the client holds the intake in Teams (Agents Playground), with buttons, lists, a scale and their own words', { timeout: 60_000 }, async () => {
  await says('hello', 'Do you agree?');
  await presses(['Yes, I agree'], 'Are you 18 or older?');
  await presses(['Yes'], 'What would you like to be called?');
  await says('Sam', 'Which country are you in');
  await presses(['Ireland'], 'What do you hope to get out of coming to therapy?');
  await says('I want to feel less tense at work and be myself at home again', 'What feels hardest right now?');
  await says('I lie awake worrying about what my manager said. <b>Every</b> night.', 'Which of these fit?');
  await presses(['Sleep', 'Work or study'], 'What would feeling better actually look like?');
  await says('I would laugh with my kids in the evening', 'What do you want more of');
  await says('Rest, and time outside', 'What would you like to be able to do');
  await says('Sleep through most nights', 'You can send another');
  await presses(['That is all'], 'Why does this matter to you?');
  await says('I snap at everyone when I am tired', 'How would you know');
  await says('I would wake up before the alarm', 'How close does');
  await presses(['2'], 'good enough for you?');
  await presses(['7'], 'What has helped you before');
  await says('Long walks', 'would like to try');
  await presses(['Working with the body or the breath'], 'rather not do');
  await presses(['Talking about the past'], 'look at the whole plan together');
  await presses(['In about six months'], 'that should stay out of the plan?');
  await says('skip', 'Does this look right to you?');
  await presses(['Yes, send it to Robin Hale'], 'I have put your words into a first draft');
});

test('what they wrote and pressed is in the draft', async () => {
  const plan = await client.plan();
  expect(linesOf(plan, 'goal').map(({ text, baseline, target }) => ({ text, baseline, target }))).toEqual([{ text: 'Sleep through most nights', baseline: 2, target: 7 }]);
  expect(linesOf(plan, 'area').flatMap(({ sources }) => sources).map((source) => ('entry' in source ? source.entry : null))).toEqual(expect.arrayContaining(['sleep', 'work']));
});

test('every question that was answered has nothing to press any more, and says what was pressed', async () => {
  const answered = (await person.seen()).filter(({ chosen }) => chosen!.length > 0);
  expect(answered.map(({ choices, chosen }) => [choices, chosen])).toContainEqual([[], ['Sleep', 'Work or study']]);
  expect(answered.flatMap(({ choices }) => choices)).toEqual([]);
});

test('their therapist suggests, and the client answers each suggestion in Teams', { timeout: 60_000 }, async () => {
  const seen = currentVersion(await client.plan()).number;
  const add = (text: string): PlanAct => ({ do: 'add', item: { kind: 'strategy', text, sources: [{ from: 'person', party: 'therapist' }] }, reason: 'So that the day has an end.', seen, send: false });
  await client.act('therapist', add('Walk *once* around the block before supper'));
  await client.act('therapist', add('Keep a [notebook](https://evil.example.org) by the bed'));
  await client.act('therapist', { do: 'send' });
  await hears('Walk *once* around the block before supper');
  expect((await last()).text).toContain('So that the day has an end.');
  await presses(['Yes'], 'Keep a [notebook](https://evil.example.org) by the bed');
  await presses(['Not for me'], 'This is your plan as it stands');
});

test('both say yes to the same words', async () => {
  await presses(['Yes, I agree to this plan'], 'That is all for now');
  const { number, hash } = currentVersion(await client.plan());
  await client.act('therapist', { do: 'approve', version: number, hash });
  await hears('You and Robin Hale have now both agreed to the plan.');
  const plan = await client.plan();
  expect(agreed(plan)).toBe(true);
  expect(linesOf(plan, 'strategy').map(({ text }) => text)).toContain('Walk *once* around the block before supper');
});

test('nothing went wrong on the way, and nothing waits', async () => {
  expect([harness.faults, cairn.logged.filter(({ facts }) => facts.error)]).toEqual([[], []]);
  expect(await cairn.app.store.prisma.outboundMessage.count({ where: { sentAt: null, failedAt: null, account: { channel: 'teams' } } })).toBe(0);
});

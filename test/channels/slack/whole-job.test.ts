import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { inboxOf } from '../../../src/actions/inbox.ts';
import { askedBy } from '../../../src/channels/slack/controls.ts';
import { unescaped } from '../../../src/channels/slack/mrkdwn.ts';
import type { Question } from '../../../src/core/conversation/message.ts';
import { statusOf } from '../../../src/core/plan/status.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { bindWorkspace } from '../../../src/store/workspaces.ts';
import { linesOf, openTestApp, talkThrough, type Talker, type TestApp, type TestClient } from '../../support/app.ts';
import { makeEmbedded } from '../../support/database.ts';
import { slackHarness, type SlackHarness } from './support/harness.ts';
import { controlsOf, type SlackPerson } from './support/person.ts';

let store: Store;
let removeStore: () => Promise<void>;
let harness: SlackHarness;
let test: TestApp;
let person: SlackPerson;

beforeAll(async () => {
  const made = await makeEmbedded();
  [store, removeStore] = [await openStore(made.options), made.remove];
});
afterAll(async () => {
  await store.close();
  await removeStore();
});
beforeEach(async () => {
  harness = await slackHarness();
  test = await openTestApp(store, { channel: harness.channel });
  await bindWorkspace(store.prisma, { channel: 'slack', workspace: harness.workspace, practiceId: test.practice.id });
  await harness.start(inboxOf(test.app));
  person = await harness.newPerson();
});
afterEach(async () => {
  await test.settle();
  await harness.stop();
});

/** Somebody who answers with what they see in Slack, and knows nothing else. */
class OnSlack implements Talker {
  question: Question | undefined;

  async write(text: string): Promise<void> {
    await (await person.writes(text)).deliver();
    await this.look();
  }

  async press(...ids: string[]): Promise<void> {
    const labels = this.question!.choices.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
    await (await person.presses(...labels)).deliver();
    await this.look();
  }

  /** What the newest message asks, by its controls alone. */
  async look(): Promise<void> {
    await test.settle();
    const message = (await person.shown()).at(-1)!;
    const controls = controlsOf(message);
    const choices = controls.flatMap(({ element }) =>
      (element.options ?? (element.action_id.startsWith('choose') ? [element] : [])).map(({ value, text }: any) => ({ id: value, label: unescaped(text.text).replace(/^\d+\. /, '') })));
    const many = controls.some(({ element }) => element.action_id.startsWith('tick'));
    const kind = controls.some(({ element }) => element.action_id === 'write') ? 'text' : many ? 'many' : choices.length === 11 ? 'scale' : 'one';
    this.question = controls.length === 0 ? undefined : { step: askedBy(controls[0]!)!.step, kind, choices, ownWords: true };
  }
}

const last = async () => (await person.seen()).at(-1)!;
const said = async () => (await person.seen()).map(({ text }) => text).join('\n');

it('from the first hello to a plan that both have agreed to, all on Slack (emulate)', async () => {
  const talker = new OnSlack();
  await (await person.commands('intake')).deliver();
  await talker.look();
  await talkThrough(talker, {
    name: 'Sam', country: { press: ['IE'] }, hope: 'I want to stop dreading Mondays & be there for my kids.', areas: { press: ['anxiety'] },
    goals: ['Sleep through most nights', { press: ['done'] }], 'private-note': 'Only for Robin.',
  });
  expect(await said()).toContain('I have put your words into a first draft');

  const client: TestClient = Object.assign(test.newClient(person.channel, 'slack'), { sender: { channel: 'slack', workspace: harness.workspace, userId: person.userId } });
  const drafted = await client.plan();
  expect(linesOf(drafted, 'goal').map(({ text }) => text)).toEqual(['Sleep through most nights']);

  // Their therapist suggests a line, on the page.
  await client.act('therapist', {
    do: 'add', item: { kind: 'strategy', text: 'A short walk before supper', sources: [{ from: 'person', party: 'therapist' }] },
    reason: 'You said that running helped.', seen: 1, send: false,
  });
  await client.act('therapist', { do: 'send' });
  expect(await last()).toMatchObject({ text: expect.stringContaining('A short walk before supper'), choices: ['Yes', 'Not for me', 'Why?', 'Let us talk about it'] });
  await (await person.presses('Yes')).deliver();
  await test.settle();

  const { number, hash } = currentVersion(await client.plan());
  await client.act('therapist', { do: 'approve', version: number, hash });
  expect((await last()).text).toContain('A short walk before supper');
  await (await person.presses('Yes, I agree to this plan')).deliver();
  await test.settle();

  const agreed = await client.plan();
  expect([statusOf(agreed), agreed.approvals.map((approval) => approval.hash)]).toEqual(['agreed', [hash, hash]]);
  expect(await person.opensHome()).toContain('A short walk before supper');
  for (const { method, body } of harness.slack.calls.all.filter(({ method: each }) => each === 'chat.postMessage')) {
    expect([method, body.unfurl_links, body.unfurl_media]).toEqual([method, 'false', 'false']);
  }
  expect(harness.faults.all).toEqual([]);
}, 60_000);

it('words of danger, written in a thread, are answered at once with whom to call', async () => {
  const talker = new OnSlack();
  await talker.write('hello');
  await talkThrough(talker, { country: { press: ['IE'] } }, 'hope');
  const event = person.envelope({
    type: 'message', channel: person.channel, channel_type: 'im', user: person.userId, ts: '1700000000.000100', thread_ts: '1690000000.000100', text: 'I want to kill myself',
  });
  expect(await person.event(event)()).toBe(true);
  await test.settle();
  expect(await said()).toContain('116 123');
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackHarness, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import { recordingInbox, type RecordingInbox } from './support/recording.ts';
import { asking, say } from './support/say.ts';
import { OAUTH } from './support/slack.ts';
import { startSocketServer, type SocketServer } from './support/socket.ts';

describe('Socket Mode', () => {
  let line: SocketServer;
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  beforeEach(async () => {
    line = await startSocketServer();
    harness = await slackHarness((slack) => {
      slack.socketUrl = line.url;
      return { access: { receive: { appToken: 'xapp-1-test' }, workspaces: { botToken: slack.botToken } } };
    });
    inbox = recordingInbox();
    await harness.start(inbox);
    person = await harness.newPerson();
  });
  afterEach(async () => {
    await harness.stop();
    await line.stop();
  });

  const text = (words: string) => person.envelope({ type: 'message', channel: person.channel, channel_type: 'im', user: person.userId, ts: '1700000000.000100', text: words });
  const contents = () => inbox.taken.map(({ content }) => content);

  it('connects by itself when there is an app token, and takes what comes', async () => {
    expect(line.connections.all).toHaveLength(1);
    await line.send('events_api', text('hello'));
    expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'text', text: 'hello' } }]);
  });

  it('takes presses and commands, and answers with what belongs to them', async () => {
    await say(harness, person, asking());
    const message = (await person.shown()).at(-1)!;
    const [block] = message.blocks!.filter(({ type }) => type === 'actions');
    const about = { user: { id: person.userId, team_id: harness.slack.team }, team: { id: harness.slack.team }, trigger_id: 't1' };
    await line.send('interactive', {
      ...about, type: 'block_actions', channel: { id: person.channel }, message, container: { type: 'message' },
      actions: [{ ...block!.elements[0], block_id: block!.block_id, action_ts: '1' }],
    });
    const answer = await line.send('slash_commands', { command: '/plan', user_id: person.userId, team_id: harness.slack.team, channel_id: 'C1', trigger_id: 't2', text: '' });
    expect(contents()).toEqual([{ kind: 'choice', step: 'which', ids: ['a'] }, { kind: 'command', command: 'plan' }]);
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
  });

  it('says "received" only when it is stored', async () => {
    inbox.away = true;
    let heard = false;
    void line.send('events_api', text('do not lose this')).then(() => { heard = true; });
    await harness.faults.reach(1);
    // The line is in order: what is sent afterwards is answered afterwards.
    inbox.away = false;
    await line.send('events_api', text('do not lose this'));
    expect([heard, contents()]).toEqual([false, [{ kind: 'text', text: 'do not lose this' }]]);
  });

  it('comes again when Slack asks for it, when the line is cut, and when Slack was away for a while', async () => {
    line.refresh();
    await line.connections.reach(2);
    line.cut();
    await line.connections.reach(3);
    harness.slack.fails = 'down';
    line.cut();
    await harness.faults.reach(1);
    harness.slack.fails = null;
    await line.connections.reach(4);
    await line.send('events_api', text('still there'));
    expect(contents()).toEqual([{ kind: 'text', text: 'still there' }]);
  });

  it('takes no requests over HTTP', async () => {
    expect(await person.event(text('hello'))()).toBe(false);
    expect(contents()).toEqual([]);
  });
});

it('does not keep Cairn from starting with a token that Slack does not take, and tells of it', async () => {
  const harness = await slackHarness((slack) => ({ access: { receive: { appToken: 'xapp-wrong' }, workspaces: { botToken: slack.botToken } } }));
  await harness.start(recordingInbox());
  expect(harness.faults.all).toEqual(['slack_webapi_platform_error']);
  await harness.stop();
});

it('installs in several workspaces all the same: those pages are opened by browsers', async () => {
  const harness = await slackHarness(() => ({ access: { receive: { appToken: 'xapp-1-test' }, workspaces: { ...OAUTH, stateSecret: 's'.repeat(32) } } }));
  const begun = await fetch(`${harness.cairn}/slack/install`, { redirect: 'manual' });
  expect([begun.status, begun.headers.get('location')]).toEqual([302, expect.stringContaining('/oauth/v2/authorize?')]);
  await harness.stop();
});

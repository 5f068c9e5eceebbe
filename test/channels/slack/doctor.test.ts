import { afterEach, describe, expect, it } from 'vitest';
import { BOT_SCOPES } from '../../../src/channels/slack/manifest.ts';
import type { SlackOptions } from '../../../src/channels/slack/slack.ts';
import { slackHarness, type SlackHarness } from './support/harness.ts';
import { recordingInbox } from './support/recording.ts';
import { OAUTH, type SlackStandIn } from './support/slack.ts';

describe('the doctor', () => {
  let harness: SlackHarness;
  afterEach(() => harness.stop());

  async function open(change?: (slack: SlackStandIn) => Partial<SlackOptions>): Promise<void> {
    harness = await slackHarness(change);
    harness.slack.headers = { 'x-oauth-scopes': BOT_SCOPES.join(', ') };
    await harness.start(recordingInbox());
  }
  const findings = () => harness.channel.doctor!();
  const wrong = async () => (await findings()).filter(({ ok }) => !ok);
  const app = (more: object = {}) => ({ ...OAUTH, stateSecret: 's'.repeat(32), ...more });

  it('finds the token, its scopes and the clock in order', async () => {
    await open();
    expect((await findings()).slice(0, 3)).toEqual([
      { ok: true, what: 'The bot token is good: Cairn speaks as "cairn" in the workspace "Emulate".' },
      { ok: true, what: 'The token has the scopes that Cairn needs, and no others.' },
      { ok: true, what: 'The clock of this machine agrees with Slack\'s.' },
    ]);
  });

  it('says what to do about a token that Slack does not take', async () => {
    await open(() => ({ access: { receive: { signingSecret: 'x' }, workspaces: { botToken: 'xoxb-wrong' } } }));
    expect((await wrong())[0]).toMatchObject({ what: 'Slack does not accept SLACK_BOT_TOKEN (not_authed).', remedy: expect.stringContaining('"Install App"') });
  });

  it('names scopes that are missing, and scopes that nobody needs', async () => {
    await open();
    harness.slack.headers = { 'x-oauth-scopes': 'chat:write,im:history,im:write,commands' };
    expect((await wrong())[0]).toMatchObject({ what: 'The token lacks: app_mentions:read.', remedy: expect.stringContaining('Reinstall') });
    harness.slack.headers = { 'x-oauth-scopes': [...BOT_SCOPES, 'users:read'].join(',') };
    expect((await wrong())[0]).toMatchObject({ what: 'The token may do more than Cairn needs: users:read.' });
    harness.slack.headers = {};
    expect((await wrong())[0]).toMatchObject({ what: 'Slack did not say what the token may do.' });
  });

  it('sees clocks that are apart', async () => {
    await open();
    harness.slack.headers.date = new Date(Date.now() - 200_000).toUTCString();
    expect((await wrong())[0]!.what).toMatch(/^The clock of this machine is (199|200|201) seconds ahead of Slack's\.$/);
  });

  it('says when Slack cannot be reached at all', async () => {
    await open();
    harness.slack.fails = 'down';
    expect((await wrong())[0]).toMatchObject({ what: 'Slack cannot be reached from here.' });
  });

  it('tries whether Cairn answers at its public address, and wants https for it', async () => {
    harness = await slackHarness((_, cairn) => ({ publicUrl: cairn }));
    harness.slack.headers = { 'x-oauth-scopes': BOT_SCOPES.join(', ') };
    await harness.start(recordingInbox());
    expect((await findings()).slice(3)).toMatchObject([
      { ok: true, what: expect.stringContaining(`Cairn answers at ${harness.cairn}/slack/events`) },
      { ok: false, what: `Slack sends only to https, and Cairn's address is ${harness.cairn}.` },
    ]);
    await harness.stop();
    await open(() => ({ publicUrl: 'https://127.0.0.1:1' }));
    expect(await wrong()).toMatchObject([{ what: 'Cairn does not answer at https://127.0.0.1:1/slack/events.', remedy: expect.stringContaining('proxy') }]);
  });

  it('looks at the connection instead, with Socket Mode', async () => {
    await open((slack) => ({ access: { receive: { appToken: 'xapp-1' }, workspaces: { botToken: slack.botToken } } }));
    expect(await wrong()).toMatchObject([{ what: 'Slack does not accept SLACK_APP_TOKEN (invalid_auth).', remedy: expect.stringContaining('connections:write') }]);
    harness.slack.socketUrl = 'ws://127.0.0.1:1/link';
    expect((await findings()).at(-1)).toEqual({ ok: true, what: 'Slack lets Cairn connect (Socket Mode).' });
  });

  it('looks at the app\'s own secrets, for several workspaces', async () => {
    await open((slack) => ({ access: { receive: { signingSecret: slack.signingSecret }, workspaces: app() } }));
    expect((await findings())[0]).toEqual({ ok: true, what: 'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together.' });
    await harness.stop();
    await open((slack) => ({ access: { receive: { signingSecret: slack.signingSecret }, workspaces: app({ clientSecret: 'not the one of this app' }) } }));
    expect((await wrong())[0]).toMatchObject({ what: 'Slack does not accept SLACK_CLIENT_ID with SLACK_CLIENT_SECRET (invalid_client_id).' });
  });

  it('sends nothing to anybody', async () => {
    await open();
    await findings();
    expect(harness.slack.calls.all.map(({ method }) => method)).toEqual(['auth.test']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';
import { signed } from './support/slack.ts';

describe('requests', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  let body: string;
  beforeEach(async () => {
    ({ harness, inbox, person } = await startedSlack());
    body = JSON.stringify(person.envelope({ type: 'message', channel: person.channel, channel_type: 'im', user: person.userId, ts: '1700000000.000100', text: 'hello' }));
  });
  afterEach(() => harness.stop());

  const now = () => Math.floor(Date.now() / 1000);
  const post = (headers: Record<string, string>, path = '/slack/events', sent = body) =>
    fetch(`${harness.cairn}${path}`, { method: 'POST', body: sent, headers: { 'content-type': 'application/json', ...headers } });
  const secret = () => harness.slack.signingSecret;

  it('of Slack\'s are taken', async () => {
    expect((await post(signed(secret(), body))).status).toBe(200);
    expect(inbox.taken).toHaveLength(1);
  });

  it('that Slack did not sign are refused, and nothing is taken from them', async () => {
    const forged = [
      {}, signed('another secret', body), signed(secret(), `${body} `), { ...signed(secret(), body), 'x-slack-signature': 'v0=' },
      { ...signed(secret(), body), 'x-slack-signature': signed(secret(), body)['x-slack-signature']!.replace('v0', 'v1') },
      { ...signed(secret(), body), 'x-slack-request-timestamp': String(now() - 1) }, { ...signed(secret(), body), 'x-slack-request-timestamp': 'soon' },
    ];
    for (const headers of forged) expect((await post(headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(401);
    expect(inbox.taken).toEqual([]);
  });

  it('that are older than five minutes are refused, however well they are signed', async () => {
    expect((await post(signed(secret(), body, now() - 301))).status).toBe(401);
    expect((await post(signed(secret(), body, now() - 290))).status).toBe(200);
    expect(inbox.taken).toHaveLength(1);
  });

  it('that come again, sent by Slack or by somebody who overheard them, carry the same id', async () => {
    const overheard = signed(secret(), body);
    for (const headers of [overheard, overheard, { ...signed(secret(), body), 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }]) {
      expect((await post(headers)).status).toBe(200);
    }
    expect(new Set(inbox.taken.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('that ask whether anybody is here are answered', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'are you there' });
    const response = await post(signed(secret(), challenge), '/slack/events', challenge);
    expect(await response.json()).toEqual({ challenge: 'are you there' });
  });

  it('that carry words beside Slack\'s own unsigned question bring nothing in with it', async () => {
    const smuggled = new URLSearchParams({ ssl_check: '1', payload: JSON.stringify({ type: 'block_actions', user: { id: 'U1' }, team: { id: harness.slack.team }, actions: [{}] }) });
    const response = await fetch(`${harness.cairn}/slack/events`, { method: 'POST', body: smuggled.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect([response.status, inbox.taken]).toEqual([200, []]);
  });

  it('at other addresses, with other methods or with nonsense in them are turned away', async () => {
    expect((await post(signed(secret(), body), '/slack/elsewhere')).status).toBe(404);
    expect((await fetch(`${harness.cairn}/slack/events`)).status).toBe(404);
    expect((await fetch(`${harness.cairn}/slack/install`)).status).toBe(404);
    expect((await post(signed(secret(), '{'), '/slack/events', '{')).status).toBe(400);
    expect(inbox.taken).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOT_SCOPES } from '../../../src/channels/slack/manifest.ts';
import type { CairnError } from '../../../src/errors.ts';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';
import { say } from './support/say.ts';
import { OAUTH } from './support/slack.ts';

const access = (signingSecret: string) => ({ receive: { signingSecret }, workspaces: { ...OAUTH, stateSecret: 'a state secret that is long enough to be one' } });

describe('several workspaces', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  beforeEach(async () => {
    ({ harness, inbox, person } = await startedSlack((slack, cairn) => ({ access: access(slack.signingSecret), publicUrl: cairn })));
  });
  afterEach(() => harness.stop());

  const uninstalled = () => person.event(person.envelope({ type: 'app_uninstalled' }))();
  const revoked = (tokens: object) => person.event(person.envelope({ type: 'tokens_revoked', tokens }))();

  /** What a browser does from "Add to Slack" until it is back; `cookie` for a browser that lost, or was handed, another one. */
  async function install({ cookie, deny = false, language = 'en' }: { cookie?: string; deny?: boolean; language?: string } = {}): Promise<Response> {
    const begun = await fetch(`${harness.cairn}/slack/install`, { redirect: 'manual' });
    const consent = new URL(begun.headers.get('location')!);
    const asked = Object.fromEntries(consent.searchParams);
    const admin = harness.slack.tables.users.all().find(({ name }) => name === 'admin')!;
    const form = new URLSearchParams({ user_id: admin.user_id, ...asked });
    const agreed = await fetch(`${harness.slack.url}/oauth/v2/authorize/callback`, { method: 'POST', body: form, redirect: 'manual' });
    const back = new URL(agreed.headers.get('location')!);
    if (deny) back.search = new URLSearchParams({ error: 'access_denied', state: asked.state! }).toString();
    return fetch(back, { headers: { cookie: cookie ?? begun.headers.get('set-cookie')!.split(';')[0]!, 'accept-language': language } });
  }

  it('are asked for exactly the scopes of the manifest, and for a browser of their own', async () => {
    const begun = await fetch(`${harness.cairn}/slack/install`, { redirect: 'manual' });
    const consent = new URL(begun.headers.get('location')!);
    expect([begun.status, consent.origin, consent.pathname]).toEqual([302, harness.slack.url, '/oauth/v2/authorize']);
    expect(consent.searchParams.get('scope')!.split(',')).toEqual(BOT_SCOPES);
    expect([consent.searchParams.get('redirect_uri'), consent.searchParams.get('user_scope')]).toEqual([`${harness.cairn}/slack/oauth_redirect`, null]);
    expect(begun.headers.get('set-cookie')).toMatch(/Secure; HttpOnly/);
  });

  it('are installed by their administrator, and everything works there from then on', async () => {
    const done = await install();
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Cairn is installed.')]);
    expect([...harness.installed.values()]).toEqual([{
      workspace: harness.slack.team, name: 'Emulate', botToken: expect.stringMatching(/^xoxb-/), botId: 'B0CAIRN', botUserId: harness.slack.botUser,
      scopes: [...BOT_SCOPES], installedBy: expect.stringMatching(/^U/),
    }]);
    await (await person.writes('hello')).deliver();
    await say(harness, person, { text: 'Welcome.' });
    expect(inbox.taken).toMatchObject([{ sender: { workspace: harness.slack.team }, content: { kind: 'text', text: 'hello' } }]);
    expect(await person.seen()).toMatchObject([{ text: 'Welcome.' }]);
  });

  it('are not installed when somebody says no, or when the way back is not from the browser that began', async () => {
    for (const how of [{ deny: true }, { cookie: '' }, { cookie: 'slack-app-oauth-state=another' }]) {
      const done = await install(how);
      expect([done.status, await done.text()]).toEqual([400, expect.stringContaining('could not be installed')]);
    }
    expect([harness.installed.size, harness.faults.all.length]).toEqual([0, 3]);
  });

  it('are told how it went in the language of the browser', async () => {
    expect(await (await install({ language: 'es-MX,es;q=0.9,en;q=0.8' })).text()).toContain('Cairn está instalado.');
    expect(await (await install({ deny: true, language: 'es' })).text()).toContain('Cairn no se pudo instalar.');
  });

  it('nothing is heard or said where Cairn is not installed', async () => {
    expect(await (await person.writes('hello')).deliver()).toBe(true);
    const error: unknown = await say(harness, person, { text: 'Hello?' }).catch((fault: unknown) => fault);
    expect([inbox.taken, (error as CairnError).details]).toEqual([[], { gone: true }]);
  });

  it.each([
    ['removes Cairn', () => uninstalled()],
    ['takes its token back', () => revoked({ bot: ['U0CAIRN'] })],
  ])('one that %s is forgotten, and everybody in it is gone', async (_, leave) => {
    await install();
    harness.known.add(person.userId).add('U2');
    expect(await leave()).toBe(true);
    expect(harness.installed.size).toBe(0);
    expect(inbox.left).toEqual([person.userId, 'U2'].map((userId) => ({ channel: 'slack', workspace: harness.slack.team, userId })));
    // Slack tells both things of one removal.
    expect(await uninstalled()).toBe(true);
  });

  it('one in which a person takes back a token of their own goes on', async () => {
    await install();
    await revoked({ oauth: ['U1'] });
    await revoked({ oauth: ['U1'], bot: [] });
    expect([harness.installed.size, inbox.left]).toEqual([1, []]);
  });
});

it('one workspace with a token: people are gone when Cairn is removed there', async () => {
  const { harness, inbox, person } = await startedSlack();
  harness.known.add(person.userId);
  await person.event(person.envelope({ type: 'app_uninstalled' }))();
  expect(inbox.left).toEqual([{ channel: 'slack', workspace: harness.slack.team, userId: person.userId }]);
  await harness.stop();
});

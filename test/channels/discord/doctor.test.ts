import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDiscord } from '../../../src/channels/discord/doctor.ts';
import { discordHarness, type DiscordHarness } from './harness.ts';
import { keepingInbox } from './inbox.ts';
import { TOKEN, type Twin } from './twin.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'discord');

let harness: DiscordHarness;
let twin: Twin;
beforeEach(async () => {
  harness = await discordHarness();
  ({ twin } = harness);
});
afterEach(() => harness.stop());

const examine = (more: { token?: string; applicationId?: string; api?: string } = {}) => checkDiscord({ token: TOKEN, applicationId: twin.applicationId, api: twin.api, words, ...more });
const troubles = async (more = {}) => (await examine(more)).filter(({ ok }) => !ok);

describe('what the doctor finds', () => {
  it('is well, once Cairn was started', async () => {
    const registered = twin.front.next(({ method, path }) => method === 'PUT' && path.endsWith('/commands'));
    await harness.start(keepingInbox());
    await registered;
    const findings = await examine();
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.length).toBeGreaterThan(5);
    for (const finding of findings) expect(finding).not.toHaveProperty('remedy');
  });

  it('a token that Discord does not know', async () => {
    expect(await troubles({ token: TOKEN.replace('0', '1') })).toMatchObject([{ remedy: expect.stringContaining('DISCORD_TOKEN') }]);
  });

  it('a Discord that cannot be reached', async () => {
    expect(await troubles({ api: 'http://127.0.0.1:9/api' })).toMatchObject([{ what: 'Discord cannot be reached from this machine.' }]);
  });

  it('an id of another application', async () => {
    expect(await troubles({ applicationId: '123456789012345678' })).toMatchObject([{ what: expect.stringContaining(twin.applicationId) }]);
  });

  it('commands that are not there yet', async () => {
    expect(await troubles()).toMatchObject([{ what: expect.stringContaining('/checkin') }]);
  });

  it.each([
    ['an install that was left off', { integration_types_config: { 0: {} } }, 'installation'],
    ['presses that go elsewhere', { interactions_endpoint_url: 'https://elsewhere.example' }, 'Interactions Endpoint URL'],
    ['a code that nobody enters', { bot_require_code_grant: true }, 'Code Grant'],
  ])('%s', async (_, application, remedy) => {
    twin.application = application;
    expect((await troubles()).map((finding) => finding.remedy).join(' ')).toContain(remedy);
  });

  it('a clock that is wrong, and by how much', async () => {
    twin.clockAhead = -120_000;
    expect((await troubles()).map(({ what }) => what)).toContainEqual(expect.stringMatching(/(119|12[01]) seconds ahead/));
  });

  it('a day on which Cairn has connected too often', async () => {
    twin.answering = ({ path }) => (path === '/gateway/bot' ? { status: 200, body: { url: 'ws://x', shards: 1, session_start_limit: { total: 1000, remaining: 0, reset_after: 600_000, max_concurrency: 1 } } } : null);
    expect((await troubles()).map(({ remedy }) => remedy).join(' ')).toContain('10 minutes');
  });
});

describe('a start', () => {
  it.each([
    ['a token that Discord does not know', { token: TOKEN.replace('0', '1') }, 'DISCORD_TOKEN'],
    ['an id of another application', { applicationId: '123456789012345678' }, 'DISCORD_APPLICATION_ID'],
  ])('is stopped by %s, with a sentence that names the setting', async (_, options, named) => {
    const wrong = await discordHarness({ ...options, api: twin.api });
    await expect(wrong.channel.start(keepingInbox())).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringContaining(named), remedy: expect.stringMatching(/./) });
    await wrong.stop();
  });

  it('is not stopped by a Discord that is away', async () => {
    const away = await discordHarness({ api: 'http://127.0.0.1:9/api' });
    await away.channel.start(keepingInbox());
    await expect.poll(() => away.errors.length).toBeGreaterThan(0);
    await away.stop();
  });
});

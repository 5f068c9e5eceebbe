import { beforeEach, describe, expect, it } from 'vitest';
import { activity, APP, listening, serve, TENANT, type Listening } from './support/listening.ts';
import { credentials, keysOfTeams, now, part, stranger, teams, token } from './support/tokens.ts';

describe('only Teams itself is believed', () => {
  let cairn: Listening;
  let asked: string[];
  const status = async (authorization?: string, more: object = {}) =>
    (await cairn.post({ ...activity(), ...more }, authorization === undefined ? {} : { Authorization: authorization })).status;

  beforeEach(async () => {
    const keys = await keysOfTeams();
    asked = keys.asked;
    cairn = await listening({ credentials, endpoints: { openId: keys.openId } });
  });

  it('takes a message with Teams\' own token', async () => {
    expect(await status(`Bearer ${token()}`)).toBe(200);
    expect(cairn.messages).toHaveLength(1);
    expect(cairn.refused).toEqual([]);
  });

  it.each<[string, () => string | undefined]>([
    ['no token', () => undefined],
    ['something that is no token', () => 'Bearer x.y.z'],
    ['another scheme', () => `Basic ${token()}`],
    ['a token for another bot', () => `Bearer ${token({ aud: '99999999-2222-3333-4444-555555555555' })}`],
    ['a token without an audience', () => `Bearer ${token({ aud: undefined })}`],
    ['a token that has expired', () => `Bearer ${token({ nbf: now() - 7200, exp: now() - 3600 })}`],
    ['a token of the future', () => `Bearer ${token({ nbf: now() + 3600, exp: now() + 7200 })}`],
    ['an unsigned token', () => `Bearer ${part({ alg: 'none' })}.${token().split('.')[1]}.`],
    ['a token that says it is unsigned', () => `Bearer ${token({}, { header: { alg: 'none' } })}`],
    ['a token signed with the public key as if it were a secret', () => `Bearer ${token({}, { header: { alg: 'HS256' } })}`],
    ['a token signed by a stranger', () => `Bearer ${token({}, { by: stranger })}`],
    ['a token signed by a stranger in Teams\' name', () => `Bearer ${token({}, { by: { ...stranger, kid: teams.kid } })}`],
    ['a token whose claims were changed', () => {
      const [header, , signature] = token({ aud: '99999999-2222-3333-4444-555555555555' }).split('.');
      return `Bearer ${header}.${token().split('.')[1]}.${signature}`;
    }],
    ['a token of another issuer', () => `Bearer ${token({ iss: 'https://sts.windows.net/someone/' })}`],
    ['a token for the service of somebody else', () => `Bearer ${token({ serviceurl: 'https://evil.example.org/' })}`],
    ['a token of another tenant', () => `Bearer ${token({ tid: '99999999-2222-3333-4444-555555555555' })}`],
  ])('refuses %s', async (_what, authorization) => {
    expect(await status(authorization())).toBe(401);
    expect([cairn.messages, cairn.refused]).toEqual([[], ['token']]);
  });

  it('refuses the emulator\'s way in, even with this bot\'s own id, before anything is looked up', async () => {
    const emulator = token({ iss: `https://sts.windows.net/${TENANT}/`, tid: TENANT, ver: '1.0', appid: APP, aud: 'https://api.botframework.com' });
    expect(await status(`Bearer ${emulator}`)).toBe(401);
    expect(asked).toEqual([]);
  });

  it('refuses messages that claim to come through another channel, or from a service without TLS', async () => {
    expect(await status(`Bearer ${token()}`, { channelId: 'AseChannel' })).toBe(400);
    expect(await status(`Bearer ${token()}`, { channelId: 'webchat' })).toBe(400);
    const plain = 'http://smba.trafficmanager.net/emea/';
    expect(await status(`Bearer ${token({ serviceurl: plain })}`, { serviceUrl: plain })).toBe(400);
    expect(cairn.messages).toEqual([]);
  });

  it('refuses somebody of another organisation', async () => {
    const other = '99999999-2222-3333-4444-555555555555';
    expect(await status(`Bearer ${token()}`, { conversation: { ...activity().conversation, tenantId: other } })).toBe(403);
    expect(await status(`Bearer ${token()}`, { conversation: { id: 'a:x', conversationType: 'personal' }, channelData: { tenant: { id: other } } })).toBe(403);
    expect(await status(`Bearer ${token()}`, { conversation: { id: 'a:x', conversationType: 'personal' }, channelData: {} })).toBe(403);
    expect([cairn.messages, cairn.refused]).toEqual([[], ['tenant', 'tenant', 'tenant']]);
  });

  it('gives a replayed message its own id again, so that it is taken once', async () => {
    const authorization = `Bearer ${token()}`;
    await status(authorization);
    await status(authorization);
    expect(new Set(cairn.messages.map(({ messageId }) => messageId)).size).toBe(1);
  });
});

it('asks Teams to come again when Microsoft\'s keys cannot be fetched', async () => {
  const down = await serve((_request, response) => void response.writeHead(500).end());
  const { post, faults, messages } = await listening({ credentials, endpoints: { openId: `${down}/openid` } });
  expect((await post(activity(), { Authorization: `Bearer ${token()}` })).status).toBe(503);
  expect([faults.map(({ what }) => what), messages]).toEqual([['the keys of Microsoft Teams could not be fetched'], []]);
});

import { expect, it } from 'vitest';
import type { Finding } from '../../../src/channels/channel.ts';
import { doctor, knock } from '../../../src/channels/teams/doctor.ts';
import { APP, listening, serve, TENANT } from './support/listening.ts';

const credentials = { appId: APP, password: 'not-a-real-secret', tenantId: TENANT };

/** Microsoft's sign-in and keys, answering as told; and what the sign-in was asked. */
async function microsoft({ status = 200, codes = [] as number[], keys = 200, date = new Date() } = {}) {
  const asked: URLSearchParams[] = [];
  const url = await serve(async (request, response) => {
    if (request.url === '/openid') return void response.writeHead(keys).end('{}');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push(new URLSearchParams(body));
    response.writeHead(request.url === `/${TENANT}/oauth2/v2.0/token` ? status : 404, { Date: date.toUTCString(), 'Content-Type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? { access_token: 'x' } : { error: 'invalid_client', error_codes: codes }));
  });
  return { asked, endpoints: { login: `${url}/`, openId: `${url}/openid` } };
}
const wrongs = (findings: Finding[]) => findings.filter(({ ok }) => !ok).map(({ what }) => what);
const unreachable = 'https://cairn.invalid';

it('asks Microsoft for a token as a send does, and is content when it gets one', async () => {
  const { asked, endpoints } = await microsoft();
  const findings = await doctor({ credentials, publicUrl: unreachable, endpoints });
  expect(Object.fromEntries(asked[0]!)).toEqual({ grant_type: 'client_credentials', client_id: APP, client_secret: 'not-a-real-secret', scope: 'https://api.botframework.com/.default' });
  expect(wrongs(findings)).toEqual([`${unreachable}/api/teams cannot be reached from this machine.`]);
  for (const { ok, remedy } of findings) expect(ok).toBe(remedy === undefined);
});

it.each<[number[], RegExp]>([
  [[7000215], /does not accept TEAMS_APP_PASSWORD/],
  [[7000222], /TEAMS_APP_PASSWORD has expired/],
  [[700016], /no app with the id in TEAMS_APP_ID/],
  [[90002], /no tenant with the id in TEAMS_TENANT_ID/],
  [[53003], /status 401, AADSTS53003/],
])('says in words what AADSTS %j means', async (codes, sentence) => {
  const { endpoints } = await microsoft({ status: 401, codes });
  expect(wrongs(await doctor({ credentials, publicUrl: unreachable, endpoints }))[0]).toMatch(sentence);
});

it('finds a clock that is wrong', async () => {
  const { endpoints } = await microsoft({ date: new Date(Date.now() - 600_000) });
  expect(wrongs(await doctor({ credentials, publicUrl: unreachable, endpoints }))).toContainEqual(expect.stringMatching(/^The clock of this machine is (599|60\d) seconds ahead of Microsoft's/));
});

it('finds that Microsoft cannot be reached', async () => {
  const endpoints = { login: 'http://127.0.0.1:9/', openId: 'http://127.0.0.1:9/openid' };
  expect(wrongs(await doctor({ credentials, publicUrl: unreachable, endpoints })).slice(0, 2)).toEqual([
    'Microsoft\'s sign-in server cannot be reached.', 'The keys that Teams signs its messages with cannot be fetched.',
  ]);
});

it.each([['http://cairn.example.org', /begin with https/], ['https://localhost:3000', /this machine itself/]])('finds that Teams cannot send to %s', async (publicUrl, sentence) => {
  const { endpoints } = await microsoft();
  expect(wrongs(await doctor({ credentials, publicUrl, endpoints }))).toEqual([expect.stringMatching(sentence)]);
});

it('knocks at the messaging endpoint, where only Cairn itself turns it away in the right manner', async () => {
  const { url, refused } = await listening({ credentials });
  expect(await knock(`${url}/api/teams`)).toMatchObject({ ok: true });
  expect(refused).toEqual(['token']);
  const someoneElse = await serve((_request, response) => void response.end('Welcome'));
  expect(await knock(`${someoneElse}/api/teams`)).toMatchObject({ ok: false, what: expect.stringContaining('answers 200 where 401 is expected') });
});

it('warns of a bot without credentials, and never shows them', async () => {
  const { endpoints } = await microsoft({ status: 401, codes: [7000215] });
  expect(wrongs(await doctor({ credentials: 'for-tests', publicUrl: unreachable, endpoints }))).toHaveLength(1);
  expect(JSON.stringify(await doctor({ credentials, publicUrl: unreachable, endpoints }))).not.toContain(credentials.password);
});

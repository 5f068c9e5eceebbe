import type { Finding } from '../channel.ts';
import { bad, clockFinding, good } from '../shared/finding.ts';
import { TEAMS_PATH, type TeamsEndpoints, type TeamsOptions } from './options.ts';
import type { TeamsCredentials } from './settings.ts';

export interface DoctorParts extends Pick<TeamsOptions, 'credentials' | 'publicUrl'> {
  endpoints: TeamsEndpoints;
}

const PATIENCE_MS = 10_000;
/** Tokens are good for five minutes before and after their time. */
const MOST_SKEW_SECONDS = 240;
const PAGE = 'docs/setup/teams.md';

export async function doctor({ credentials, publicUrl, endpoints }: DoctorParts): Promise<Finding[]> {
  if (credentials === 'for-tests') {
    return [bad('Microsoft Teams runs without credentials, for tests. Anybody could speak in anybody\'s name.', `Register the bot as ${PAGE} says, and set its three settings.`)];
  }
  const [token, keys, endpoint] = await Promise.all([lookAtToken(credentials, endpoints), lookAtKeys(endpoints), lookAtEndpoint(publicUrl)]);
  return [...token, keys, ...endpoint];
}

/** Asks for a token exactly as a send does, and compares the clocks. */
async function lookAtToken({ appId, password, tenantId }: TeamsCredentials, { login }: TeamsEndpoints): Promise<Finding[]> {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: password, scope: 'https://api.botframework.com/.default' };
  const response = await ask(`${login}${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  if (!response) return [bad('Microsoft\'s sign-in server cannot be reached.', `Let this machine open connections to ${new URL(login).host} on port 443.`)];
  const skew = clockFinding('Microsoft', response.headers.get('date'), { most: MOST_SKEW_SECONDS, otherwise: 'Messages are refused while the clocks differ.' });
  if (response.ok) return [good('Microsoft accepts the app id, the secret and the tenant.'), skew];
  const { error_codes: codes = [] } = (await response.json().catch(() => ({}))) as { error_codes?: number[] };
  return [whyNoToken(codes, response.status), skew];
}

/** The codes are part of every refusal of Microsoft's, such as AADSTS7000215. */
function whyNoToken(codes: number[], status: number): Finding {
  if (codes.includes(7000215)) return bad('Microsoft does not accept TEAMS_APP_PASSWORD.', 'Set it to the Value of a client secret, not to its Secret ID. A value is shown only once: make a new secret if it is lost.');
  if (codes.includes(7000222)) return bad('The client secret in TEAMS_APP_PASSWORD has expired.', 'Make a new client secret under "Certificates & secrets", and set TEAMS_APP_PASSWORD to its Value.');
  if (codes.includes(700016)) return bad('There is no app with the id in TEAMS_APP_ID in this tenant.', 'Compare TEAMS_APP_ID and TEAMS_TENANT_ID with the Overview of the app registration.');
  if (codes.includes(90002)) return bad('There is no tenant with the id in TEAMS_TENANT_ID.', 'Copy "Directory (tenant) ID" from the Overview of the app registration.');
  return bad(`Microsoft gives no token (status ${status}${codes.length > 0 ? `, AADSTS${codes[0]}` : ''}).`, `Go through the registration in ${PAGE} once more.`);
}

async function lookAtKeys({ openId }: TeamsEndpoints): Promise<Finding> {
  const response = await ask(openId);
  return response?.ok ? good('The keys that Teams signs its messages with can be fetched.')
    : bad('The keys that Teams signs its messages with cannot be fetched.', `Let this machine open connections to ${new URL(openId).host} on port 443.`);
}

/** The way Teams takes: from outside, to our own door. */
async function lookAtEndpoint(publicUrl: string): Promise<Finding[]> {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol !== 'https:') return [bad(`PUBLIC_URL is ${publicUrl}, and Teams sends only to addresses that begin with https://.`, 'Put a proxy with TLS in front, and set PUBLIC_URL to its address.')];
  if (/^(localhost|127\.|\[::1\])/.test(hostname)) return [bad('PUBLIC_URL is this machine itself, where Microsoft cannot send anything.', 'Set PUBLIC_URL to the address that others reach Cairn under.')];
  return [await knock(`${publicUrl}${TEAMS_PATH}`)];
}

/** A message without a token: only Cairn's own door turns it away like this. */
export async function knock(endpoint: string): Promise<Finding> {
  const probe = { type: 'message', channelId: 'msteams', serviceUrl: 'https://probe.invalid/', from: { id: 'probe' }, recipient: { id: 'probe' }, conversation: { id: 'probe' } };
  const response = await ask(endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(probe) });
  if (response?.status === 401) return good(`The messaging endpoint answers: ${endpoint}`);
  const found = response ? `answers ${response.status} where 401 is expected` : 'cannot be reached from this machine';
  return bad(`${endpoint} ${found}.`, 'Let the proxy pass everything below this address on to Cairn unchanged, and enter exactly this address as Messaging endpoint in the Azure portal.');
}

/** Null where nothing answers. */
const ask = (url: string, init: RequestInit = {}): Promise<Response | null> =>
  fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { APP, serve, TENANT } from './listening.ts';

const key = (kid: string) => ({ kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });
export const teams = key('teams');
export const stranger = key('stranger');
const SERVICE = 'https://smba.trafficmanager.net/emea/';

export const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export const now = () => Math.floor(Date.now() / 1000);

export interface Signing {
  by?: { kid: string; privateKey: KeyObject };
  header?: object;
}

/** A token as Teams makes it, with changes. */
export function token(claims: object = {}, { by = teams, header = {} }: Signing = {}): string {
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: by.kid, ...header })}.${part({
    iss: 'https://api.botframework.com', aud: APP, serviceurl: SERVICE, nbf: now() - 60, exp: now() + 3600, ...claims,
  })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), by.privateKey).toString('base64url')}`;
}

/** Microsoft's documents of keys, with the one that signs for Teams. */
export async function keysOfTeams(): Promise<{ openId: string; asked: string[] }> {
  const asked: string[] = [];
  const url: string = await serve((request, response) => {
    asked.push(request.url!);
    const jwk = { ...teams.publicKey.export({ format: 'jwk' }), kid: teams.kid, use: 'sig', endorsements: ['msteams'] };
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: 'https://api.botframework.com', jwks_uri: `${url}/keys` }));
  });
  return { openId: `${url}/openid`, asked };
}

export const credentials = { appId: APP, password: 'not-a-real-secret', tenantId: TENANT };

import { Routes, type APIApplication, type REST } from 'discord.js';
import { CairnError } from '../../errors.ts';
import { statusOf } from './failures.ts';

/** A start does not wait longer than this for a Discord that is away. */
const PATIENCE_MS = 5_000;

/** @throws CairnError 'config-invalid' when Discord does not know the token, or knows it as another application's. */
export async function checkIdentity(rest: REST, applicationId: string): Promise<void> {
  const known = await identityOf(rest).catch((error: unknown) => {
    if (statusOf(error) !== 401) return null;
    throw new CairnError('config-invalid', 'Discord does not accept DISCORD_TOKEN.', { remedy: 'Reset the token on the page "Bot" of your application in Discord\'s developer portal, and put the new one into DISCORD_TOKEN.' });
  });
  if (known && known.id !== applicationId) {
    throw new CairnError('config-invalid', `DISCORD_TOKEN belongs to the application ${known.id}, and DISCORD_APPLICATION_ID is ${applicationId}.`, { remedy: 'Copy both from the same application in Discord\'s developer portal.' });
  }
}

export const identityOf = async (rest: REST): Promise<APIApplication> =>
  await rest.get(Routes.currentApplication(), { signal: AbortSignal.timeout(PATIENCE_MS) }) as APIApplication;

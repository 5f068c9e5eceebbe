import { z } from 'zod';

/**
 * What an administrator copies from Discord's developer portal. No SDK is loaded here: settings are read before it is known
 * whether the channel is wanted at all.
 */
export const discordSettings = {
  DISCORD_TOKEN: z.string().regex(/^[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}$/, {
    error: 'must be the token from the page "Bot" of your application in Discord\'s developer portal: three parts with dots between them',
  }).optional(),
  DISCORD_APPLICATION_ID: z.string().regex(/^\d{17,20}$/, {
    error: 'must be the application id from the page "General Information" of your application in Discord\'s developer portal: 17 to 20 digits',
  }).optional(),
};

/** Half of the settings is a mistake: the setting that is missing, and what to say of it. */
export function missingDiscordSetting(settings: { DISCORD_TOKEN?: string; DISCORD_APPLICATION_ID?: string }): { path: string[]; error: string } | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = settings;
  if (token && !applicationId) return { path: ['DISCORD_APPLICATION_ID'], error: 'is needed when DISCORD_TOKEN is set: the application id from the page "General Information"' };
  if (applicationId && !token) return { path: ['DISCORD_TOKEN'], error: 'is needed when DISCORD_APPLICATION_ID is set: the token from the page "Bot"' };
  return null;
}

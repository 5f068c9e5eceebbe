import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { discordSettings, missingDiscordSetting } from '../../../src/channels/discord/settings.ts';
import { TOKEN } from './twin.ts';

const schema = z.object(discordSettings);
const id = '123456789012345678';
const sentences = (settings: Record<string, string>): string[] => schema.safeParse(settings).error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`) ?? [];

describe('the settings of Discord', () => {
  it('are a token and an application id, or nothing', () => {
    expect([sentences({}), sentences({ DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: id })]).toEqual([[], []]);
    expect([missingDiscordSetting({}), missingDiscordSetting({ DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: id })]).toEqual([null, null]);
  });

  it.each([
    ['the client secret in the token\'s place', { DISCORD_TOKEN: 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF' }, 'page "Bot"'],
    ['a token with "Bot" before it', { DISCORD_TOKEN: `Bot ${TOKEN}` }, 'page "Bot"'],
    ['a public key as the id', { DISCORD_APPLICATION_ID: 'f00ba4f00ba4f00ba4f00ba4f00ba4f0' }, '17 to 20 digits'],
    ['a name as the id', { DISCORD_APPLICATION_ID: 'Cairn' }, 'General Information'],
  ])('say what is wrong with %s', (_, settings, sentence) => {
    expect(sentences(settings)).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    [{ DISCORD_TOKEN: TOKEN }, 'DISCORD_APPLICATION_ID'],
    [{ DISCORD_APPLICATION_ID: id }, 'DISCORD_TOKEN'],
  ])('half of them is a mistake that names the other', (settings, missing) => {
    expect(missingDiscordSetting(settings)).toMatchObject({ path: [missing], error: expect.stringContaining('is needed when') });
  });
});

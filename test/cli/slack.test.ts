import { afterEach, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { done, refused } from './commands.ts';

const withAddress = (publicUrl: string): void => {
  for (const [name, value] of Object.entries({ DATABASE_URL: '', PUBLIC_URL: publicUrl })) vi.stubEnv(name, value);
};
afterEach(() => void vi.unstubAllEnvs());

it('prints the manifest of the app with the public address in it, and nothing else', async () => {
  withAddress('https://cairn.willow.example');
  const { settings, features } = parse(await done('slack manifest')) as { settings: { event_subscriptions: { request_url: string } }; features: { slash_commands: { url: string }[] } };
  const urls = [settings.event_subscriptions.request_url, ...features.slash_commands.map(({ url }) => url)];
  expect(new Set(urls)).toEqual(new Set(['https://cairn.willow.example/slack/events']));
});

it('says what is missing for it', async () => {
  withAddress('');
  expect(await refused('slack manifest')).toContain('PUBLIC_URL is not set');
  expect(await done('slack manifest --socket-mode')).toContain('socket_mode_enabled: true');
});

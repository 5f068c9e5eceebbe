import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestText } from '../../../src/channels/slack/manifest-text.ts';
import { BOT_EVENTS, BOT_SCOPES, COMMANDS, PATHS } from '../../../src/channels/slack/manifest.ts';
import { slackShape } from '../../../src/channels/slack/settings.ts';

const root = path.join(import.meta.dirname, '../../..');
const authored = readFileSync(path.join(root, 'src/channels/slack/manifest.yaml'), 'utf8');
const page = readFileSync(path.join(root, 'docs/setup/slack.md'), 'utf8');
const code = globSync('src/channels/slack/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');

/** As Slack's reference of the app manifest has it, with what Cairn uses of it. */
const https = z.url({ protocol: /^https$/ });
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal([1, 2]), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35), description: z.string().max(140), long_description: z.string().min(174).max(4_000), background_color: z.string().regex(/^#(?:[0-9a-f]{3}){1,2}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean(), messages_tab_read_only_enabled: z.boolean() }),
    bot_user: z.strictObject({ display_name: z.string().max(80).regex(/^[a-z0-9._-]+$/), always_online: z.boolean() }),
    slash_commands: z.array(z.strictObject({
      command: z.string().max(32).startsWith('/'), url: https.optional(), description: z.string().min(1).max(2_000), usage_hint: z.string().max(1_000).optional(), should_escape: z.boolean().optional(),
    })).max(50),
  }),
  oauth_config: z.strictObject({ redirect_urls: z.array(https).max(1_000).optional(), scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: https.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: https.optional() }),
    org_deploy_enabled: z.boolean(), socket_mode_enabled: z.boolean(), token_rotation_enabled: z.boolean(),
  }),
}).refine(({ settings, features }) => settings.socket_mode_enabled
  || [settings.event_subscriptions.request_url, settings.interactivity.request_url, ...features.slash_commands.map(({ url }) => url)].every(Boolean), 'Without Socket Mode, Slack wants to know where to send everything');
const manifest = manifestSchema.parse(parse(authored));

/** What each of Slack's methods, events and features needs, by Slack's reference. */
const NEEDS: Record<string, string[]> = {
  'auth.test': [], 'chat.postMessage': ['chat:write'], 'chat.update': ['chat:write'], 'conversations.open': ['im:write'], 'views.open': [], 'views.publish': [],
  'oauth.v2.access': [], 'apps.connections.open': [],
  'message.im': ['im:history'], app_mention: ['app_mentions:read'], app_home_opened: [], app_uninstalled: [], tokens_revoked: [],
  'slash commands': ['commands'],
};
const methodsInCode = [...new Set([...code.matchAll(/\bclient\.((?:\w+\.)+\w+)\(|\.(apps\.connections\.open)\(/g)].map((match) => (match[1] ?? match[2])!))]
  .filter((method) => /^(auth|chat|conversations|views|oauth|apps)\./.test(method));
const eventsInCode = [...code.matchAll(/app\.event\('([a-z_]+)'/g)].map((match) => (match[1] === 'message' ? 'message.im' : match[1]!));
const sorted = (all: Iterable<string>) => [...new Set(all)].sort();

describe('the app manifest', () => {
  it('asks for exactly what the code needs', () => {
    expect(methodsInCode).toEqual(expect.arrayContaining(['chat.postMessage', 'chat.update', 'conversations.open', 'views.open', 'views.publish', 'auth.test']));
    const needed = [...methodsInCode, ...eventsInCode, 'slash commands'].flatMap((name) => NEEDS[name] ?? [`nobody knows what ${name} needs`]);
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(needed));
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(BOT_SCOPES));
  });

  it('subscribes to exactly the events that are listened to', () => {
    expect(sorted(manifest.settings.event_subscriptions.bot_events)).toEqual(sorted(eventsInCode));
    expect(sorted(BOT_EVENTS)).toEqual(sorted(eventsInCode));
  });

  it('has the commands that Cairn knows, and leads everything to where it listens', () => {
    const at = (place: string) => `https://cairn.example.org${place}`;
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(Object.keys(COMMANDS));
    const { event_subscriptions, interactivity } = manifest.settings;
    const urls = [event_subscriptions.request_url, interactivity.request_url, ...manifest.features.slash_commands.map(({ url }) => url)];
    expect(sorted(urls.map(String))).toEqual([at(PATHS.events)]);
    expect(manifest.oauth_config.redirect_urls).toEqual([at(PATHS.installed)]);
    expect(interactivity.is_enabled).toBe(true);
  });

  it('is printed with one\'s own address in every place, and is what Slack takes', () => {
    const text = manifestText({ publicUrl: 'https://cairn.willow.example', socketMode: false });
    const printed = manifestSchema.parse(parse(text));
    expect([text.includes('example.org'), text.includes('#2f6f62'), text.startsWith('_metadata:')]).toEqual([false, true, true]);
    expect(printed).toEqual(parse(authored.replaceAll('https://cairn.example.org', 'https://cairn.willow.example')));
  });

  it('needs no address with Socket Mode, but for an installation that comes back to one', () => {
    const printed = manifestSchema.parse(parse(manifestText({ publicUrl: null, socketMode: true })));
    expect([printed.settings.socket_mode_enabled, printed.oauth_config.redirect_urls, JSON.stringify(printed).includes('http')]).toEqual([true, undefined, false]);
    expect(printed.oauth_config.scopes).toEqual(manifest.oauth_config.scopes);
    expect(printed.settings.event_subscriptions.bot_events).toEqual(manifest.settings.event_subscriptions.bot_events);
    const reached = manifestSchema.parse(parse(manifestText({ publicUrl: 'https://cairn.willow.example', socketMode: true })));
    expect(reached.oauth_config.redirect_urls).toEqual([`https://cairn.willow.example${PATHS.installed}`]);
  });

  it.each([[null, 'PUBLIC_URL is not set'], ['http://127.0.0.1:3000', 'only to addresses that begin with https://']])('is not printed with %s, where Slack would refuse it', (publicUrl, sentence) => {
    expect(() => manifestText({ publicUrl, socketMode: false })).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(sentence), remedy: expect.stringContaining('--socket-mode') }));
  });

  it('lets people write to Cairn and see its home', () => {
    expect(manifest.features.app_home).toEqual({ home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false });
  });
});

describe('docs/setup/slack.md', () => {
  const quoted = [...page.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);

  it('names every scope, event, command and path, and none that does not exist', () => {
    const scopes = quoted.filter((word) => /^[a-z_]+:[a-z]+$/.test(word));
    expect(sorted(scopes)).toEqual(sorted([...BOT_SCOPES, 'commands', 'connections:write'].filter((scope) => scope.includes(':'))));
    expect(quoted).toContain('commands');
    expect(sorted(quoted.filter((word) => /^(?:message\.im|(?:app|tokens)_[a-z_]+)$/.test(word)))).toEqual(sorted(BOT_EVENTS));
    const slashed = quoted.flatMap((word) => word.match(/^(?:https:\/\/cairn\.example\.org)?(\/[a-z_/]+)$/)?.[1] ?? []);
    expect(sorted(slashed.filter((word) => !word.startsWith('/slack/')))).toEqual(sorted(Object.keys(COMMANDS)));
    expect(sorted(slashed.filter((word) => word.startsWith('/slack/') && word !== '/slack/'))).toEqual(sorted(Object.values(PATHS)));
  });

  it('names every setting, and none that does not exist', () => {
    expect(sorted(page.match(/\bSLACK_[A-Z_]+/g)!)).toEqual(sorted(Object.keys(slackShape)));
  });

  it('names the command that prints the manifest, in both ways', () => {
    expect([page.includes('npm run cairn -- slack manifest\n'), page.includes('npm run cairn -- slack manifest --socket-mode\n')]).toEqual([true, true]);
  });

  it('links to files that are there', () => {
    for (const [, link] of page.matchAll(/\]\((\.\.[^)]+)\)/g)) expect(() => readFileSync(path.join(root, 'docs/setup', link!))).not.toThrow();
  });
});

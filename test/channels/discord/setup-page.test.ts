import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/channels/discord/commands.ts';
import { INTENTS } from '../../../src/channels/discord/gateway.ts';
import { installLinks, SCOPES } from '../../../src/channels/discord/install.ts';
import { discordSettings } from '../../../src/channels/discord/settings.ts';

/** What the page for administrators names is what the code asks for: one that is missing would leave them with a Cairn that stays silent. */
const page = readFileSync(path.join(import.meta.dirname, '../../../docs/setup/discord.md'), 'utf8');
const inCode = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
/** Cells of the table row that begins with this. */
const row = (start: string): string[] => page.split('\n').find((line) => line.trim().startsWith(`| ${start} |`))!.split('|').slice(2, -1);
const firstCells = (heading: string): string[] =>
  page.slice(page.indexOf(`| ${heading} |`)).split('\n\n')[0]!.split('\n').slice(2).flatMap((line) => inCode(line.split('|')[1]!));

it('names every intent, and no other', () => {
  expect(firstCells('Intent')).toEqual(Object.keys(INTENTS));
});

it('names the scopes of both ways to add it', () => {
  expect(inCode(row('**User Install**')[0]!)).toEqual(SCOPES.person);
  expect(inCode(row('**Guild Install**')[0]!)).toEqual(SCOPES.server);
});

it('names the commands and the settings', () => {
  const commands = inCode(page.split('##')[0]!).filter((name) => name.startsWith('/'));
  expect(commands).toEqual(Object.keys(COMMANDS).map((name) => `/${name}`));
  expect([...page.matchAll(/^(DISCORD_\w+)=/gm)].map(([, name]) => name).sort()).toEqual(Object.keys(discordSettings).sort());
});

it('asks for nothing that Discord would have to grant first', () => {
  // GuildPresences, GuildMembers and MessageContent.
  const privileged = (1 << 8) | (1 << 1) | (1 << 15);
  expect((INTENTS.DirectMessages | INTENTS.GuildMessages) & privileged).toBe(0);
});

it('the links to add it ask for these scopes, and for no permission in a server', () => {
  const { person, server } = installLinks('123456789012345678');
  expect(Object.fromEntries(new URL(person).searchParams)).toEqual({ client_id: '123456789012345678', integration_type: '1', scope: 'applications.commands' });
  expect(Object.fromEntries(new URL(server).searchParams)).toEqual({ client_id: '123456789012345678', integration_type: '0', scope: 'applications.commands bot', permissions: '0' });
});

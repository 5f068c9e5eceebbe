import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../src/channels/teams/package/manifest.json' with { type: 'json' };
import { MICROSOFT, TEAMS_PATH } from '../../../src/channels/teams/options.ts';
import { teamsMistakes, teamsShape } from '../../../src/channels/teams/settings.ts';

/** What docs/setup/teams.md tells an administrator to type must be what the code wants. */
const page = readFileSync(path.join(import.meta.dirname, '../../../docs/setup/teams.md'), 'utf8');
const flat = page.replace(/\s+/g, ' ');

it('names every setting, and no other', () => {
  expect([...new Set(page.match(/\bTEAMS_[A-Z_]+\b/g))].sort()).toEqual(Object.keys(teamsShape).sort());
});

it('shows settings that Cairn would take', () => {
  const example = Object.fromEntries([...page.matchAll(/^(TEAMS_[A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name!, value!]));
  expect(teamsMistakes(example)).toEqual([]);
  for (const [name, shape] of Object.entries(teamsShape)) expect(shape.safeParse(example[name]).success).toBe(true);
});

it('gives the messaging endpoint that Cairn listens at', () => {
  const endpoints = page.match(/\/api\/\w+/g)!;
  expect([...new Set(endpoints)]).toEqual([TEAMS_PATH]);
  expect(page).toContain(`Messaging endpoint: \`https://cairn.example.org${TEAMS_PATH}\``);
});

it('names the servers that Cairn calls', () => {
  for (const url of Object.values(MICROSOFT)) expect(page).toContain(`\`${new URL(url).host}\``);
});

it('sends people only to Microsoft\'s three portals', () => {
  const links = [...page.matchAll(/<(https:[^>]+)>/g)].map(([, link]) => new URL(link!).host);
  expect(links.sort()).toEqual(['admin.teams.microsoft.com', 'entra.microsoft.com', 'portal.azure.com']);
});

it('names the commands of the menu', () => {
  const commands = manifest.bots[0]!.commandLists[0]!.commands.map(({ title }) => `\`${title}\``);
  expect(flat).toContain(`The commands ${commands.slice(0, -1).join(', ')} and ${commands.at(-1)} are offered`);
});

it('says that the support of the library has ended', () => {
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../node_modules/botbuilder/package.json'), 'utf8')) as { version: string };
  expect([version, flat]).toEqual(['4.23.3', expect.stringContaining('31 December 2025')]);
});

it('names files that are there', () => {
  for (const [, file] of page.matchAll(/`(src\/[^`]+)`/g)) readFileSync(path.join(import.meta.dirname, '../../..', file!));
});

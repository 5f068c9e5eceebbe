import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * Who may import whom. A file that reaches across a border makes the way of a message longer for every reader after it,
 * so a new border crossing is a decision: change the table here and say why in the README.
 */
const mayImport: Record<string, { inside: string[]; packages: string[] }> = {
  core: { inside: ['core', 'errors.ts'], packages: ['xstate', 'zod', 'diff', 'intl-messageformat', 'i18n-iso-countries', '@noble/hashes', 'temporal-polyfill'] },
  store: { inside: ['store', 'core', 'errors.ts', 'channels/channel.ts'], packages: ['@electric-sql/pglite', '@prisma/adapter-pg', '@prisma/client', '@prisma/driver-adapter-utils', 'lru-cache', 'pg', 'pg-boss', 'yaml'] },
  channels: { inside: ['channels', 'core', 'errors.ts', 'in-order.ts'], packages: ['zod', 'fflate', 'nodemailer', '@slack/bolt', '@slack/web-api', 'botbuilder', 'discord.js', '@discordjs/ws'] },
  export: { inside: ['export', 'core', 'errors.ts'], packages: ['pdfkit', 'fontkit', 'bidi-js', 'echarts', 'ical-generator', 'temporal-polyfill', 'fflate', 'hono'] },
  actions: { inside: ['actions', 'core', 'store', 'export', 'channels/channel.ts', 'errors.ts', 'in-order.ts'], packages: [] },
  web: { inside: ['web', 'actions', 'core', 'channels/channel.ts', 'errors.ts'], packages: ['express', 'helmet', 'hono', 'zod'] },
};

const files = globSync('src/**/*.ts').filter((file) => !file.includes('/generated/'));

interface Import {
  from: string;
  /** A path below src, or the name of a package; Node's own modules are free for all but the core. */
  to: string;
}

const imports: Import[] = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:^|\n)(?:import|export)\b[^'";]*?from '([^']+)'|\bimport\('([^']+)'\)/g)].map((match) => {
    const to = (match[1] ?? match[2])!;
    return { from: path.relative('src', file), to: to.startsWith('.') ? path.normalize(path.join(path.dirname(path.relative('src', file)), to)) : to };
  }));

const isBelow = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

test('every folder imports only what it may', () => {
  const crossings = imports.filter(({ from, to }) => {
    const rule = mayImport[from.split('/')[0]!];
    if (!rule || to.startsWith('node:')) return false;
    return ![...rule.inside, ...rule.packages].some((place) => isBelow(to, place));
  });
  expect(crossings).toEqual([]);
});

test('the core does no input, output or waiting, and asks neither clock nor chance', () => {
  const impure = files.filter((file) => isBelow(file, 'src/core')).flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const found = text.match(/from 'node:[^']+'|\basync\b|\bawait\b|\bPromise\b|\bDate\.now\(|new Date\(\)|\bMath\.random\(|randomUUID|\bprocess\.|\bfetch\(|setTimeout/g) ?? [];
    return found.map((what) => `${file}: ${what}`);
  });
  expect(impure).toEqual([]);
});

test('one file reads the environment', () => {
  const readers = files.filter((file) => /\bprocess\.env\b/.test(readFileSync(file, 'utf8')));
  expect(readers).toEqual(['src/config.ts']);
});

test('a channel never imports another channel', () => {
  const between = imports.filter(({ from, to }) => isBelow(from, 'channels') && isBelow(to, 'channels') && to !== 'channels/channel.ts' && !isBelow(to, 'channels/shared')
    && from.split('/')[1] !== to.split('/')[1]);
  expect(between).toEqual([]);
});

test('a platform\'s SDK stays in the folder of its channel', () => {
  const folders: Record<string, string> = { botbuilder: 'channels/teams', '@slack': 'channels/slack', 'discord.js': 'channels/discord', '@discordjs': 'channels/discord', nodemailer: 'channels/mail.ts' };
  const astray = imports.filter(({ from, to }) => Object.entries(folders).some(([sdk, folder]) => isBelow(to, sdk) && !isBelow(from, folder)));
  expect(astray).toEqual([]);
  expect(imports.some(({ to }) => to === 'botbuilder')).toBe(true);
});

test('the scan sees the imports at all', () => {
  expect(imports.length).toBeGreaterThan(300);
  expect(imports).toContainEqual({ from: 'actions/handle-message.ts', to: 'store/read-turn.ts' });
});

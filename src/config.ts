import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { discordSettings, missingDiscordSetting } from './channels/discord/settings.ts';
import { slackAccess, slackMistakes, slackShape, type SlackAccess } from './channels/slack/settings.ts';
import { teamsCredentials, teamsMistakes, teamsShape, type TeamsCredentials } from './channels/teams/settings.ts';
import { CairnError } from './errors.ts';

/** The only reader of the environment. Every setting is in `.env.example` with a line on what it is for. */

const address = (example: string) => z.url({ protocol: /^https?$/, error: `must be an address such as ${example}` });
const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const schema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres:// or postgresql://' }).optional(),
  DATABASE_POOL: whole(1, 200).default(10),
  ENCRYPTION_KEYS: z.string().optional(),
  ENCRYPTION_KEYS_FILE: z.string().refine(isFile, { error: 'must be a file that exists: the one with the encryption keys in it' }).transform((file) => readFileSync(file, 'utf8')).optional(),
  PUBLIC_URL: address('https://cairn.example.org').transform((url) => url.replace(/\/+$/, '')).optional(),
  FLOWS_DIR: z.string().refine(isDirectory, { error: 'must be a directory that exists: the one with the flows in it' }).prefault('flows'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'must be one of trace, debug, info, warn, error, silent' }).default('info'),
  SMTP_URL: z.string().refine((url) => /^smtps?:\/\/[^/]/.test(url) && URL.canParse(url), { error: 'must be an address such as smtps://user:password@mail.example.org' }).optional(),
  MAIL_FROM: z.string().regex(/.@./, { error: 'must be a mail address such as Cairn <cairn@example.org>' }).optional(),
  HOME_PRACTICE: z.string().regex(/^[a-z0-9-]+$/, { error: 'must be the short name of a practice: small letters, digits and hyphens' }).optional(),
  TIME_ZONE: z.string().refine(isTimeZone, { error: 'must be a time zone such as Europe/Dublin' }).default('UTC'),
  // A browser names a site without a path, in small letters.
  ALLOWED_ORIGINS: z.string().default('').transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean))
    .pipe(z.array(address('https://www.example.org, or several with commas between').transform((url) => new URL(url).origin))),
  TRUST_PROXY: z.string().regex(/^(true|false|[1-9])$/, { error: 'must be true, false, or how many proxies stand in front, up to 9' })
    .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value))).default(0),
  METRICS_TOKEN: z.string().min(16, { error: 'must have at least 16 characters' }).optional(),
  SIGN_IN_DAYS: whole(1, 365).default(30),
  SIGN_IN_IDLE_HOURS: whole(1, 8760).default(12),
  STOP_NOTICE_SECONDS: whole(0, 120).default(0),
  ...slackShape, ...teamsShape, ...discordSettings,
}).superRefine((settings, context) => {
  const missing = (setting: string, message: string) => context.addIssue({ code: 'custom', path: [setting], message });
  if (settings.SMTP_URL && !settings.MAIL_FROM) missing('MAIL_FROM', 'is needed when SMTP_URL is set: the address that mails come from');
  for (const { setting, message } of [...slackMistakes(settings), ...teamsMistakes(settings)]) missing(setting, message);
  const discord = missingDiscordSetting(settings);
  if (discord) missing(discord.path[0]!, discord.error);
  if (settings.TEAMS_APP_ID && !settings.PUBLIC_URL?.startsWith('https:')) missing('PUBLIC_URL', 'is needed for Microsoft Teams, which sends only to an https address');
});

/** Every setting there is, by its name in the environment. */
export const settingNames = Object.keys(schema.shape);

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  databasePool: number;
  /** The list of encryption keys. Undefined: the embedded database keeps one beside its data. */
  encryptionKeys: string | undefined;
  /** Undefined: the address the server listens on. */
  publicUrl: string | undefined;
  flowsDir: string;
  logLevel: string;
  mail: { smtpUrl: string; from: string } | null;
  /** Null: the channel is off. */
  slack: SlackAccess | null;
  teams: TeamsCredentials | null;
  discord: { token: string; applicationId: string } | null;
  homePractice: string | undefined;
  timeZone: string;
  allowedOrigins: string[];
  /** How many proxies in front may say who is calling; 0: none. */
  trustProxy: number;
  /** With it the numbers can be read from anywhere; without it from this machine alone. */
  metricsToken: string | undefined;
  /** How long a browser is remembered after a code, and how long a therapist's may be left unused. */
  signInDays: number;
  signInIdleHours: number;
  /** How long a stop says that it is not ready before it takes no more connections. */
  stopNoticeSeconds: number;
}

/** Throws `config-invalid` with one clear sentence a setting; empty settings count as not set. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
    throw new CairnError('config-invalid', [...new Set(sentences)].join('\n'), { remedy: 'Correct it in your environment or .env file; .env.example explains each setting.' });
  }
  const settings = parsed.data;
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir: path.resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL,
    databasePool: settings.DATABASE_POOL,
    encryptionKeys: settings.ENCRYPTION_KEYS ?? settings.ENCRYPTION_KEYS_FILE,
    publicUrl: settings.PUBLIC_URL,
    flowsDir: path.resolve(settings.FLOWS_DIR),
    logLevel: settings.LOG_LEVEL,
    slack: slackAccess(settings),
    teams: teamsCredentials(settings),
    discord: settings.DISCORD_TOKEN ? { token: settings.DISCORD_TOKEN, applicationId: settings.DISCORD_APPLICATION_ID! } : null,
    mail: settings.SMTP_URL ? { smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM! } : null,
    homePractice: settings.HOME_PRACTICE,
    timeZone: settings.TIME_ZONE,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    trustProxy: settings.TRUST_PROXY,
    metricsToken: settings.METRICS_TOKEN,
    signInDays: settings.SIGN_IN_DAYS,
    signInIdleHours: settings.SIGN_IN_IDLE_HOURS,
    stopNoticeSeconds: settings.STOP_NOTICE_SECONDS,
  };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

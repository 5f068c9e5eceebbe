import { z } from 'zod';
import { CairnError } from '../../../errors.ts';
import { GUID } from '../settings.ts';
import template from './manifest.json' with { type: 'json' };

export interface PackageOptions {
  /** "Application (client) ID". */
  appId: string;
  /** Where this Cairn is reached from outside. */
  publicUrl: string;
  /** Who offers the app, as people see it in Teams; usually the practice. */
  offeredBy: string;
  /** Pages that Teams links to; the public address unless told. */
  privacyUrl?: string;
  termsUrl?: string;
  /** Rises with every upload: `1.0.1`. */
  version?: string;
  /** `#2F6F62` */
  accentColor?: string;
}

const https = (what: string) => z.url({ protocol: /^https$/, error: `${what} must begin with https://` }).max(2048, `${what} is too long`);
const text = (what: string, most: number) => z.string().trim().min(1, `${what} is missing`).max(most, `${what} may have at most ${most} characters`);
const guid = (what: string) => z.string().regex(GUID, `${what} must be 32 digits and letters from a to f with four hyphens`);

/** The rules of Microsoft's schema for what the template uses, so that an upload is not refused later. */
export const manifestSchema = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.17'),
  version: z.string().max(256).regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'The version must be three numbers such as 1.0.1'),
  id: guid('The id of the app'),
  developer: z.strictObject({ name: text('The name of who offers it', 32), websiteUrl: https('The public address'), privacyUrl: https('The privacy page'), termsOfUseUrl: https('The page of terms') }),
  name: z.strictObject({ short: text('The short name', 30), full: text('The full name', 100) }),
  description: z.strictObject({ short: text('The short description', 80), full: text('The full description', 4000) }),
  icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
  accentColor: z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'The colour must be a number sign and six digits such as #2F6F62'),
  bots: z.tuple([z.strictObject({
    botId: guid('The id of the bot'),
    // Cairn speaks where nobody else reads.
    scopes: z.tuple([z.literal('personal')]),
    supportsFiles: z.literal(false),
    isNotificationOnly: z.literal(false),
    commandLists: z.tuple([z.strictObject({
      scopes: z.tuple([z.literal('personal')]),
      commands: z.array(z.strictObject({ title: text('A command', 32), description: text('What a command does', 128) })).min(1).max(10),
    })]),
  })]),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().max(2048).regex(/^[a-z0-9.-]+(?::\d+)?$/i, 'A domain has no https:// and no path')).max(16),
});

export type TeamsManifest = z.infer<typeof manifestSchema>;

/** Throws `config-invalid` with a sentence for everything that Teams would refuse. */
export function teamsManifest(options: PackageOptions): TeamsManifest {
  const { appId, publicUrl, offeredBy, privacyUrl = publicUrl, termsUrl = publicUrl, version = template.version, accentColor = template.accentColor } = options;
  const filled = {
    ...template, version, accentColor,
    id: appId,
    developer: { name: offeredBy, websiteUrl: publicUrl, privacyUrl, termsOfUseUrl: termsUrl },
    bots: template.bots.map((bot) => ({ ...bot, botId: appId })),
    validDomains: URL.canParse(publicUrl) ? [new URL(publicUrl).host] : [],
  };
  const parsed = manifestSchema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const sentences = [...new Set(parsed.error.issues.map(({ message }) => `${message}.`))];
  throw new CairnError('config-invalid', sentences.join('\n'), { remedy: 'Correct it and make the package again; docs/setup/teams.md explains each part.' });
}

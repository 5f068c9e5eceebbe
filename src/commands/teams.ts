import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { teamsPackage } from '../channels/teams/package/teams-package.ts';
import { readConfig } from '../config.ts';
import { CairnError } from '../errors.ts';
import type { Tools } from './tools.ts';

export function addCommands(teams: Command, { print }: Tools): void {
  teams.command('package').description('Write the app that an administrator uploads to Teams.')
    .option('--offered-by <name>', 'who offers it, as people read it in Teams; up to 32 characters', 'Cairn')
    .option('--privacy-url <address>', 'your privacy notice')
    .option('--terms-url <address>', 'your terms of use')
    .option('--app-version <version>', 'to be raised with every upload, such as 1.0.1')
    .option('--out <file>', 'where to write it', 'cairn-teams.zip')
    .action(async ({ offeredBy, privacyUrl, termsUrl, appVersion, out }: Record<string, string | undefined>) => {
      const { teams: credentials, publicUrl } = readConfig();
      if (!credentials || !publicUrl) {
        throw new CairnError('config-invalid', 'Microsoft Teams is not set up yet.', { remedy: 'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID and PUBLIC_URL first; docs/setup/teams.md says where to find each.' });
      }
      const file = path.resolve(out!);
      await writeFile(file, teamsPackage({
        appId: credentials.appId, publicUrl, offeredBy: offeredBy!,
        ...(privacyUrl && { privacyUrl }), ...(termsUrl && { termsUrl }), ...(appVersion && { version: appVersion }),
      }));
      print(`Written to ${file}. Upload it in the Teams admin center, as docs/setup/teams.md shows.`);
    });
}

import { ApplicationIntegrationType, OAuth2Routes, OAuth2Scopes } from 'discord.js';

/** What Discord asks a person or a server to allow. Cairn writes in direct messages only, so it needs no permission in a server. */
export const SCOPES = {
  person: [OAuth2Scopes.ApplicationsCommands],
  server: [OAuth2Scopes.ApplicationsCommands, OAuth2Scopes.Bot],
} as const;

/** The pages on which a person adds Cairn for themselves, and an administrator adds it to a server. */
export function installLinks(applicationId: string): { person: string; server: string } {
  const link = (scopes: readonly string[], type: ApplicationIntegrationType): string =>
    `${OAuth2Routes.authorizationURL}?${new URLSearchParams({ client_id: applicationId, integration_type: String(type), scope: scopes.join(' ') })}`;
  return {
    person: link(SCOPES.person, ApplicationIntegrationType.UserInstall),
    server: `${link(SCOPES.server, ApplicationIntegrationType.GuildInstall)}&permissions=0`,
  };
}

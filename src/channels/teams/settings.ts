import { z } from 'zod';

/** What Microsoft gave the bot when it was registered; docs/setup/teams.md says where to find each. */
export interface TeamsCredentials {
  /** "Application (client) ID". */
  appId: string;
  /** The value of a client secret. */
  password: string;
  /** "Directory (tenant) ID". People of other tenants are refused. */
  tenantId: string;
}

/** The form of every id in Microsoft's directory. */
export const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const id = (what: string) => z.string().trim().regex(GUID, {
  error: `must be the "${what}" on the Overview of the app registration: 32 digits and letters from a to f with four hyphens`,
}).toLowerCase().optional();

/** The settings of this channel, for the schema of all of them. No SDK is loaded here. */
export const teamsShape = {
  TEAMS_APP_ID: id('Application (client) ID'),
  TEAMS_APP_PASSWORD: z.string().trim().refine((text) => !GUID.test(text), {
    error: 'must be the Value of the client secret, not its Secret ID; under "Certificates & secrets" a value is shown only once',
  }).optional(),
  TEAMS_TENANT_ID: id('Directory (tenant) ID'),
};

const schema = z.object(teamsShape);
export type TeamsSettings = z.infer<typeof schema>;
type Name = keyof TeamsSettings;

/** What is missing, each with the setting it is about; empty when all is in order or Teams is not used at all. */
export function teamsMistakes(settings: TeamsSettings): { setting: Name; message: string }[] {
  const names = Object.keys(teamsShape) as Name[];
  const [given] = names.filter((name) => settings[name]);
  if (!given) return [];
  return names.filter((name) => !settings[name]).map((setting) => ({ setting, message: `is needed when ${given} is set; docs/setup/teams.md says where to find it` }));
}

/** Null when Teams is not used. Expects settings without mistakes. */
export function teamsCredentials({ TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenantId }: TeamsSettings): TeamsCredentials | null {
  return appId && password && tenantId ? { appId, password, tenantId } : null;
}

import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { TookTooLong } from './failure.ts';
import type { TeamsEndpoints, TeamsOptions } from './options.ts';
import { transport } from './transport.ts';

/** The audience of our tokens and the issuer of Teams' own. */
export const BOT_FRAMEWORK = 'https://api.botframework.com';
/** One request to Teams, in milliseconds. */
const REQUEST_MS = 10_000;

/**
 * The SDK's check of tokens, behind a stricter door. The SDK also takes tokens that were issued for the emulator and for other bots, whose
 * audience and service it does not check, and remembers the tenant that any unsigned token names as one to trust. Only Teams' own get that far.
 */
class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #tenantId: string | null;

  constructor(credentials: TeamsOptions['credentials'], { login, openId }: TeamsEndpoints) {
    super({
      ...(credentials !== 'for-tests' && {
        MicrosoftAppType: 'SingleTenant', MicrosoftAppId: credentials.appId, MicrosoftAppPassword: credentials.password, MicrosoftAppTenantId: credentials.tenantId,
      }),
      ToChannelFromBotLoginUrl: login,
      ToChannelFromBotOAuthScope: BOT_FRAMEWORK,
      ToBotFromChannelTokenIssuer: BOT_FRAMEWORK,
      OAuthUrl: BOT_FRAMEWORK,
      ToBotFromChannelOpenIdMetadataUrl: openId,
      ToBotFromEmulatorOpenIdMetadataUrl: openId,
      CallerId: 'urn:botframework:azure',
    }, undefined, undefined, undefined, { httpClient: transport(REQUEST_MS) as never });
    this.#tenantId = credentials === 'for-tests' ? null : credentials.tenantId;
  }

  override async authenticateRequest(...[activity, authorization]: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>) {
    if (this.#tenantId !== null && !isFromTeams(authorization, this.#tenantId)) throw new Error('This is no token of Teams.');
    return super.authenticateRequest(activity, authorization);
  }
}

export const teamsAuthentication = (credentials: TeamsOptions['credentials'], endpoints: TeamsEndpoints): ConfigurationBotFrameworkAuthentication =>
  new TeamsAuthentication(credentials, endpoints);

/** Reads what the token claims, which proves nothing yet: the SDK checks the signature next. */
function isFromTeams(authorization: string, tenantId: string): boolean {
  const [, claims] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  try {
    const { iss, tid } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { iss?: unknown; tid?: unknown };
    return iss === BOT_FRAMEWORK && (tid === undefined || tid === tenantId);
  } catch {
    return false;
  }
}

/** Whether a failed check says nothing about the token: Microsoft's keys could not be fetched. */
export const isKeysAway = (error: unknown): boolean =>
  error instanceof TookTooLong || (error as Error).name === 'FetchError' || (error as { statusCode?: number }).statusCode === 500;

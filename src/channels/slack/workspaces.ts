import { ErrorCode, webApi, type AuthorizeResult, type AuthorizeSourceData } from '@slack/bolt';
import { CairnError, isCairnError } from '../../errors.ts';
import type { Installations } from './installations.ts';
import type { SlackAccess } from './settings.ts';

/** The workspaces that Cairn is installed in, by Slack's id of each. */
export interface Workspaces {
  /** For calls to Slack there. Throws `delivery-failed`, for good, where Cairn is not installed any more. */
  client(workspace: string): Promise<webApi.WebClient>;
  /** What Slack's library wants to know before it hands on an event. Throws `not-found` for a workspace that Cairn is not in. */
  authorize(source: AuthorizeSourceData<boolean>): Promise<AuthorizeResult>;
  /** Cairn was removed there. */
  forget(workspace: string): Promise<void>;
}

export function openWorkspaces(access: SlackAccess['workspaces'], installations: Installations, options: webApi.WebClientOptions): Workspaces {
  return 'botToken' in access ? oneWorkspace(access.botToken, options) : severalWorkspaces(installations, options);
}

function severalWorkspaces(installations: Installations, options: webApi.WebClientOptions): Workspaces {
  return {
    async client(workspace) {
      const found = await installations.find(workspace);
      if (!found) throw new CairnError('delivery-failed', 'Cairn is not installed in this Slack workspace any more.', { details: { gone: true } });
      return new webApi.WebClient(found.botToken, options);
    },
    async authorize({ teamId }) {
      const found = teamId === undefined ? null : await installations.find(teamId);
      if (!found) throw notInstalled();
      const { botToken, botId, botUserId } = found;
      return { botToken, botId, botUserId, teamId };
    },
    forget: (workspace) => installations.remove(workspace),
  };
}

function oneWorkspace(botToken: string, options: webApi.WebClientOptions): Workspaces {
  const client = new webApi.WebClient(botToken, options);
  // Who the token belongs to never changes; a failure to ask is not kept.
  let known: ReturnType<typeof client.auth.test> | undefined;
  const whoWeAre = () => (known ??= client.auth.test().catch((error: unknown) => {
    known = undefined;
    throw error;
  }));
  return {
    client: async () => client,
    async authorize({ teamId }) {
      const { team_id, bot_id, user_id } = await whoWeAre();
      if (teamId !== team_id) throw notInstalled();
      return { botToken, botId: bot_id, botUserId: user_id, teamId };
    },
    forget: async () => void (known = undefined),
  };
}

const notInstalled = (): CairnError => new CairnError('not-found', 'Cairn is not installed in this Slack workspace.');

/** Whether an event was refused because it comes from a workspace that Cairn is not in; Slack's library wraps what `authorize` throws. */
export function isNotInstalled(error: unknown): boolean {
  const { code, original } = error as { code?: string; original?: unknown };
  return code === ErrorCode.AuthorizationError && (isCairnError(original, 'not-found') || isNotInstalled(original));
}

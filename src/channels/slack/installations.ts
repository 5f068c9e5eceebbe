import type { Installation as SlackInstallation, InstallationStore } from '@slack/bolt';
import { CairnError } from '../../errors.ts';

/** What Cairn keeps of a workspace that has installed it. */
export interface Installation {
  /** Slack's id of the workspace, as in `sender.workspace`. */
  workspace: string;
  name: string;
  /** A secret: whoever has it speaks as Cairn in that workspace. */
  botToken: string;
  botId: string;
  botUserId: string;
  scopes: string[];
  /** Slack's id of the person who installed it. */
  installedBy: string;
}

/** Where installations are kept; the token wants to be kept as the secret it is. */
export interface Installations {
  /** Of a workspace that is known already, the newer one counts. */
  save(installation: Installation): Promise<void>;
  find(workspace: string): Promise<Installation | null>;
  /** Does nothing when there is none. */
  remove(workspace: string): Promise<void>;
}

/** The store that Slack's own install pages write to; they read nothing from it. */
export const storeOf = (installations: Installations): InstallationStore => ({
  storeInstallation: async (installation) => installations.save(fromSlack(installation)),
  fetchInstallation: async () => {
    throw new CairnError('unsupported', 'Installations are looked up by Cairn itself.');
  },
});

function fromSlack({ team, bot, user, isEnterpriseInstall }: SlackInstallation): Installation {
  if (isEnterpriseInstall || !team || !bot) {
    throw new CairnError('unsupported', 'Cairn is installed in one workspace at a time, with its bot user.', {
      remedy: 'Install it in a workspace, not in a whole organization.',
    });
  }
  const { token: botToken, id: botId, userId: botUserId, scopes } = bot;
  return { workspace: team.id, name: team.name ?? '', botToken, botId, botUserId, scopes, installedBy: user.id };
}

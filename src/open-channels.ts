import path from 'node:path';
import type { App } from './actions/app.ts';
import { errorCode } from './actions/deliver.ts';
import { practiceOf } from './actions/practice-of.ts';
import type { Channel } from './channels/channel.ts';
import { mailChannel } from './channels/mail.ts';
import type { Installation, Installations } from './channels/slack/installations.ts';
import type { Config } from './config.ts';
import { wordsOn } from './core/chat-words.ts';
import { CairnError } from './errors.ts';
import { holdLock } from './store/advisory-lock.ts';
import { newestTaken } from './store/history.ts';
import { findInstallation, removeInstallation, saveInstallation } from './store/installations.ts';
import type { Listener } from './web/parts.ts';

/** A channel, and where it listens on the one server, if it does. */
export type OpenChannel = Channel & { listener?: Listener };

export const mailDirectory = (config: Config): string => path.join(config.dataDir, 'mail');

/** Every channel that is set up, but for the web's, which needs no settings. A platform's SDK is loaded only where it is used. */
export async function openChannels(app: App, config: Config): Promise<OpenChannel[]> {
  const channels: OpenChannel[] = [mailChannel({ smtp: config.mail, directory: mailDirectory(config) })];
  if (config.slack) channels.push(await openSlack(app, config.slack));
  if (config.teams) channels.push(await openTeams(app, config.teams));
  if (config.discord) channels.push(await openDiscord(app, config, config.discord));
  return channels;
}

/** An error's text may hold what was being sent. */
const faultIn = (app: App, channel: string) => (error: unknown): void => app.log.error({ channel, error: errorCode(error) }, 'a channel had a fault');

async function openSlack(app: App, access: NonNullable<Config['slack']>): Promise<OpenChannel> {
  const { slackChannel } = await import('./channels/slack/slack.ts');
  const { prisma } = app.store;
  const installations: Installations = {
    async save(installation) {
      const practice = await practiceOf(app, { channel: 'slack', workspace: installation.workspace, userId: '' });
      if (!practice) {
        throw new CairnError('not-found', 'No practice belongs to this Slack workspace.', { remedy: `Bind it first: npm run cairn -- workspace add slack ${installation.workspace} <practice>` });
      }
      await saveInstallation(prisma, practice.id, 'slack', installation.workspace, installation, app.now());
    },
    find: (workspace) => findInstallation<Installation>(prisma, 'slack', workspace),
    remove: (workspace) => removeInstallation(prisma, 'slack', workspace),
  };
  return slackChannel({
    access, installations, publicUrl: app.publicUrl, words: wordsOn(app.flows.chats, 'slack'), onFault: faultIn(app, 'slack'),
    people: async (workspace) => (await prisma.account.findMany({ where: { channel: 'slack', workspace }, select: { userId: true } })).map(({ userId }) => userId),
  });
}

async function openTeams(app: App, credentials: NonNullable<Config['teams']>): Promise<OpenChannel> {
  const { createTeamsChannel } = await import('./channels/teams/teams.ts');
  return createTeamsChannel({
    credentials, publicUrl: app.publicUrl, words: wordsOn(app.flows.chats, 'teams'),
    onFault: (what, error) => app.log.error({ channel: 'teams', error: errorCode(error) }, what),
    onRefused: (why) => app.log.warn({ channel: 'teams', why }, 'a request was turned away'),
  });
}

async function openDiscord(app: App, config: Config, credentials: NonNullable<Config['discord']>): Promise<OpenChannel> {
  const { discordChannel } = await import('./channels/discord/discord.ts');
  return discordChannel({
    ...credentials, words: wordsOn(app.flows.chats, 'discord'), onError: faultIn(app, 'discord'),
    lastSeen: { of: async () => (await newestTaken(app.store.prisma, 'discord')).map(({ address, messageId }) => ({ channelId: address, messageId })) },
    lock: (events) => holdLock(config.databaseUrl, 'discord-gateway', { ...events, onError: faultIn(app, 'discord') }),
  });
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Installation, Installations } from '../../../../src/channels/slack/installations.ts';
import { slackChannel, type SlackChannel, type SlackOptions } from '../../../../src/channels/slack/slack.ts';
import { wordsOn } from '../../../../src/core/chat-words.ts';
import type { ChannelHarness } from '../../harness.ts';
import { faultsOf } from './block-kit.ts';
import { Happenings } from './happenings.ts';
import { SlackPerson } from './person.ts';
import { recordingInbox, type RecordingInbox } from './recording.ts';
import { startSlack, type SlackStandIn } from './slack.ts';
import { chatWords } from '../../words.ts';

export interface SlackHarness extends ChannelHarness {
  readonly channel: SlackChannel;
  readonly slack: SlackStandIn;
  /** Where Cairn's server is. */
  readonly cairn: string;
  readonly installed: Map<string, Installation>;
  /** Codes of what went wrong behind the scenes. */
  readonly faults: Happenings<unknown>;
  /** Whom Cairn knows in a workspace. */
  readonly known: Set<string>;
  newPerson(): Promise<SlackPerson>;
}

export const inMemory = (installed: Map<string, Installation>): Installations => ({
  save: async (installation) => void installed.set(installation.workspace, installation),
  find: async (workspace) => installed.get(workspace) ?? null,
  remove: async (workspace) => void installed.delete(workspace),
});

/** Slack, and a server with Cairn's Slack channel on it, in one workspace over HTTP unless told. */
export async function slackHarness(change: (slack: SlackStandIn, cairn: string) => Partial<SlackOptions> = () => ({})): Promise<SlackHarness> {
  const server: Server = createServer((request, response) => channel.listener.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cairn = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slack = await startSlack({ redirectUrl: `${cairn}/slack/oauth_redirect` });
  const installed = new Map<string, Installation>();
  const faults = new Happenings<unknown>();
  const known = new Set<string>();
  const channel = slackChannel({
    access: { receive: { signingSecret: slack.signingSecret }, workspaces: { botToken: slack.botToken } },
    publicUrl: 'https://cairn.example.org', installations: inMemory(installed), people: async () => [...known], words: wordsOn(chatWords, 'slack'),
    onFault: (error) => faults.add((error as { code?: string }).code ?? error), slackUrl: slack.url,
    ...change(slack, cairn),
  });
  return {
    channel, slack, cairn, installed, faults, known,
    workspace: slack.team, longestText: 40_000, redelivers: true,
    start: (inbox) => channel.start(inbox),
    /** Whatever a test was about: nothing in it may be what Slack would refuse. */
    async stop() {
      await channel.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.stop();
      const refused = faultsOf(slack.calls.all);
      if (refused.length > 0) throw new Error(`Slack would refuse this: ${refused.join('; ')}`);
    },
    shown: () => slack.calls.all.map(({ body }) => body),
    newPerson: () => SlackPerson.join(slack, cairn),
    fails: async (how) => { slack.fails = how; },
  };
}

/** The same, started, with an inbox that keeps what it is given and somebody who has Slack open. */
export async function startedSlack(change?: Parameters<typeof slackHarness>[0]): Promise<{ harness: SlackHarness; inbox: RecordingInbox; person: SlackPerson }> {
  const harness = await slackHarness(change);
  const inbox = recordingInbox();
  await harness.start(inbox);
  return { harness, inbox, person: await harness.newPerson() };
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeamsChannel, type TeamsChannel } from '../../../../src/channels/teams/teams.ts';
import { LONGEST_TEXT } from '../../../../src/channels/teams/outgoing.ts';
import { isLabel, type ChannelHarness, type Person, type Written } from '../../harness.ts';
import type { Playground } from './playground.ts';
import { boxOf, pressables, readMessage } from './screen.ts';
import { wordsOn, type ChatWords } from '../../../../src/core/chat-words.ts';
import { chatWords } from '../../words.ts';

export interface TeamsHarness extends ChannelHarness {
  readonly channel: TeamsChannel;
  faults: string[];
  /** One delivery of an activity; gives the status of the answer. */
  deliver(activity: object, headers?: Record<string, string>): Promise<number>;
}

/** The channel as main.ts would make it, in the playground. */
export function teamsHarness(playground: Playground, chats: Record<string, ChatWords> = chatWords): TeamsHarness {
  const { relay } = playground;
  const faults: string[] = [];
  const channel = createTeamsChannel({ credentials: 'for-tests', publicUrl: 'https://cairn.example.org', words: wordsOn(chats, 'teams'), onFault: (what) => void faults.push(what) });
  const server = createServer((request, response) => void channel.listener.handler(request, response));
  let url = '';

  const deliver = async (activity: object, headers: Record<string, string> = {}): Promise<number> => {
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(activity) });
    return response.status;
  };
  const written = (activity: object, further: Omit<Written, 'deliver'> = {}): Written => ({ deliver: async () => (await deliver(activity)) === 200, ...further });
  /** A card that was pressed is changed after the press was acknowledged. */
  const pressed = (activity: object): Written => ({
    async deliver() {
      const before = relay.changes;
      const taken = (await deliver(activity)) === 200;
      if (taken) await relay.changesTried(before + 1);
      return taken;
    },
  });

  async function newPerson(): Promise<Person> {
    const before = (await playground.screen()).length;
    const screen = async () => (await playground.screen()).slice(before);
    const custom = async (changes: object, conversation = playground.personalChat): Promise<Written> => written(await playground.custom(conversation, undefined, changes));
    return {
      seen: async () => (await screen()).map(readMessage),
      async writes(text) {
        const activity = (await playground.write(text)) as { id: string };
        const change = (kind: string, eventType: string, more: object) =>
          custom({ type: kind, id: activity.id, channelData: { tenant: { id: playground.tenantId }, eventType }, ...more });
        return written(activity, {
          edits: (now) => change('messageUpdate', 'editMessage', { text: now }),
          deletes: () => change('messageDelete', 'softDeleteMessage', {}),
        });
      },
      async presses(...labels) {
        for (const message of (await screen()).reverse()) {
          const offered = pressables(message);
          const wanted = labels.map((label) => offered.find((each) => isLabel(each.label, label)));
          if (!wanted.every((each) => each !== undefined)) continue;
          const ticked = wanted.flatMap(({ value }) => value ?? []);
          return pressed(await playground.submit(message.messageId, { ...wanted[0]!.data, ...(ticked.length > 0 && { picked: ticked.join(',') }) }));
        }
        throw new Error(`There is no such button: ${labels.join(', ')}`);
      },
      async writesInBox(text) {
        const message = (await screen()).findLast((each) => boxOf(each))!;
        return pressed(await playground.submit(message.messageId, { ...boxOf(message), words: text }));
      },
      async leaves() {
        relay.fault = { status: 403, code: 'BotNotInConversationRoster' };
        await deliver(await playground.custom(playground.personalChat, 'uninstall'));
      },
      async returns() {
        relay.fault = null;
        await deliver(await playground.custom(playground.personalChat, 'install'));
      },
      sendsUnreadable: () => custom({ type: 'message', attachments: [{ contentType: 'image/*', contentUrl: 'https://example.org/picture' }] }),
      mentions: (text) => custom({ type: 'message', text: `<at>Test Bot</at> ${text}` }, playground.teamChannel),
      commands: async (command) => written(await playground.write(command)),
    };
  }

  return {
    channel, faults, deliver, newPerson,
    workspace: playground.tenantId, longestText: LONGEST_TEXT, redelivers: true,
    shown: () => relay.requests.map(({ body }) => body),
    async start(inbox) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${channel.listener.path}`;
      await channel.start(inbox);
    },
    async stop() {
      relay.fault = null;
      await channel.stop();
      server.close();
      server.closeAllConnections();
    },
    async fails(how) {
      relay.fault = typeof how === 'number' ? { status: 429, retryAfter: String(how) } : how;
    },
  };
}

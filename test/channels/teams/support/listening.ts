import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Inbox, InboundMessage, Sender } from '../../../../src/channels/channel.ts';
import type { RefusedRequest, TeamsOptions } from '../../../../src/channels/teams/options.ts';
import { createTeamsChannel, type TeamsChannel } from '../../../../src/channels/teams/teams.ts';
import { wordsOn } from '../../../../src/core/chat-words.ts';
import { chatWords } from '../../words.ts';

/** A server of our own on a free port of this machine, until the end of the test. Gives its address. */
export async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Listening {
  channel: TeamsChannel;
  /** Below which the listener lies. */
  url: string;
  messages: InboundMessage[];
  gone: Sender[];
  refused: RefusedRequest[];
  faults: { what: string; error: unknown }[];
  post(activity: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** The channel on a server, with an inbox that keeps what it is given. */
export async function listening(options: Partial<TeamsOptions> = {}, inbox: Partial<Inbox> = {}): Promise<Listening> {
  const [messages, gone, refused, faults]: [InboundMessage[], Sender[], RefusedRequest[], Listening['faults']] = [[], [], [], []];
  const channel = createTeamsChannel({
    credentials: 'for-tests', publicUrl: 'https://cairn.example.org', words: wordsOn(chatWords, 'teams'),
    onRefused: (why) => void refused.push(why), onFault: (what, error) => void faults.push({ what, error }), ...options,
  });
  await channel.start({
    message: async (message) => void messages.push(message),
    gone: async (sender) => void gone.push(sender),
    home: async () => null,
    language: async () => 'en',
    ...inbox,
  });
  onTestFinished(() => channel.stop());
  const url = await serve((request, response) => void channel.listener.handler(request, response));
  return {
    channel, url, messages, gone, refused, faults,
    post: (activity, headers = {}) => fetch(`${url}/api/teams`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: typeof activity === 'string' ? activity : JSON.stringify(activity),
    }),
  };
}

export const TENANT = '22222222-3333-4444-5555-666666666666';
export const APP = '11111111-2222-3333-4444-555555555555';

/** An activity of a personal chat, in the shape that Teams gives it. */
export const activity = (more: Record<string, unknown> = {}): Record<string, unknown> & { conversation: Record<string, unknown> } => ({
  type: 'message', id: '1700000000001', timestamp: '2026-03-02T10:00:00.000Z', channelId: 'msteams', serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:sam', name: 'Sam', aadObjectId: 'sam-in-the-directory' },
  recipient: { id: `28:${APP}`, name: 'Cairn' },
  conversation: { id: 'a:chat-with-sam', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  text: 'hello', textFormat: 'plain', locale: 'en-IE',
  ...more,
});

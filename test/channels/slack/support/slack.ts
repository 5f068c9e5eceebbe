import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Store } from '@emulators/core';
import { createEmulator, defineEmulator } from 'emulate';
import { BOT_SCOPES } from '../../../../src/channels/slack/manifest.ts';
import { Happenings } from './happenings.ts';

/**
 * A Slack on this machine: the Web API and the events of `emulate`, with a door in front that can fail, remembers what was asked of
 * it, and holds events back until a test delivers them.
 */
export interface SlackStandIn {
  url: string;
  signingSecret: string;
  botToken: string;
  botUser: string;
  team: string;
  /** What the bot asked for and was answered, in order. */
  calls: Happenings<{ method: string; body: Record<string, string> }>;
  /** How the bot's calls fail: no connection, or "wait that many seconds", or a reason of Slack's for a method. */
  fails: 'down' | number | ((method: string, body: Record<string, string>) => string | undefined) | null;
  /** Headers of every answer of the Web API. */
  headers: Record<string, string>;
  /** What `apps.connections.open` gives. */
  socketUrl: string | undefined;
  /** The emulator's own tables. */
  tables: Tables;
  /** Takes the first event there is of what has just happened. */
  takeEvent(matches: (event: Record<string, unknown>) => boolean): object;
  stop(): Promise<void>;
}

interface Table {
  all(): Record<string, any>[];
  insert(row: object): Record<string, any>;
  update(id: number, values: object): void;
  findOneBy(column: string, value: string): Record<string, any> | undefined;
}

type Tables = Record<'users' | 'tokens' | 'channels' | 'messages' | 'views' | 'viewTriggers', Table>;

interface SlackPlugin {
  slackPlugin: { register(app: unknown, store: Store, webhooks: unknown, baseUrl: string, tokens: Map<string, unknown>): void; seed(store: Store, baseUrl: string): void };
  seedFromConfig(store: Store, baseUrl: string, config: object): void;
  getSlackStore(store: Store): Tables;
}

/** The emulator keeps its Slack in a file of its own, whose name changes with its version. */
async function loadPlugin(): Promise<SlackPlugin> {
  const folder = path.dirname(fileURLToPath(import.meta.resolve('emulate')));
  const file = readdirSync(folder).find((name) => name.endsWith('.js') && readFileSync(path.join(folder, name), 'utf8').includes('  getSlackStore,\n'));
  return import(path.join(folder, file!)) as Promise<SlackPlugin>;
}

const BOT = { botUser: 'U0CAIRN', bot: 'B0CAIRN', app: 'A0CAIRN', token: 'xoxb-1-test' };
export const OAUTH = { clientId: '111.222', clientSecret: 'an-apps-client-secret' };

/** `redirectUrl`: where an installation may come back to. */
export async function startSlack({ redirectUrl = 'http://127.0.0.1/slack/oauth_redirect' } = {}): Promise<SlackStandIn> {
  const plugin = await loadPlugin();
  const signingSecret = 'signing-secret-of-the-test';
  const store = new Store();
  const events: { event: Record<string, unknown> }[] = [];
  const config = {
    signing_secret: signingSecret, strict_scopes: true,
    oauth_apps: [{
      client_id: OAUTH.clientId, client_secret: OAUTH.clientSecret, app_id: BOT.app, name: 'Cairn', redirect_uris: [redirectUrl],
      scopes: [...BOT_SCOPES], bot_id: BOT.bot, bot_user_id: BOT.botUser, bot_name: 'cairn',
    }],
    tokens: [{ token: BOT.token, type: 'bot', user_id: BOT.botUser, bot_id: BOT.bot, bot_user_id: BOT.botUser, app_id: BOT.app, scopes: [...BOT_SCOPES] }],
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const emulator = await createEmulator({
    listen: false, baseUrl: url,
    service: defineEmulator({
      name: 'slack-of-the-test', state: () => ({}), cors: false,
      setup({ app, webhooks }) {
        plugin.slackPlugin.register(app, store, webhooks, url, new Map());
        plugin.slackPlugin.seed(store, url);
        plugin.seedFromConfig(store, url, config);
        (webhooks as { register(hook: object): void }).register({ url: `${url}/events`, events: ['*'], active: true, owner: 'slack' });
      },
    }),
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await buffer(request);
    if (request.url === '/events') {
      events.push(JSON.parse(raw.toString()));
      return void response.end();
    }
    const method = request.url!.replace(/^\/api\//, '');
    const asBot = method !== request.url && !(request.headers.authorization ?? '').includes('xoxp-');
    const body = Object.fromEntries(new URLSearchParams(raw.toString()));
    const given = (asBot && refusal(method, body)) || await emulator.fetch(new Request(`${url}${request.url}`, {
      method: request.method, headers: request.headers as Record<string, string>, ...(raw.length > 0 && { body: raw }),
    }));
    if (given === 'down') return void response.destroy();
    response.writeHead(given.status, { ...Object.fromEntries(given.headers), ...slack.headers }).end(Buffer.from(await given.arrayBuffer()));
    if (asBot && given.ok) slack.calls.add({ method, body });
  }

  /** What the door answers by itself. */
  function refusal(method: string, body: Record<string, string>): Response | 'down' | undefined {
    const { fails, socketUrl } = slack;
    if (fails === 'down') return 'down';
    if (typeof fails === 'number') return new Response('', { status: 429, headers: { 'retry-after': String(fails) } });
    const error = fails?.(method, body);
    if (error) return Response.json({ ok: false, error });
    if (method === 'apps.connections.open') return Response.json(socketUrl ? { ok: true, url: socketUrl } : { ok: false, error: 'invalid_auth' });
    return undefined;
  }

  const slack: SlackStandIn = {
    url, signingSecret, botToken: BOT.token, botUser: BOT.botUser, team: 'T000000001',
    calls: new Happenings(), fails: null, headers: {}, socketUrl: undefined, tables: plugin.getSlackStore(store),
    takeEvent(matches) {
      const at = events.findIndex(({ event }) => matches(event));
      if (at < 0) throw new Error('Slack has no such event.');
      return events.splice(at, 1)[0]!;
    },
    async stop() {
      await emulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;
}

/** Headers that Slack would send with this body. */
export function signed(secret: string, body: string, at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${signature}` };
}

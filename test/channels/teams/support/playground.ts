import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openRelay, type Relay } from './relay.ts';

/** A message of the bot's in the playground's own screen. */
export interface ScreenMessage {
  messageId: string;
  text?: string;
  textFormat?: string;
  attachments: { contentType: string; content: Record<string, unknown> }[];
}

/** Microsoft's playground for bots: their chat service without their cloud, and the relay that it and the bot talk through. */
export interface Playground {
  relay: Relay;
  personalChat: string;
  teamChannel: string;
  tenantId: string;
  user: { id: string; aadObjectId: string };
  /** What is on the screen, in the order it came, once everything that the playground took is there. */
  screen(): Promise<ScreenMessage[]>;
  /** Each gives the activity that the playground sends to the bot. */
  write(text: string): Promise<object>;
  submit(messageId: string, value: object): Promise<object>;
  /** An activity of that kind as the playground makes it, with changes. `type`: `install`, `uninstall`, `botRemoved` or none. */
  custom(conversation: string, type: string | undefined, changes?: object): Promise<object>;
  stop(): Promise<void>;
}

const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');

export async function startPlayground(): Promise<Playground> {
  const relay = await openRelay();
  const directory = await mkdtemp(path.join(tmpdir(), 'cairn-playground-'));
  const child = spawn(process.execPath, [
    '--require', path.join(import.meta.dirname, 'loopback-only.cjs'), cli, 'start',
    '-e', relay.botUrl, '-c', 'msteams', '-p', '0', '--service-url', relay.serviceUrl, '--disable-telemetry',
  ], { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' } });
  const port = await portOf(createInterface({ input: child.stdout }));
  const base = `http://127.0.0.1:${port}`;
  relay.connectTo(`${base}/_connector`);

  const post = async (place: string, body: object): Promise<object> => {
    const sent = relay.nextActivity();
    const response = await fetch(`${base}${place}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The playground answers ${response.status} at ${place}: ${await response.text()}`);
    return sent;
  };
  const { config } = (await (await fetch(`${base}/_internal/v1/testConfig`)).json()) as { config: Config };
  const screen = await watch(base, config.personalChat.id);
  return {
    relay, personalChat: config.personalChat.id, teamChannel: config.teams[0]!.channels[0]!.id, tenantId: config.tenantId, user: config.currentUser,
    screen: () => screen.until(() => relay.accepted),
    write: (text) => post(`/_conversation/v1/conversations/${config.personalChat.id}/messages`, { from: { id: config.currentUser.id }, text, textFormat: 'plain' }),
    submit: (messageId, value) => post('/_conversation/v1/submit', { conversation: { id: config.personalChat.id }, from: { id: config.currentUser.id }, replyToId: messageId, value }),
    async custom(conversation, type, changes = {}) {
      const query = new URLSearchParams({ conversationId: conversation, ...(type && { type }) });
      const template = (await (await fetch(`${base}/_internal/v1/customActivities/template?${query}`)).json()) as object;
      return post('/_internal/v1/customActivities', { ...template, ...changes });
    },
    async stop() {
      screen.close();
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      await relay.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Config {
  tenantId: string;
  currentUser: { id: string; aadObjectId: string };
  personalChat: { id: string };
  teams: { channels: { id: string }[] }[];
}

async function portOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const port = /Listening on (\d+)/i.exec(line)?.[1];
    if (port) return port;
  }
  throw new Error('The playground did not start.');
}

/** The screen is told of every new and changed message. */
async function watch(base: string, chat: string) {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
  await once(socket, 'open');
  const messages = new Map<string, ScreenMessage>();
  let told = 0;
  let changed = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    const { action, actionConversationId, message } = JSON.parse(String(data)) as { action: string; actionConversationId: string; message: ScreenMessage };
    if (action !== 'createMessage' && action !== 'updateMessage') return;
    told += 1;
    if (actionConversationId === chat) messages.set(message.messageId, message);
    changed.resolve();
    changed = Promise.withResolvers<void>();
  });
  return {
    /** Waits until as many events have come as the relay has seen accepted. */
    async until(accepted: () => number): Promise<ScreenMessage[]> {
      while (told < accepted()) await changed.promise;
      return [...messages.values()];
    },
    close: () => socket.close(),
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DigitalDiscord, generateSnowflake } from 'discord-digital-twin';
import { ChannelType, GatewayDispatchEvents, InteractionContextType, InteractionType, MessageFlags, type APIMessage, type APIUser } from 'discord.js';
import { Front, type Answering, type Reply } from './front.ts';

export { generateSnowflake };

/** In three parts, as Discord's tokens are. */
export const TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAw.Gabcde.abcdefghijklmnopqrstuvwxyz0';
const SERVER_CHANNEL = generateSnowflake();

interface Gateway {
  wss: { on(event: 'connection', listener: () => void): void };
  clients: { identified: boolean; ws: { terminate(): void; send(data: string): void; close(code: number): void } }[];
  broadcast(event: string, data: unknown): void;
  handleMessage(client: Gateway['clients'][number], raw: string): Promise<void>;
  sendHello(client: Gateway['clients'][number]): void;
}

/**
 * A Discord of our own: discord-digital-twin, with what it lacks. Direct conversations, their people, the list of commands, nonces, people
 * who cannot be written to, and sessions that Discord has forgotten.
 */
export class Twin {
  readonly discord: DigitalDiscord;
  readonly front: Front;
  /** Instead of any answer; for failures. */
  answering: Answering = () => null;
  /** Of the application, as the developer portal would have set it. */
  application: Record<string, unknown> = {};
  /** Added to the time that Discord says it is, in milliseconds. */
  clockAhead = 0;
  api = '';
  /** Lines that were ever opened. */
  opened = 0;
  private refusals = 0;
  private readonly directory: string;
  private readonly direct = new Map<string, string>();
  private readonly refusing = new Set<string>();
  private readonly sent = new Map<string, unknown>();
  private commands: Record<string, unknown>[] = [];

  private constructor(directory: string) {
    this.directory = directory;
    this.discord = new DigitalDiscord({
      botToken: TOKEN, dbUrl: `file:${directory}/twin.db`,
      channels: [{ id: SERVER_CHANNEL, name: 'general', type: ChannelType.GuildText }],
    });
    this.front = new Front(() => this.discord.restUrl, (call, request) => this.answer(call, request));
  }

  static async start(): Promise<Twin> {
    const twin = new Twin(await mkdtemp(path.join(tmpdir(), 'cairn-twin-')));
    await onLoopback(() => twin.discord.start());
    twin.api = await twin.front.start();
    const { gateway } = twin;
    gateway.wss.on('connection', () => void (twin.opened += 1));
    const handle = gateway.handleMessage.bind(gateway);
    gateway.handleMessage = async (client, raw) => {
      const { op } = JSON.parse(raw) as { op: number };
      // A session is never known again: 6 asks to resume, 9 refuses.
      if (op === 6) client.ws.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      else if (op === 2 && twin.refusals-- > 0) client.ws.close(4004);
      else await handle(client, raw);
    };
    return twin;
  }

  async stop(): Promise<void> {
    this.gateway.clients.forEach(({ ws }) => ws.terminate());
    await this.front.stop();
    await this.discord.stop();
    await this.discord.prisma.$disconnect();
    await rm(this.directory, { recursive: true, force: true });
  }

  get applicationId(): string {
    return this.discord.botUserId;
  }

  /** Lines that are open, whether or not a bot has said who it is. */
  get lines(): number {
    return this.gateway.clients.length;
  }

  /** Discord's first word on each line comes only then. */
  greetAfter(when: Promise<unknown>): void {
    const greet = this.gateway.sendHello.bind(this.gateway);
    this.gateway.sendHello = (client) => void when.then(() => greet(client));
  }

  /** Connections that Discord takes for a bot's. */
  get connections(): number {
    return this.gateway.clients.filter(({ identified }) => identified).length;
  }

  /** Breaks every connection to the gateway. */
  cut(): void {
    this.gateway.clients.forEach(({ ws }) => ws.terminate());
  }

  /** The next so many times, Discord says that it does not know the token. */
  refuseConnections(times: number): void {
    this.refusals = times;
  }

  /** Resolves when a bot is ready: the first thing ours does is to look at its commands. */
  async ready(): Promise<void> {
    await this.front.next(({ method, path: at }) => method === 'GET' && at.endsWith('/commands'));
  }

  /** Somebody with a direct conversation. */
  async addPerson(): Promise<{ userId: string; channelId: string }> {
    const [userId, channelId] = [generateSnowflake(), generateSnowflake()];
    await this.discord.prisma.user.create({ data: { id: userId, username: `person${userId}` } });
    await this.discord.prisma.channel.create({ data: { id: channelId, type: ChannelType.DM, name: 'direct' } });
    this.direct.set(channelId, userId);
    return { userId, channelId };
  }

  /** From now on they cannot be written to, or can again. */
  refuse(channelId: string, refused: boolean): void {
    if (refused) this.refusing.add(channelId);
    else this.refusing.delete(channelId);
  }

  /** Puts a message into a conversation; Discord tells nobody yet. */
  async write(userId: string, channelId: string, content: string, more: Partial<APIMessage> = {}): Promise<APIMessage> {
    const id = generateSnowflake();
    await this.discord.prisma.message.create({ data: {
      id, channelId, authorId: userId, content, type: more.type ?? 0, flags: more.flags ?? 0, attachments: JSON.stringify(more.attachments ?? []),
    } });
    return { ...await this.message(id), ...more };
  }

  async rewrite(id: string, content: string): Promise<APIMessage> {
    await this.discord.prisma.message.update({ where: { id }, data: { content, editedTimestamp: new Date() } });
    return this.message(id);
  }

  /** As the gateway and the pages of a conversation show it. */
  async message(id: string): Promise<APIMessage> {
    const row = await this.discord.prisma.message.findUniqueOrThrow({ where: { id } });
    return {
      id, channel_id: row.channelId, author: this.user(row.authorId), content: row.content, type: row.type, flags: row.flags, timestamp: row.timestamp.toISOString(),
      edited_timestamp: row.editedTimestamp?.toISOString() ?? null, tts: false, mention_everyone: false, mentions: [], mention_roles: [], pinned: false,
      attachments: JSON.parse(row.attachments) as [], embeds: [], components: JSON.parse(row.components) as [],
    };
  }

  /** Messages of Cairn's in a conversation that everybody there sees, oldest first. */
  async said(channelId: string): Promise<APIMessage[]> {
    const rows = await this.discord.prisma.message.findMany({ where: { channelId, authorId: this.discord.botUserId } });
    const all = await Promise.all(rows.map(({ id }) => this.message(id)));
    return all.filter(({ flags }) => !((flags ?? 0) & MessageFlags.Ephemeral)).sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  }

  /** The gateway tells whoever is connected. */
  tell(event: GatewayDispatchEvents, data: unknown): void {
    this.gateway.broadcast(event, data);
  }

  /** Where others read along. */
  inServer(message: APIMessage): APIMessage & { guild_id: string } {
    return { ...message, channel_id: SERVER_CHANNEL, guild_id: this.discord.guildId, mentions: [{ ...this.user(this.discord.botUserId), bot: true }] };
  }

  /** What a press, a box or a command looks like; it can be told of more than once. */
  async interaction(userId: string, channelId: string | null, type: InteractionType, data: unknown, message?: APIMessage): Promise<{ id: string; payload: Record<string, unknown> }> {
    const id = generateSnowflake();
    const place = channelId ?? SERVER_CHANNEL;
    await this.discord.prisma.interactionResponse.create({ data: {
      interactionId: id, interactionToken: `token-${id}`, applicationId: this.applicationId, channelId: place, type: 0, messageId: message?.id ?? null,
    } });
    const user = this.user(userId);
    const where = channelId === null
      ? { guild_id: this.discord.guildId, member: { user }, context: InteractionContextType.Guild }
      : { user, context: InteractionContextType.BotDM };
    return { id, payload: {
      id, application_id: this.applicationId, token: `token-${id}`, version: 1, type, data, channel_id: place, channel: { id: place, type: channelId === null ? 0 : 1 },
      ...where, ...(message && { message }), locale: 'en-US', entitlements: [], authorizing_integration_owners: {}, app_permissions: '0', attachment_size_limit: 1,
    } };
  }

  private get gateway(): Gateway {
    return (this.discord as unknown as { server: { gateway: Gateway } }).server.gateway;
  }

  private user(id: string): APIUser {
    return { id, username: `person${id}`, discriminator: '0', global_name: null, avatar: null, ...(id === this.discord.botUserId && { bot: true }) };
  }

  private async answer(call: Parameters<Answering>[0], request: Parameters<Answering>[1]): Promise<Reply | null> {
    const instead = await this.answering(call, request);
    if (instead) return instead;
    const { method, path: at, body } = call;
    const open = at.startsWith('/interactions/') || at.startsWith('/webhooks/');
    if (!open && request.headers.authorization !== `Bot ${TOKEN}`) return { status: 401, body: { code: 0, message: '401: Unauthorized' } };
    const [, kind, id, what] = at.split('/');
    if (at === '/applications/@me') return { status: 200, headers: { date: new Date(Date.now() + this.clockAhead).toUTCString() }, body: { id: this.applicationId, name: 'Cairn', flags: 0, integration_types_config: { 0: {}, 1: {} }, ...this.application } };
    if (kind === 'applications' && what === 'commands' && method === 'GET') return { status: 200, body: this.commands };
    if (kind === 'applications' && what === 'commands' && method === 'PUT') {
      this.commands = (body as Record<string, unknown>[]).map((command) => ({ ...command, id: generateSnowflake(), application_id: this.applicationId, version: '1' }));
      return { status: 200, body: this.commands };
    }
    // The sign that an answer is coming can be taken back; the twin has no message for it.
    if (method === 'DELETE' && at.endsWith('/@original')) return { status: 204 };
    if (at === '/users/@me/channels') return this.openDirect((body as { recipient_id: string }).recipient_id);
    if (kind === 'channels' && this.direct.has(id!)) {
      if (!what) return { status: 200, body: { id, type: ChannelType.DM, recipients: [this.user(this.direct.get(id!)!)] } };
      if (method === 'POST' && this.refusing.has(id!)) return { status: 403, body: { code: 50007, message: 'Cannot send messages to this user' } };
      if (method === 'POST' && what === 'messages') return this.post(call);
    }
    return null;
  }

  private openDirect(userId: string): Reply {
    const [channelId] = [...this.direct].find(([, person]) => person === userId) ?? [];
    return channelId ? { status: 200, body: { id: channelId, type: ChannelType.DM, recipients: [this.user(userId)] } } : { status: 400, body: { code: 50033, message: 'Invalid Recipient(s)' } };
  }

  /** A message with a nonce that Discord has seen is the message it has. */
  private async post({ path: at, body }: Parameters<Answering>[0]): Promise<Reply> {
    const { nonce, enforce_nonce } = body as { nonce?: string; enforce_nonce?: boolean };
    const known = enforce_nonce ? this.sent.get(`${at} ${nonce}`) : undefined;
    if (known) return { status: 200, body: known };
    const answer = await fetch(`${this.discord.restUrl}/v10${at}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const message = await answer.json();
    this.sent.set(`${at} ${nonce}`, message);
    return { status: answer.status, body: message };
  }
}

/** The twin would listen on every interface. */
async function onLoopback<T>(work: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, port: number, onListening: () => void) {
    return Reflect.apply(listen, this, [port, '127.0.0.1', onListening]) as Server;
  } as typeof listen;
  try {
    return await work();
  } finally {
    Server.prototype.listen = listen;
  }
}

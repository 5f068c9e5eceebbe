import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketManager, WebSocketShardEvents, type SessionInfo } from '@discordjs/ws';
import { GatewayCloseCodes, GatewayIntentBits, type GatewayDispatchPayload, type REST } from 'discord.js';
import { CairnError, isCairnError } from '../../errors.ts';

/**
 * Direct messages, and messages of servers for the sake of those that speak to Cairn: of the others Discord sends no words. None of these
 * needs Discord's permission.
 */
export const INTENTS = { DirectMessages: GatewayIntentBits.DirectMessages, GuildMessages: GatewayIntentBits.GuildMessages } as const;

export interface GatewayOptions {
  rest: REST;
  token: string;
  /** In the order they happened. The first is a READY: what happened before it was missed, unless a session was resumed. */
  onDispatch(event: GatewayDispatchPayload): void;
  onError(error: unknown): void;
  /** Wait before another try after Discord refused the connection, in milliseconds. */
  retryMs?: number;
}

/** Discord will say the same to another try: the token or the intents are wrong. The SDK gives up then. */
const REFUSALS: readonly number[] = [
  GatewayCloseCodes.AuthenticationFailed, GatewayCloseCodes.InvalidShard, GatewayCloseCodes.ShardingRequired, GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents, GatewayCloseCodes.DisallowedIntents,
];
const RETRY_MS = 30_000;
/** A refusal waits for somebody to put a setting right. Discord takes a token away from a bot that knocks a thousand times a day. */
const REFUSED_TIMES = 10;
const CLOSING_MS = 2_000;

/** A connection to Discord's gateway that is kept, or opened again, until it is closed. The SDK resumes sessions where Discord lets it. */
export function openGateway({ rest, token, onDispatch, onError, retryMs = RETRY_MS }: GatewayOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const closed = (): boolean => closing.signal.aborted;

  /** Resolves when Discord refused the connection, or it was closed. */
  const connection = async (): Promise<void> => {
    // The SDK's own memory of sessions is one for the whole process.
    const sessions = new Map<number, SessionInfo>();
    let [connected, over] = [false, false];
    const manager = new WebSocketManager({
      token, rest, intents: INTENTS.DirectMessages | INTENTS.GuildMessages,
      // Asked before every connection. The SDK has no way to end its tries to connect again; a question without an answer does.
      retrieveSessionInfo: (shard) => (over ? new Promise<never>(() => {}) : sessions.get(shard) ?? null),
      updateSessionInfo: (shard, session) => void (session ? sessions.set(shard, session) : sessions.delete(shard)),
    });
    const destroy = () => Promise.race([Promise.resolve(manager.destroy()).catch(() => {}), sleep(CLOSING_MS, undefined, { ref: false })]);
    manager.on(WebSocketShardEvents.Dispatch, ({ data }) => over || onDispatch(data));
    manager.on(WebSocketShardEvents.Error, ({ error }) => onError(error));
    manager.on(WebSocketShardEvents.Hello, () => {
      connected = true;
      // A connection that was still being made cannot be broken off before this.
      if (over) void destroy();
    });
    const refused = new Promise<void>((resolve, reject) => {
      manager.on(WebSocketShardEvents.Closed, ({ code }) => {
        connected = false;
        if (REFUSALS.includes(code)) reject(new CairnError('config-invalid', `Discord refused the connection (${code}).`, { remedy: 'Check DISCORD_TOKEN, and the page "Bot" of the application in Discord\'s developer portal.' }));
      });
      closing.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([manager.connect().then(() => refused), refused]);
    } finally {
      over = true;
      if (connected) await destroy();
    }
  };

  const running = (async () => {
    while (!closed()) {
      let wait = retryMs;
      await connection().catch((error: unknown) => {
        if (isCairnError(error, 'config-invalid')) wait *= REFUSED_TIMES;
        if (!closed()) onError(error);
      });
      if (!closed()) await sleep(wait, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

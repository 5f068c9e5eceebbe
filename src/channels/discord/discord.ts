import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayDispatchEvents, type GatewayDispatchPayload } from 'discord.js';
import type { DiscordWords, Worded } from '../../core/chat-words.ts';
import type { Channel } from '../channel.ts';
import { registerCommands } from './commands.ts';
import { directConversations } from './direct.ts';
import { checkDiscord } from './doctor.ts';
import { withoutWords } from './failures.ts';
import { openGateway } from './gateway.ts';
import { hear } from './hear.ts';
import type { Hearing } from './interactions.ts';
import type { LastSeen } from './missed.ts';
import { closeRest, openRest, type RestPlace } from './rest.ts';
import { send } from './send.ts';
import { checkIdentity } from './sign-in.ts';
import { senderOf, takeInto } from './taking.ts';

export interface DiscordOptions extends RestPlace {
  applicationId: string;
  words: Worded<DiscordWords>;
  lastSeen: LastSeen;
  /** Makes this process the one that holds the gateway, for as long as the events say; see store/advisory-lock.ts. */
  lock(events: { onHeld(): void; onLost(): void }): { release(): Promise<void> };
  /** Hears of what failed and is tried again, or cannot be. It is given nobody's words. */
  onError(error: unknown): void;
  /** The wait before another try, in milliseconds. */
  retryMs?: number;
}

const RETRY_MS = 1_000;
/** A stop waits no longer than this for what is being stored; what is not comes again at the next start. */
const DRAIN_MS = 5_000;

/**
 * Discord: direct messages with buttons and menus. Every process sends; one of them holds the gateway and receives.
 * `start` throws `config-invalid` when the token or the application id is wrong.
 */
export function discordChannel(options: DiscordOptions): Channel {
  const { token, applicationId, words, lastSeen, retryMs } = options;
  const rest = openRest(options);
  const onError = (error: unknown): void => options.onError(withoutWords(error));
  const stopping = new AbortController();
  const stops: (() => Promise<void>)[] = [];

  return {
    name: 'discord',
    async start(inbox) {
      await checkIdentity(rest, applicationId);
      const taking = takeInto(inbox, { rest, lastSeen, retry: { signal: stopping.signal, firstWaitMs: retryMs ?? RETRY_MS, onFailure: onError } });
      const hearing: Hearing = { rest, applicationId, words, direct: directConversations(rest), take: taking.take, language: (userId, locale) => inbox.language(senderOf(userId), locale), onError };
      let ownId = '';
      const onDispatch = (event: GatewayDispatchPayload): void => {
        if (event.t === GatewayDispatchEvents.Ready) {
          ownId = event.d.user.id;
          taking.catchUp();
          void registerCommands(rest, applicationId, words).catch(onError);
        }
        void hear(hearing, event, ownId).catch(onError);
      };
      // One after the other: Discord allows one connection, and the one before has to be gone.
      let gateway: { close(): Promise<void> } | null = null;
      let changing: Promise<void> = Promise.resolve();
      const change = (open: boolean): Promise<void> => (changing = changing.then(async () => {
        await gateway?.close();
        gateway = open ? openGateway({ rest, token, onDispatch, onError, retryMs }) : null;
      }));
      const lock = options.lock({ onHeld: () => void change(true), onLost: () => void change(false) });
      const drained = () => Promise.race([taking.idle(), sleep(DRAIN_MS, undefined, { ref: false })]);
      stops.push(() => change(false), drained, lock.release);
    },
    send: (message) => send(rest, words, message),
    doctor: () => checkDiscord(options),
    async stop() {
      stopping.abort();
      for (const stop of stops) await stop();
      closeRest(rest);
    },
  };
}

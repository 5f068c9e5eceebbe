import { setTimeout } from 'node:timers/promises';
import { SocketModeReceiver, type App, type Receiver, type ReceiverEvent, type webApi } from '@slack/bolt';
import type { Receiving } from './receiving.ts';
import { silent } from './slack-api.ts';
import { isNotInstalled } from './workspaces.ts';

/** The connection is tried again after this, doubled with every failure in a row, up to the second. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A stop does not wait longer than this for Slack to say goodbye. */
const GOODBYE_MS = 2_000;

/** A connection that Cairn opens to Slack (Socket Mode), and opens again whenever it ends. */
export function receiveSocket(appToken: string, options: webApi.WebClientOptions, onFault: (error: unknown) => void): Receiving {
  const socket = new SocketModeReceiver({
    appToken, logger: silent, installerOptions: { clientOptions: { ...options } },
    // Its own way of connecting again ends the process when the network is away at the wrong moment.
    autoReconnectEnabled: false,
    processEventErrorHandler: async ({ error }) => {
      const idle = isNotInstalled(error);
      if (!idle) onFault(error);
      return idle;
    },
  });
  const { client } = socket;
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;

  /** Resolves when the connection has ended, or was not made. `onOutcome` hears which, once that is known. */
  async function hold(onOutcome: () => void): Promise<boolean> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    client.once('disconnected', end);
    try {
      await client.start();
      onOutcome();
      if (stopped()) await client.disconnect();
      await ended;
      return true;
    } catch (error) {
      if (!stopped()) onFault(error ?? new Error('Slack closed the connection.'));
      onOutcome();
      return false;
    } finally {
      client.removeListener('disconnected', end);
    }
  }

  async function holdOn(onFirstOutcome: () => void): Promise<void> {
    for (let failures = 0; !stopped();) {
      failures = (await hold(onFirstOutcome)) ? 0 : failures + 1;
      const wait = failures === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
      await setTimeout(wait, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  let holding: Promise<void> | undefined;
  return {
    receiver: storedFirst(socket),
    // A wrong token or an outage does not keep the rest of Cairn from starting.
    start: () => new Promise((resolve) => { holding = holdOn(resolve); }),
    async stop() {
      stopping.abort();
      await Promise.race([Promise.all([client.disconnect(), holding]), setTimeout(GOODBYE_MS, undefined, { ref: false })]);
    },
  };
}

/** Here Slack's library says "received" before anybody has heard an event; this holds the word back until what follows from it is stored. */
const storedFirst = (socket: SocketModeReceiver): Receiver => ({
  start: () => socket.start(),
  stop: () => socket.stop(),
  init(app) {
    const processEvent = async (event: ReceiverEvent): Promise<void> => {
      const answers: unknown[] = [];
      await app.processEvent({ ...event, ack: async (answer?: unknown) => void answers.push(answer) });
      if (answers.length > 0) await event.ack(answers[0]);
    };
    socket.init(Object.assign(Object.create(app) as App, { processEvent }));
  },
});

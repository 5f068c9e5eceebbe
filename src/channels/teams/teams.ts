import { wordsIn } from '../../core/chat-words.ts';
import type { CairnError } from '../../errors.ts';
import type { Channel, Finding, Inbox, OutboundMessage, SendReceipt } from '../channel.ts';
import { background } from '../shared/background.ts';
import { eachOnce } from '../shared/each-once.ts';
import { Recent } from '../shared/recent.ts';
import type { Activity } from './activity.ts';
import { answeredCard, greetingCard } from './cards/question-card.ts';
import { connect } from './connection.ts';
import { doctor } from './doctor.ts';
import { isAboutContent } from './failure.ts';
import { readIncoming, type Answered, type Incoming } from './incoming.ts';
import { teamsListener } from './listener.ts';
import { MICROSOFT, TEAMS_PATH, type TeamsOptions } from './options.ts';
import { cardMessage, outgoing, withoutCard, type Outgoing } from './outgoing.ts';

export interface TeamsChannel extends Channel {
  readonly name: 'teams';
  /** To be mounted on the one server, before any body parser. */
  readonly listener: { path: string; handler: ReturnType<typeof teamsListener> };
  /** Asks Microsoft, and this Cairn's own public address, what is still wrong. */
  doctor(): Promise<Finding[]>;
}

const MOST_CLOSED = 2_000;

/** Cairn in the personal chats of one tenant of Microsoft Teams. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  const { credentials, words, onFault } = options;
  const endpoints = { ...MICROSOFT, ...options.endpoints };
  const connection = connect(credentials, endpoints);
  const underWay = background();
  const later = (what: string, work: () => Promise<unknown>): void => underWay.run(work, (error) => onFault?.(what, error));
  let inbox: Inbox | undefined;

  async function take(activity: Activity): Promise<number> {
    const into = inbox;
    if (!into) return 503;
    const incoming = readIncoming(activity);
    switch (incoming.is) {
      case 'messages':
        for (const message of incoming.messages) await into.message(message);
        if (incoming.answered) close(incoming.answered);
        return 200;
      case 'gone':
        await into.gone(incoming.sender);
        return 200;
      case 'added':
        later('a greeting could not be sent', () => greet(into, incoming));
        return 200;
      case 'not-implemented': return 501;
      case 'nothing': return 200;
    }
  }

  async function greet(into: Inbox, { sender, address, locale }: Extract<Incoming, { is: 'added' }>): Promise<void> {
    const said = wordsIn(words, await into.language(sender, locale));
    await connection.send(address, cardMessage(greetingCard(said), said.greeting));
  }

  /** Cards that this process has seen answered; only the first answer of a card counts, so only that one is shown. */
  const closed = new Recent<string, Answered>(MOST_CLOSED);
  function close(answered: Answered): void {
    const first = closed.get(answered.cardId) ?? answered;
    closed.set(answered.cardId, first);
    later('an answered card could not be changed', () => connection.update(first.address, first.cardId, cardMessage(answeredCard(first), first.text)));
  }

  const sendParts = eachOnce();

  /** A card that Teams does not take goes out in plain text. Gives the id of the last message. */
  async function sendOne(address: string, message: Outgoing): Promise<string | undefined> {
    try {
      return await connection.send(address, message);
    } catch (error) {
      const plain = isAboutContent((error as CairnError).cause) ? withoutCard(message) : [];
      if (plain.length === 0) throw error;
      let id: string | undefined;
      for (const each of plain) id = await sendOne(address, each);
      return id;
    }
  }

  return {
    name: 'teams',
    listener: { path: TEAMS_PATH, handler: teamsListener({ ...options, connection, take }) },
    doctor: () => doctor({ ...options, endpoints }),
    async start(handler) {
      inbox = handler;
    },
    async send(message: OutboundMessage): Promise<SendReceipt> {
      const { address, body, language } = message;
      const platformId = await sendParts(message, outgoing(body, wordsIn(words, language)), (part) => sendOne(address, part));
      return platformId ? { platformId } : {};
    },
    async stop() {
      inbox = undefined;
      await underWay.idle();
    },
  };
}

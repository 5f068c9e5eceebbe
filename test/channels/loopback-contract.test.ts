import { randomUUID } from 'node:crypto';
import type { Channel, Inbox, InboundContent, InboundMessage, OutboundMessage } from '../../src/channels/channel.ts';
import { splitText } from '../../src/channels/shared/split-text.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import { CairnError } from '../../src/errors.ts';
import { channelContract, type ChannelHarness, type Person, type Seen, type Written } from './contract.ts';

/**
 * The least a platform can be that has everything: it lives in this file. So the contract's every part is run against Cairn itself,
 * whatever the real platforms are like, and a new channel finds here what its harness is made of.
 */
const LONGEST = 300;

interface Shown {
  body: MessageBody;
  chosen?: string[];
}

function openLoopback(): ChannelHarness {
  const screens = new Map<string, Shown[]>();
  const left = new Set<string>();
  let inbox: Inbox;
  let failing: 'down' | number | null = null;

  const channel: Channel = {
    name: 'discord',
    start: async (given) => void (inbox = given),
    stop: async () => {},
    async send({ address, body }: OutboundMessage) {
      const failed = (details: object) => new CairnError('delivery-failed', 'The loopback did not take it.', { details });
      if (failing === 'down') throw failed({});
      if (failing !== null) throw failed({ retryAfterSeconds: failing });
      if (left.has(address)) throw failed({ gone: true });
      const parts = splitText(body.text, LONGEST);
      const shown = parts.map((text, at): Shown => ({ body: at < parts.length - 1 ? { text } : { ...body, text } }));
      screens.set(address, [...(screens.get(address) ?? []), ...shown]);
      return {};
    },
  };

  const personOf = (): Person => {
    const userId = randomUUID();
    const sender = { channel: 'discord', workspace: 'loop', userId } as const;
    const screen = (): Shown[] => screens.get(userId) ?? [];
    const written = (content: InboundContent, then?: () => void, of?: string): Written => {
      const messageId = randomUUID();
      const message: InboundMessage = { sender, address: userId, messageId, content };
      const change = (changed: InboundContent): Promise<Written> => Promise.resolve(written(changed, undefined, of ?? messageId));
      return {
        deliver: () => inbox.message(message).then(() => (then?.(), true), () => false),
        edits: (text) => change({ kind: 'edited', of: of ?? messageId, text }),
        deletes: () => change({ kind: 'deleted', of: of ?? messageId }),
      };
    };
    const labelOf = (question: Question, label: string) => question.choices.find((choice) => choice.label === label)?.id;
    return {
      seen: async () => screen().map(({ body: { text, question, progress, link }, chosen }): Seen => ({
        text,
        choices: chosen ? [] : (question?.choices.map(({ label }) => label) ?? []),
        chosen: chosen ?? [],
        whole: [text, ...(question?.choices.flatMap(({ label, hint }) => [label, hint]) ?? []), question?.scale?.low, question?.scale?.high, progress?.at, progress?.of].join('\n'),
        ...(link && { link: link.url }),
      })),
      writes: async (text) => written({ kind: 'text', text }),
      async presses(...labels) {
        const asked = screen().findLast(({ body: { question }, chosen }) => question && !chosen && labels.every((label) => labelOf(question, label)))!;
        const { question } = asked.body;
        return written({ kind: 'choice', step: question!.step, ids: labels.map((label) => labelOf(question!, label)!) }, () => (asked.chosen = labels));
      },
      async leaves() {
        left.add(userId);
        await inbox.gone(sender);
      },
      returns: async () => void left.delete(userId),
      sendsUnreadable: async () => written({ kind: 'unsupported', what: 'image' }),
      mentions: async (text) => written({ kind: 'mention', text }),
      commands: async (command) => written({ kind: 'command', command }),
      async opensHome() {
        const home = await inbox.home(sender);
        return [home?.standing, ...(home?.plan.flatMap(({ heading, lines }) => [heading, ...lines]) ?? [])].join('\n');
      },
    };
  };

  return {
    channel, workspace: 'loop', longestText: LONGEST, redelivers: true,
    start: (given) => channel.start(given),
    stop: () => channel.stop(),
    newPerson: async () => personOf(),
    fails: async (how) => void (failing = how),
  };
}

channelContract('a platform that has everything', openLoopback);

import { randomBytes, randomUUID } from 'node:crypto';
import { chatHistory, readToken } from '../../src/actions/chat-on-web.ts';
import type { InboundContent } from '../../src/channels/channel.ts';
import { createWebChannel, type WebChannel } from '../../src/channels/web.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import type { TestApp } from '../support/app.ts';
import { channelContract, CONTRACT_PRACTICE, type ChannelHarness, type Person, type Seen, type Written } from './contract.ts';

/** The web chat below its pages: what comes in goes through the channel, and what is on the screen is what a page would read. */
function openWeb(cairn: () => TestApp): ChannelHarness {
  const channel = createWebChannel();
  return {
    channel, workspace: CONTRACT_PRACTICE, longestText: Infinity, redelivers: true,
    start: (inbox) => channel.start(inbox),
    stop: () => channel.stop(),
    newPerson: async () => personOf(channel, cairn),
  };
}

function personOf(channel: WebChannel, cairn: () => TestApp): Person {
  const token = `${CONTRACT_PRACTICE}.${randomBytes(32).toString('base64url')}`;
  const { practice, userId } = readToken(token)!;
  const heard = async (): Promise<MessageBody[]> => {
    const lines = await chatHistory(cairn().app, token, { limit: 1_000 }) ?? [];
    return lines.filter(({ from }) => from === 'cairn').map(({ body }) => body);
  };
  const written = (content: InboundContent): Written => {
    const messageId = randomUUID();
    return { deliver: () => channel.receive({ practice, userId }, { messageId, content }).then(() => true, () => false) };
  };
  return {
    seen: async () => (await heard()).map(({ text, question, progress, link }): Seen => ({
      text,
      choices: question?.choices.map(({ label }) => label) ?? [],
      whole: [text, ...(question?.choices.flatMap(({ label, hint }) => [label, hint]) ?? []), question?.scale?.low, question?.scale?.high, progress?.at, progress?.of].join('\n'),
      ...(link && { link: link.url }),
    })),
    writes: async (text) => written({ kind: 'text', text }),
    async presses(...labels) {
      const idOf = ({ choices }: Question, label: string) => choices.find((choice) => choice.label === label)?.id;
      const asked = (await heard()).findLast(({ question }) => question && labels.every((label) => idOf(question, label)))!.question!;
      return written({ kind: 'choice', step: asked.step, ids: labels.map((label) => idOf(asked, label)!) });
    },
  };
}

channelContract('web', openWeb);

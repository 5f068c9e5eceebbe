import type { MessageBody, Question } from '../../../../src/core/conversation/message.ts';
import type { SlackHarness } from './harness.ts';
import type { SlackPerson } from './person.ts';

let seq = 0;

/** Cairn says something to somebody, as the queue does; gives its number, to say the very same again. */
export async function say({ channel, slack }: Pick<SlackHarness, 'channel' | 'slack'>, person: SlackPerson, body: MessageBody, { number = (seq += 1), language = 'en' } = {}): Promise<number> {
  await channel.send({ seq: number, sender: { channel: 'slack', workspace: slack.team, userId: person.userId }, address: person.channel, body, language });
  return number;
}

export const asking = (more: Partial<Question> = {}, text = 'Which one?'): MessageBody => ({
  text, question: { step: 'which', kind: 'one', choices: [{ id: 'a', label: 'One' }, { id: 'b', label: 'Two' }], ownWords: false, ...more },
});

export const choices = (count: number): Question['choices'] => Array.from({ length: count }, (_, n) => ({ id: `c${n + 1}`, label: `Choice ${n + 1}` }));

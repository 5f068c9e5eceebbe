import { wordsOn } from '../../../src/core/chat-words.ts';
import { loaded } from '../../support/flows.ts';
import { inSpanish } from '../in-spanish.ts';
import { slackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';

inSpanish('Slack', async () => ({
  harness: await slackHarness(() => ({ words: wordsOn(loaded.chats, 'slack') })),
  async besides(person) {
    const command = await (person as SlackPerson).commands('plan', 'C000000001');
    await command.deliver();
    return [JSON.parse(command.answer()), { text: await person.opensHome!() }];
  },
}));

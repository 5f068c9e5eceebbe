import { wordsOn } from '../../../src/core/chat-words.ts';
import { loaded } from '../../support/flows.ts';
import { inSpanish } from '../in-spanish.ts';
import { discordHarness, type DiscordPerson } from './harness.ts';

inSpanish('Discord', async () => ({
  harness: await discordHarness({ words: wordsOn(loaded.chats, 'discord') }),
  besides: async (person) => void await (await (person as DiscordPerson).uses('plan', 'server')).deliver(),
}));

import { inboxOf } from '../../../src/actions/inbox.ts';
import { discordChannel } from '../../../src/channels/discord/discord.ts';
import { holdLock } from '../../../src/store/advisory-lock.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openTestApp } from '../../support/app.ts';
import { lastSeenIn } from './last-seen.ts';
import { TOKEN } from './twin.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

/** One of several processes of Cairn with Discord: `node process.ts <databaseUrl> <keys> <api> <applicationId>`. Says what becomes of its lock. */
const [databaseUrl, encryptionKeys, api, applicationId] = process.argv.slice(2) as [string, string, string, string];
const store = await openStore({ databaseUrl, encryptionKeys, dataDir: '' });
const channel = discordChannel({
  token: TOKEN, applicationId, api, words: wordsOn(chatWords, 'discord'), retryMs: 100,
  lastSeen: lastSeenIn(store.prisma),
  lock: ({ onHeld, onLost }) => holdLock(databaseUrl, 'discord gateway', {
    onHeld: () => { process.stdout.write('held\n'); onHeld(); },
    onLost: () => { process.stdout.write('lost\n'); onLost(); },
  }),
  onError: () => {},
});
const { app } = await openTestApp(store, { channel });
await channel.start(inboxOf(app));
process.stdout.write('started\n');

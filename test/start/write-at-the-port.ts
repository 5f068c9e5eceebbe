import { openApp } from '../../src/main.ts';
import { inboxOf } from '../../src/actions/inbox.ts';
import type { Channel, ChannelName, InboundContent } from '../../src/channels/channel.ts';
import { readConfig } from '../../src/config.ts';
import { oneOfEach } from './contents.ts';

/**
 * A process that hears somebody on a platform say one thing of every kind there is: words in a direct message first, then
 * those changed, taken away, spoken where others read. Its only value is the text. What it is sent back it drops.
 */
const [text] = process.argv.slice(2) as [string];
const { app, settle, close } = await openApp(readConfig());
const slack: Channel = { name: 'slack', start: async () => {}, stop: async () => {}, send: async () => ({}) };
(app.channels as Map<ChannelName, Channel>).set('slack', slack);
const inbox = inboxOf(app);
const write = async (messageId: string, content: InboundContent): Promise<void> => {
  await inbox.message({ sender: { channel: 'slack', workspace: 'T1', userId: 'U1' }, address: 'D1', messageId, content });
  await settle();
};
await write('m0', { kind: 'text', text: 'hello' });
await write('m00', { kind: 'choice', step: 'consent', ids: ['agree'] });
await write('m000', { kind: 'choice', step: 'age', ids: ['yes'] });
const { text: said, ...others } = oneOfEach(text);
await write('m1', said);
for (const [kind, content] of Object.entries(others)) await write(`m-${kind}`, content);
await close();
process.stdout.write(`${2 + Object.keys(others).length} taken\n`);

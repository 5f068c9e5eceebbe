import type { InboundContent } from '../../src/channels/channel.ts';

/** Every kind of content that comes in by a channel, with `text` wherever it carries words. A kind that is missing here does not compile. */
export const oneOfEach = (text: string): { [K in InboundContent['kind']]: Extract<InboundContent, { kind: K }> } => ({
  text: { kind: 'text', text },
  edited: { kind: 'edited', of: 'm1', text },
  mention: { kind: 'mention', text },
  choice: { kind: 'choice', step: 'hope', ids: ['sleep'] },
  deleted: { kind: 'deleted', of: 'm1' },
  unsupported: { kind: 'unsupported', what: 'voice' },
  command: { kind: 'command', command: 'intake' },
});

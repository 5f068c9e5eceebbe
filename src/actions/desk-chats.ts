import type { ChannelName } from '../channels/channel.ts';
import type { App } from './app.ts';
import { deskHolder, type DeskFrame } from './desk-holder.ts';
import { disconnectChats, makeTherapistCode, therapistChannels } from './link-therapist.ts';

/** Platforms that are set up, where somebody can write to Cairn. */
export const chatPlatforms = ({ channels }: Pick<App, 'channels'>): ChannelName[] => therapistChannels.filter((name) => name !== 'mail' && channels.has(name));

/** A code just made: typed to Cairn on one of `platforms` within `minutes`, it makes that chat one of the therapist's. Shown once. */
export interface ConnectCode extends DeskFrame {
  code: string;
  minutes: number;
  platforms: ChannelName[];
}

/** Null, here and below, for a link that opens no desk, and where no platform is set up. */
export async function connectFromDesk(app: App, token: string): Promise<ConnectCode | null> {
  const holder = await deskHolder(app, token);
  const platforms = chatPlatforms(app);
  if (!holder || platforms.length === 0) return null;
  return { ...holder.frame, ...await makeTherapistCode(holder.own, holder.ids), platforms };
}

/** Ends every chat of theirs; mail stays. */
export async function disconnectFromDesk(app: App, token: string): Promise<{ ended: number } | null> {
  const holder = await deskHolder(app, token);
  return holder && { ended: await disconnectChats(holder.own, holder.ids.therapistId) };
}

import type { ChannelName } from '../channels/channel.ts';
import type { PracticeFace } from '../core/practice-face.ts';
import { accountsOf } from '../store/accounts.ts';
import type { App } from './app.ts';
import { chatPlatforms } from './desk-chats.ts';
import { deskHolder } from './desk-holder.ts';

/** What a therapist may set for themselves, as their desk shows it. */
export interface DeskSettings {
  practice: PracticeFace;
  language: string;
  timeZone: string;
  /** Chats of theirs that can be reached, oldest first; `since` is an ISO instant. */
  chats: { channel: ChannelName; since: string }[];
  /** Platforms on which another one can be connected. */
  platforms: ChannelName[];
  reminders: boolean;
}

/** Null for a link that opens no desk. */
export async function openDeskSettings(app: App, token: string): Promise<DeskSettings | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const { own, therapist, face } = holder;
  const chats = (await accountsOf(own.store.prisma, { therapistId: therapist.id })).filter(({ sender, goneAt }) => sender.channel !== 'mail' && goneAt === null);
  return {
    practice: face, language: therapist.language, timeZone: app.timeZone,
    chats: chats.map(({ sender, createdAt }) => ({ channel: sender.channel, since: createdAt.toISOString() })),
    platforms: chatPlatforms(app),
    reminders: !therapist.remindersOff,
  };
}

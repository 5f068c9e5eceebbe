import type { ChannelName } from '../channels/channel.ts';
import { everyZone, likelyZones } from '../core/living/time-zones.ts';
import { accountsOf } from '../store/accounts.ts';
import type { App } from './app.ts';
import { chatPlatforms } from './desk-chats.ts';
import { deskHolder, type DeskFrame } from './desk-holder.ts';
import { noticeChannels, setTherapistSettings, type TherapistSettings } from './therapist-settings.ts';

/** Ways for notices to go, as a desk offers them; what the practice has set otherwise is none of them. */
const noticeWays = {
  chats: [],
  mail: ['mail', ...noticeChannels.filter((channel) => channel !== 'mail')],
  'mail-only': ['mail'],
} as const satisfies Record<string, ChannelName[]>;

export type NoticeWay = keyof typeof noticeWays;

/** What a therapist may set for themselves, and what there is to choose from. */
export interface DeskSettings extends DeskFrame {
  /** Chats of theirs that can be reached, oldest first; `since` is an ISO instant. */
  chats: { channel: ChannelName; since: string }[];
  /** Platforms on which another one can be connected. */
  platforms: ChannelName[];
  reminders: boolean;
  /** `null`: as the practice has set it, by `routes`. */
  notices: NoticeWay | null;
  routes: ChannelName[];
  noticeWays: NoticeWay[];
  languages: string[];
  /** The zone they chose; null: where Cairn itself is, which is `otherwise`. */
  zone: string | null;
  otherwise: string;
  zones: { likely: string[]; all: string[] };
}

/** Null for a link that opens no desk. */
export async function openDeskSettings(app: App, token: string): Promise<DeskSettings | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const { own, therapist, country, frame } = holder;
  const chats = (await accountsOf(own.store.prisma, { therapistId: therapist.id })).filter(({ sender, goneAt }) => sender.channel !== 'mail' && goneAt === null);
  const routes = therapist.noticeRoutes as ChannelName[];
  const ways = Object.keys(noticeWays) as NoticeWay[];
  return {
    ...frame,
    chats: chats.map(({ sender, createdAt }) => ({ channel: sender.channel, since: createdAt.toISOString() })),
    platforms: chatPlatforms(app),
    reminders: !therapist.remindersOff,
    notices: ways.find((way) => noticeWays[way].join() === routes.join()) ?? null,
    routes, noticeWays: ways,
    languages: Object.keys(app.flows.common),
    zone: therapist.timeZone, otherwise: app.timeZone,
    zones: { likely: likelyZones({ country, known: therapist.timeZone, otherwise: app.timeZone, now: app.now() }), all: everyZone() },
  };
}

/** What a form says; what it does not name, or no desk offers, stays as it is. */
export interface SettingsWish {
  reminders?: string | undefined;
  notices?: string | undefined;
  language?: string | undefined;
  /** '' goes back to where Cairn itself is. */
  zone?: string | undefined;
}

/** Null for a link that opens no desk. Throws 'invalid-input' for a language or a zone there is none of; then nothing is changed. */
export async function changeDeskSettings(app: App, token: string, { reminders, notices, language, zone }: SettingsWish): Promise<true | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const wish: Partial<TherapistSettings> = {
    ...((reminders === 'on' || reminders === 'off') && { remindersOff: reminders === 'off' }),
    ...(notices !== undefined && Object.hasOwn(noticeWays, notices) && { noticeRoutes: [...noticeWays[notices as NoticeWay]] }),
    ...(language !== undefined && { language }),
    ...(zone !== undefined && { timeZone: zone || null }),
  };
  await setTherapistSettings(holder.own, holder.ids.therapistId, wish);
  return true;
}

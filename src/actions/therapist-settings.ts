import type { ChannelName } from '../channels/channel.ts';
import { isTimeZone } from '../core/living/time-zones.ts';
import { CairnError } from '../errors.ts';
import type { App } from './app.ts';
import { remindLater } from './remind.ts';

/** What a therapist decides for themselves. */
export interface TherapistSettings {
  /** Of their pages, mails and notices; one that Cairn has words in. */
  language: string;
  /** IANA name, such as Europe/Madrid: when it is night for them, and which day. Null: as Cairn itself is set. */
  timeZone: string | null;
  /** They want no reminders of what waits for them. Words of danger reach them all the same. */
  remindersOff: boolean;
  /** Where their notices go, the first that works; none: their chats, then mail. */
  noticeRoutes: ChannelName[];
}

/** On which they can be written to. */
export const noticeChannels = ['slack', 'teams', 'discord', 'mail'] as const satisfies ChannelName[];

export async function therapistSettings(app: App, therapistId: string): Promise<TherapistSettings> {
  const { language, timeZone, remindersOff, noticeRoutes } = await app.store.prisma.therapist.findUniqueOrThrow({ where: { id: therapistId } });
  return { language, timeZone, remindersOff, noticeRoutes: noticeRoutes as ChannelName[] };
}

/** What is not named stays. Throws 'invalid-input' for a language, a time zone or a channel there is none of; then nothing is changed. */
export async function setTherapistSettings(app: App, therapistId: string, { language, timeZone, remindersOff, noticeRoutes }: Partial<TherapistSettings>): Promise<void> {
  checkLanguages(app, language === undefined ? [] : [language]);
  if (timeZone != null && !isTimeZone(timeZone)) {
    throw new CairnError('invalid-input', `"${timeZone}" is no time zone.`, { remedy: 'Write it as Europe/Madrid or America/New_York.' });
  }
  const other = noticeRoutes?.find((route) => !noticeChannels.some((channel) => channel === route));
  if (other !== undefined) throw new CairnError('invalid-input', `Nobody gets notices by "${other}".`, { remedy: `Use some of: ${noticeChannels.join(', ')}.` });
  const now = app.now();
  const data = {
    ...(language !== undefined && { language }), ...(timeZone !== undefined && { timeZone }), ...(remindersOff !== undefined && { remindersOff }),
    ...(noticeRoutes !== undefined && { noticeRoutes: [...new Set(noticeRoutes)] }),
  };
  await app.store.prisma.$transaction(async (tx) => {
    const { practiceId } = await tx.therapist.update({ where: { id: therapistId }, data });
    await remindLater(app, tx, { practiceId, therapistId }, now);
  });
}

/** A language nobody has written words in would leave people without an answer. Throws 'invalid-input'. */
export function checkLanguages(app: App, languages: readonly string[]): void {
  const spoken = Object.keys(app.flows.common);
  const unknown = languages.find((each) => !spoken.includes(each));
  if (unknown !== undefined) throw new CairnError('invalid-input', `Cairn has no words in the language "${unknown}".`, { remedy: `Use one of: ${spoken.join(', ')}.` });
}

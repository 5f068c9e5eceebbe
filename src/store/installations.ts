import type { ChannelName } from '../channels/channel.ts';
import type { Db } from './open-store.ts';
import { installationPlace } from './places.ts';

/** What a platform gave Cairn when it was installed in a workspace: tokens, sealed with the key of the practice it is for. */
export const saveInstallation = async (db: Db, practiceId: string, channel: ChannelName, workspace: string, installation: unknown, now: Date): Promise<void> => {
  const sealed = (await db.vault.ofPractice(db, practiceId)).seal(installationPlace(channel, workspace), installation);
  const data = { practiceId, installation: sealed, installedAt: now };
  await db.installation.upsert({ where: { channel_workspace: { channel, workspace } }, create: { channel, workspace, ...data }, update: data });
};

export const findInstallation = async <T>(db: Db, channel: ChannelName, workspace: string): Promise<T | null> => {
  const row = await db.installation.findUnique({ where: { channel_workspace: { channel, workspace } } });
  return row && (await db.vault.ofPractice(db, row.practiceId)).open<T>(installationPlace(channel, workspace), row.installation);
};

export const removeInstallation = async (db: Db, channel: ChannelName, workspace: string): Promise<void> => {
  await db.installation.deleteMany({ where: { channel, workspace } });
};

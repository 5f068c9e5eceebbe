import type { ChannelName } from '../channels/channel.ts';
import type { Db } from './open-store.ts';

/** Which practice the people of a platform's workspace belong to. */
export interface WorkspaceOf {
  channel: ChannelName;
  /** Slack team, Teams tenant; '' where a platform has none. */
  workspace: string;
  practiceId: string;
}

/** A workspace belongs to one practice; naming another one moves it. People who have written already stay where they are. */
export const bindWorkspace = async (db: Db, { channel, workspace, practiceId }: WorkspaceOf): Promise<void> => {
  await db.workspace.upsert({ where: { channel_workspace: { channel, workspace } }, create: { channel, workspace, practiceId }, update: { practiceId } });
};

/** False if it belonged to nobody. */
export const unbindWorkspace = async (db: Db, channel: ChannelName, workspace: string): Promise<boolean> => {
  const { count } = await db.workspace.deleteMany({ where: { channel, workspace } });
  return count === 1;
};

export const practiceOfWorkspace = async (db: Db, channel: ChannelName, workspace: string) =>
  (await db.workspace.findUnique({ where: { channel_workspace: { channel, workspace } }, include: { practice: true } }))?.practice ?? null;

export const listWorkspaces = (db: Db) =>
  db.workspace.findMany({ orderBy: [{ channel: 'asc' }, { workspace: 'asc' }], include: { practice: { select: { slug: true } } } });

import type { Sender } from '../channels/channel.ts';
import { findPractice } from '../store/practices.ts';
import { practiceOfWorkspace } from '../store/workspaces.ts';
import type { App } from './app.ts';

export type Practice = NonNullable<Awaited<ReturnType<typeof findPractice>>>;

/**
 * The practice that somebody new writes to: the one their workspace is bound to; for a workspace that nobody has bound, the
 * home practice, or the only one there is. On the web the workspace is the practice's short name. Null where nothing tells.
 */
export async function practiceOf(app: App, { channel, workspace }: Sender): Promise<Practice | null> {
  const { prisma } = app.store;
  if (channel === 'web') return findPractice(prisma, workspace);
  const bound = await practiceOfWorkspace(prisma, channel, workspace);
  if (bound) return bound;
  if (app.homePractice) return findPractice(prisma, app.homePractice);
  const [only, ...others] = await prisma.practice.findMany({ take: 2 });
  return only && others.length === 0 ? only : null;
}

/** Whether an invite or a code of a practice may be used in a workspace: anywhere but in one that is another practice's. */
export async function mayComeFrom(app: App, { channel, workspace }: Sender, practiceId: string): Promise<boolean> {
  const bound = channel === 'web' ? await findPractice(app.store.prisma, workspace) : await practiceOfWorkspace(app.store.prisma, channel, workspace);
  return bound === null || bound.id === practiceId;
}

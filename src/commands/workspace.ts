import type { Command } from 'commander';
import { z } from 'zod';
import { addWorkspace, removeWorkspace } from '../actions/admin.ts';
import { listWorkspaces } from '../store/workspaces.ts';
import { parse } from './input.ts';
import { table, type Tools } from './tools.ts';

const chatPlatform = z.enum(['slack', 'teams', 'discord'], { error: 'must be slack, teams or discord' });
const workspaceId = (id: string): string => (id === '-' ? '' : id);

export function addCommands(workspace: Command, { withApp, print }: Tools): void {
  workspace.command('list').description('List the workspaces that belong to a practice.').action(() => withApp(async ({ store }) => {
    const rows = await listWorkspaces(store.prisma);
    print(table(rows.map(({ channel, workspace: id, practice: { slug } }) => ({ channel, workspace: id, practice: slug }))));
  }));
  workspace.command('add <channel> <workspace> <practice>').description('Give a workspace to a practice: slack T024BE7LD willow. Discord has no workspaces: write "-".').action((name: string, id: string, slug: string) => {
    const channel = parse(chatPlatform, name, 'The channel');
    return withApp(async (app) => {
      await addWorkspace(app, channel, workspaceId(id), slug);
      print('Added. Whoever writes from there first becomes a client of that practice.');
    });
  });
  workspace.command('remove <channel> <workspace>').description('Take a workspace from its practice. People who have written from there stay where they are.').action((name: string, id: string) => {
    const channel = parse(chatPlatform, name, 'The channel');
    return withApp(async (app) => {
      await removeWorkspace(app, channel, workspaceId(id));
      print('Removed.');
    });
  });
}

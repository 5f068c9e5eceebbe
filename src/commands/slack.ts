import type { Command } from 'commander';
import { manifestText } from '../channels/slack/manifest-text.ts';
import { readConfig } from '../config.ts';
import type { Tools } from './tools.ts';

export function addCommands(slack: Command, { out }: Tools): void {
  slack.command('manifest').description('Print the description of the app that Slack asks for, with your own address in it.')
    .option('--socket-mode', 'for a Cairn that nothing outside can reach: it opens the connection to Slack itself')
    .action(({ socketMode = false }: { socketMode?: boolean }) => out(manifestText({ publicUrl: readConfig().publicUrl ?? null, socketMode })));
}

import type { Command } from 'commander';
import { newKeyLine } from '../store/master-keys.ts';
import type { Tools } from './tools.ts';

export function addCommands(keys: Command, { withApp, print }: Tools): void {
  keys.command('new').description('Print a fresh line for ENCRYPTION_KEYS or the file in ENCRYPTION_KEYS_FILE. Nothing is changed.').action(() => {
    print(newKeyLine(new Date()));
  });
  keys.command('rotate').description('After a new line was put first in the list of keys: wrap everything with it.').action(() => withApp(async ({ store }) => {
    const count = await store.vault.rewrapAll(store.prisma);
    print(`${count} data keys are wrapped anew. Every other line of the list may go, once no older backup has to be read.`);
  }));
}

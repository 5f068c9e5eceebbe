import type { Command } from 'commander';
import { practiceBySlug } from '../actions/admin.ts';
import type { App } from '../actions/app.ts';
import { CairnError } from '../errors.ts';
import { verifyAudit } from '../store/audit.ts';
import { newKeyLine } from '../store/master-keys.ts';

/** Encryption keys and the audit trail. */
export function addSecurityCommands(program: Command, { withApp, print }: { withApp(work: (app: App) => Promise<void>): Promise<void>; print(line: string): void }): void {
  const keys = program.command('keys').description('The keys that what clients write is encrypted with.');
  keys.command('new').description('Print a fresh line for ENCRYPTION_KEYS or the file in ENCRYPTION_KEYS_FILE. Nothing is changed.').action(() => {
    print(newKeyLine(new Date()));
  });
  keys.command('rotate').description('After a new line was put first in the list of keys: wrap everything with it.').action(() => withApp(async (app) => {
    const count = await app.store.vault.rewrapAll(app.store.prisma);
    print(`${count} data keys are wrapped anew. Every other line of the list may go, once no older backup has to be read.`);
  }));

  const audit = program.command('audit').description('The record of what happened: who did what, without words.');
  audit.command('verify <practice>').description('Find any entry that was changed, removed or put elsewhere.')
    .option('--expect <number:hash>', 'an entry noted down earlier: also tells whether the end was cut off since')
    .action((slug: string, { expect }: { expect?: string }) => withApp(async (app) => {
      const { id } = await practiceBySlug(app, slug);
      const noted = /^(\d+):([0-9a-f]{64})$/.exec(expect ?? '');
      if (expect !== undefined && !noted) throw new CairnError('invalid-input', '--expect is not an entry\'s number and hash.', { remedy: 'Write it as an earlier "audit verify" printed it.' });
      const verified = await verifyAudit(app.store.prisma, id, noted ? { number: Number(noted[1]), hash: noted[2]! } : undefined);
      if (!verified.sound) {
        throw new CairnError('conflict', `The audit trail was tampered with: entry ${verified.at} is not what was written.`, { remedy: 'Compare it with a backup, and find out who can write to the database.' });
      }
      print(`Sound: ${verified.entries} entries.`);
      if (verified.entries > 0) print(`Note this down apart from the database: ${verified.entries}:${verified.last}`);
    }));
}

import type { Command } from 'commander';
import { practiceBySlug } from '../actions/admin.ts';
import { CairnError } from '../errors.ts';
import { verifyAudit } from '../store/audit.ts';
import type { Tools } from './tools.ts';

export function addCommands(audit: Command, { withApp, print }: Tools): void {
  audit.command('verify <practice>').description('Find any entry that was changed, removed or put elsewhere.')
    .option('--expect <number:hash>', 'an entry noted down earlier: also tells whether the end was cut off since')
    .action((slug: string, { expect }: { expect?: string }) => {
      const noted = /^(\d+):([0-9a-f]{64})$/.exec(expect ?? '');
      if (expect !== undefined && !noted) throw new CairnError('invalid-input', '--expect is not an entry\'s number and hash.', { remedy: 'Write it as an earlier "audit verify" printed it.' });
      return withApp(async (app) => {
        const { id } = await practiceBySlug(app, slug);
        const verified = await verifyAudit(app.store.prisma, id, noted ? { number: Number(noted[1]), hash: noted[2]! } : undefined);
        if (!verified.sound) {
          throw new CairnError('conflict', `The audit trail was tampered with: entry ${verified.at} is not what was written.`, { remedy: 'Compare it with a backup, and find out who can write to the database.' });
        }
        print(`Sound: ${verified.entries} entries.`);
        if (verified.entries > 0) print(`Note this down apart from the database: ${verified.entries}:${verified.last}`);
      });
    });
}

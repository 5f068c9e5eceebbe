import type { Command } from 'commander';
import { practiceBySlug, setBackup } from '../actions/admin.ts';
import { email, parse, therapistsAddress } from './input.ts';
import { table, type Tools } from './tools.ts';

/** Who is told of danger, and which alerts are open. Never a word of what was heard. */
export function addCommands(safety: Command, { withApp, print }: Tools): void {
  safety.command('list <practice>').description('List the alerts that no therapist has cleared yet, by client id.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const rows = await app.store.prisma.safetyAlert.findMany({
      where: { practiceId: id, clearedAt: null }, orderBy: { openedAt: 'asc' }, include: { client: { select: { therapist: { select: { name: true } } } } },
    });
    const time = (at: Date | null): string => at?.toISOString().slice(0, 16).replace('T', ' ') ?? 'not yet';
    print(table(rows.map(({ clientId, client, level, openedAt, told, acknowledgedAt }) => ({
      client: clientId, therapist: client.therapist?.name ?? '', level, opened: time(openedAt), told, seen: time(acknowledgedAt),
    }))));
  }));
  safety.command('stand-in <practice> <therapist> [colleague]')
    .description('Who is told when a therapist has not seen an alert in time, by mail address. Without a colleague: nobody.')
    .action((slug: string, therapist: string, colleague: string | undefined) => {
      const whose = therapistsAddress(therapist);
      const standIn = colleague === undefined ? null : parse(email, colleague, 'The colleague');
      return withApp(async (app) => {
        await setBackup(app, slug, whose, standIn);
        print('Changed.');
      });
    });
}
